"""Questions that come quickly one after the other: any place and year, a lens, a theme, other keys, a narrower scope.

The arithmetic is the count's own; here it is prepared once (see warming) and what was counted is kept, so that an
answer takes a fraction of a second.
"""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import prices, rekeying
from totalplace_lib.analysis import themes as analysis
from totalplace_lib.analysis.prices import CASH
from totalplace_lib.analysis.theme_shares import measured_shares
from totalplace_lib.analysis.themes import (
    check_theme_in,
    check_theme_year,
    find_theme,
    theme_rules,
    theme_years,
)
from totalplace_lib.analysis.whole_area_count import check_lens, england, population
from totalplace_lib.count.ledger import Ledger
from totalplace_lib.count.lenses import outcomes_of, through
from totalplace_lib.count.pence import to_pence
from totalplace_lib.count.rules import apply_rules, first_fit
from totalplace_lib.count.whole_area import Count, count_shared
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Lens, StepKind, Year
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.money import sharing
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_config, remembered

SCOPES = ("spender_group", "function")
_AT_ONCE = 20  # bodies shared in one step of the warming: about half a second
EFFECTS = ["driver", "name", "own_key", "key", "change_gbp"]


@dataclass(frozen=True)
class Asked:
    """A question.

    theme: "" is all money;  keys: (driver, key), see analysis.rekeying;  left_out: (column, value), column of SCOPES
    """

    place: str = "birmingham"
    year: str = "2008-09"
    lens: str = str(Lens.ALL)
    theme: str = ""
    prices: str = CASH
    keys: rekeying.Keys = ()
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a question came to, in the prices asked for.

    count        the count through lens, theme, keys and scope
    own_gbp      the total by the count's own keys with nothing left out;  keyed_gbp: by the keys asked for
    effects      one row per changed driver: driver, name, own_key, key, change_gbp (their sum is keyed less own)
    """

    asked: Asked
    count: Count
    own_gbp: float
    keyed_gbp: float
    effects: pd.DataFrame

    @property
    def left_out_gbp(self) -> float:
        """What the scope leaves out."""
        return round(self.keyed_gbp - self.count.total_gbp, 2)


def answer(asked: Asked) -> Answer:
    """Answer a question. UsageError for an unknown place, year, lens, theme, key or price base."""
    check_year(asked.year)
    factor = prices.factor(asked.year, asked.prices)
    keys = rekeying.check_keys(asked.year, dict(asked.keys))
    own, keyed = (_seen(asked.place, asked.year, asked.lens, asked.theme, chosen) for chosen in ((), keys))
    effects = _effects(own, keyed, keys)
    effects["change_gbp"] = (effects["change_gbp"] * factor).round(2)
    return Answer(
        dataclasses.replace(asked, keys=keys),
        _in_prices(_within(keyed, asked.left_out), factor),
        round(own.total_gbp * factor, 2),
        round(keyed.total_gbp * factor, 2),
        effects,
    )


def counted(asked: Asked) -> Count:
    """The count of a question on its own, without what moved its total."""
    keys = rekeying.check_keys(asked.year, dict(asked.keys))
    seen = _seen(asked.place, asked.year, asked.lens, asked.theme, keys)
    return _in_prices(_within(seen, asked.left_out), prices.factor(asked.year, asked.prices))


@remembered(most=64)
def _counted(place: str, year: str, keys: rekeying.Keys) -> Count:
    when = check_year(year)
    where = find_place(place, when)
    return count_shared(rekeying.sharing_with(year, keys), where, population(where, when))


@remembered(most=64)
def _seen(place: str, year: str, lens: str, theme: str, keys: rekeying.Keys) -> Count:
    count = through(
        _counted(place, str(check_year(year)), keys), check_lens(lens), read_config("outcomes.csv")
    )
    return of_theme(count, theme) if theme else count


def of_theme(count: Count, theme: str) -> Count:
    """The part of a count that a theme holds in the exclusive view; each pound belongs to one theme."""
    row, year = find_theme(theme), check_theme_year(str(count.year))
    check_theme_in(row, year)
    rules, parcels = theme_rules()
    holding = set(parcels.loc[parcels["theme"] == row["theme"], "parcel"])
    tagged = apply_rules(count.lines, rules, analysis.ON, ["parcel"], "themes/theme_lines.csv")
    cut = count.lines[tagged["parcel"].isin(holding)]
    parts = analysis.exclusive(cut, rules, parcels, measured_shares(year))
    parts = parts.loc[parts["theme"] == row["theme"], count.lines.columns]
    return _kept(
        count, parts, StepKind.THEME, f"Money of other themes than {row['name']} left out", str(row["theme"])
    )


def _within(count: Count, left_out: tuple[tuple[str, str], ...]) -> Count:
    """The count without the groups of bodies and functions that are left out."""
    strange = sorted({column for column, _ in left_out} - set(SCOPES))
    if strange:
        raise UsageError(f"'{strange[0]}' cannot be left out by. By: {', '.join(SCOPES)}.")
    out = pd.Series(False, count.lines.index)
    for column, value in left_out:
        out |= count.lines[column] == value
    if not out.any():
        return count
    names = ", ".join(value for _, value in left_out)
    return _kept(count, count.lines[~out], StepKind.SCOPE, f"Left out by choice: {names}")


def _kept(count: Count, lines: pd.DataFrame, kind: StepKind, reason: str, of: str = "") -> Count:
    """The count with only these lines; the ledger says what went and still closes."""
    before, after = (int(to_pence(frame["amount_gbp"]).sum()) for frame in (count.lines, lines))
    ledger = Ledger.reopen(count.ledger)
    ledger.move(kind, after - before, reason, of)
    ledger.close(after, count.place.name)
    return dataclasses.replace(count, lines=lines.reset_index(drop=True), ledger=ledger.frame())


def _in_prices(count: Count, factor: float) -> Count:
    """The count with its lines in other prices; the ledger stays in cash, in which it closes."""
    if factor == 1.0:
        return count
    lines = count.lines.assign(amount_gbp=(count.lines["amount_gbp"] * factor).round(2))
    return dataclasses.replace(count, lines=lines)


def _effects(own: Count, keyed: Count, keys: rekeying.Keys) -> pd.DataFrame:
    """What each changed key does to the total."""
    if not keys:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in EFFECTS}).astype(
            {"change_gbp": "float64"}
        )
    before, after = (count.lines.groupby("driver")["amount_gbp"].sum() for count in (own, keyed))
    change = after.sub(before, fill_value=0.0).round(2)
    table = rekeying.drivers(str(own.year)).set_index("driver")
    rows = [
        (driver, table.loc[driver, "name"], table.loc[driver, "key"], key, float(change.get(driver, 0.0)))
        for driver, key in keys
    ]
    return pd.DataFrame(rows, columns=EFFECTS)


def warming(year: str) -> Iterator[tuple[str, float]]:
    """Make ready what the answers of a year need: what is being made, part done.

    A step takes a second or so; between steps the caller may do other things. Raises what a count of the year raises.
    """
    yield "reading the tables", 0.0
    made = sharing(Year.parse(year))
    for start in range(0, len(made.wide), _AT_ONCE):
        yield "sharing the money of regions and wide bodies", 0.3 + 0.5 * start / len(made.wide)
        made.shared(made.wide[start : start + _AT_ONCE])
    yield "themes, lenses and keys", 0.8
    _match_once(made.lines, read_config("outcomes.csv"), year)
    yield "England, to compare with", 0.95
    england(year)
    gc.collect()
    gc.freeze()  # what is kept is never rubbish: looking through it now and then would hold up an answer half a second
    yield "ready", 1.0


def _match_once(lines: pd.DataFrame, outcomes: pd.DataFrame, year: str) -> None:
    """Match every text of a year with the rules of lens, theme and driver, which is remembered."""
    outcomes_of(lines, outcomes)
    if year in theme_years():
        first_fit(lines, theme_rules()[0], analysis.ON)
        measured_shares(year)
    rekeying.prepare(year)
