"""A table that is only taken away: every row stands in the workbook and the CSV files, and the page says so."""

from __future__ import annotations

from dataclasses import dataclass

from totalplace_lib.present.exhibit import RECORD_TYPE, Exhibit, to_record
from totalplace_lib.present.numbers import count
from totalplace_lib.present.text import escape


@dataclass(frozen=True, eq=False)
class TakenAway(Exhibit):
    """An exhibit without figure whose table is too long for a page."""

    def _repr_html_(self) -> str:
        return (
            f'<p class="note"><strong>{escape(self.headline)}.</strong> {escape(self.subtitle)}: '
            f"{count(len(self.table))} rows, in the workbook and as CSV (see the downloads).</p>"
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {"text/plain": str(self), "text/html": self._repr_html_(), RECORD_TYPE: to_record(self)}
