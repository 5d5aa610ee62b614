"""The ledger: each step of a count writes what went in, what came out and why. It closes or it raises."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from totalplace_lib.errors import ImbalanceError

COLUMNS = ["step", "in_gbp", "out_gbp", "difference_gbp", "reason"]


@dataclass
class Ledger:
    """Steps in order, in whole pence. The first `enter` opens it; each `move` starts from what is there."""

    steps: list[tuple[str, int, int, str]] = field(default_factory=list)

    @classmethod
    def reopen(cls, frame: pd.DataFrame) -> Ledger:
        """A ledger that goes on from the table of an earlier one."""
        pence = frame[["in_gbp", "out_gbp"]].mul(100).round().astype("int64")
        steps = zip(frame["step"], pence["in_gbp"], pence["out_gbp"], frame["reason"], strict=True)
        return cls([(str(step), int(went_in), int(out), str(why)) for step, went_in, out, why in steps])

    @property
    def balance(self) -> int:
        """Pence after the last step."""
        return self.steps[-1][2] if self.steps else 0

    def move(self, step: str, difference: int, reason: str) -> None:
        """Add a step that changes the balance by `difference` pence."""
        self.steps.append((step, self.balance, self.balance + int(difference), reason))

    def close(self, expected: int, what: str) -> None:
        """Raise ImbalanceError unless the balance is exactly `expected` pence."""
        if self.balance != int(expected):
            gap = (int(expected) - self.balance) / 100
            last = self.steps[-1][0] if self.steps else "opening"
            raise ImbalanceError(
                f"The ledger of {what} does not close: {self.balance / 100:,.2f} after '{last}', but the lines add "
                f"to {int(expected) / 100:,.2f} (difference {gap:,.2f}). Nothing was published; please report it."
            )

    def frame(self) -> pd.DataFrame:
        """The ledger as a table in pounds: step, in_gbp, out_gbp, difference_gbp, reason."""
        rows = [
            (step, went_in / 100, out / 100, (out - went_in) / 100, why)
            for step, went_in, out, why in self.steps
        ]
        return pd.DataFrame(rows, columns=COLUMNS)
