"""One thing flows: lines, what is counted of them, what is set aside and the ledger keep their contracts."""

from __future__ import annotations

import pandas as pd
import pandera.errors
import pytest
import toy_country as toy

from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.count.whole_area import Count, count_place
from totalplace_lib.model import Year
from totalplace_lib.national.money import money
from totalplace_lib.schema import flow

COUNTED = flow.contract({**flow.COUNTED, **flow.CITED}, "Counted")
REMOVED, STEP = flow.contract(flow.REMOVED, "Removed"), flow.contract(flow.STEP, "Step")


@pytest.mark.parametrize("year", [2008, 2017, 2023])
def test_the_lines_of_a_year_keep_their_contract(year: int) -> None:
    held = money(Year(year))
    line = flow.contract(flow.LINE, "Line")
    for frame in (held.lines, held.removed, held.memo):
        line.validate(frame[[*flow.LINE]], lazy=True)


def _keeps(count: Count) -> None:
    COUNTED.validate(count.lines, lazy=True)
    REMOVED.validate(count.removed, lazy=True)
    STEP.validate(count.ledger, lazy=True)
    assert set(count.ledger.loc[count.ledger["kind"] == "transfers removed", "transfer"]) <= set(
        count.removed["transfer"]
    )


@pytest.mark.parametrize(("place", "year"), [("kent", "2008-09"), ("england", "2022-23")])
def test_a_count_keeps_its_contracts(place: str, year: str) -> None:
    _keeps(whole_area_count(place, year))


def test_a_gap_or_a_strange_word_breaks_the_contract() -> None:
    ledger = count_place(toy.money(), toy.place(toy.A), 100).ledger
    STEP.validate(ledger, lazy=True)
    for broken in (ledger.assign(kind="magic"), ledger.assign(in_gbp=None), ledger[ledger.columns[::-1]]):
        with pytest.raises((pandera.errors.SchemaErrors, pandera.errors.SchemaError)):
            STEP.validate(pd.DataFrame(broken), lazy=True)
