"""The ledger: each step of a count writes what went in, what came out and why. It closes or it raises."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from totalplace_lib.count.pence import to_pence
from totalplace_lib.errors import ImbalanceError
from totalplace_lib.model import StepKind
from totalplace_lib.schema import flow

COLUMNS = [*flow.STEP]


@dataclass(frozen=True)
class _Step:
    """One step, in whole pence; transfer: the rule of config/transfers.csv, "" for all other kinds."""

    step: str
    kind: str
    transfer: str
    went_in: int
    out: int
    reason: str


@dataclass
class Ledger:
    """Steps in order, in whole pence. The first `move` opens it; each further one starts from what is there."""

    steps: list[_Step] = field(default_factory=list)

    @classmethod
    def reopen(cls, frame: pd.DataFrame) -> Ledger:
        """A ledger that goes on from the table of an earlier one."""
        words = (frame[name].astype(str) for name in ("step", "kind", "transfer"))
        pence = (to_pence(frame[name]).tolist() for name in ("in_gbp", "out_gbp"))
        rows = zip(*words, *pence, frame["reason"].astype(str), strict=True)
        return cls([_Step(*row) for row in rows])

    @property
    def balance(self) -> int:
        """Pence after the last step."""
        return self.steps[-1].out if self.steps else 0

    def move(self, kind: StepKind, difference: int, reason: str, of: str = "", called: str = "") -> None:
        """Add a step that changes the balance by `difference` pence.

        of      the transfer, rule, lens or theme that the step is for, part of what it is called
        called  what the step is called where its kind does not say it
        """
        step = called or (f"{kind}: {of}" if of else str(kind))
        transfer = of if kind is StepKind.TRANSFER else ""
        out = self.balance + int(difference)
        self.steps.append(_Step(step, str(kind), transfer, self.balance, out, reason))

    def close(self, expected: int, what: str) -> None:
        """Raise ImbalanceError unless the balance is exactly `expected` pence."""
        if self.balance != int(expected):
            gap = (int(expected) - self.balance) / 100
            last = self.steps[-1].step if self.steps else "opening"
            raise ImbalanceError(
                f"The ledger of {what} does not close: {self.balance / 100:,.2f} after '{last}', but the lines add "
                f"to {int(expected) / 100:,.2f} (difference {gap:,.2f}). Nothing was published; please report it."
            )

    def frame(self) -> pd.DataFrame:
        """The ledger as a table in pounds: COLUMNS."""
        rows = [
            (
                one.step,
                one.kind,
                one.transfer,
                one.went_in / 100,
                one.out / 100,
                (one.out - one.went_in) / 100,
                one.reason,
            )
            for one in self.steps
        ]
        return pd.DataFrame(rows, columns=COLUMNS)
