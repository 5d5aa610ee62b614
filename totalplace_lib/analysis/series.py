"""A run of years of one place: cash and real terms, in all and per head, with breaks marked and gaps shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import pandas as pd

from totalplace_lib.analysis.prices import Deflator, deflator, in_prices
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.asking import asked
from totalplace_lib.count.pence import to_pence, to_pounds
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.evidence.carried import Figure, scaled, sum_of
from totalplace_lib.evidence.ranges import errors_of
from totalplace_lib.model import Marker, Year
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.money import sharing
from totalplace_lib.national.years import check_year, held_ahead, plan, years
from totalplace_lib.project import read_config

ORIGINS = {"central": "central government", "council_capital": "councils' capital", "nhs": "the NHS"}
COLUMNS = ("spender_group", "function", "control", "economic", "block", "payer")


@dataclass(frozen=True)
class Series:
    """A series (series_of.SERIES) with what it was asked for.

    base   the year whose prices real_gbp is in;  source_ids: the publications behind all years
    notes  what else a reader must know of a year, by year (config/years.csv)
    causes why the total cannot be compared with the year before, in a few words, by year
    ends   by group: the figures of its longest unbroken run's first and last year, in prices of the base year, with
           range and measured share (evidence.carried), which decide whether a change may be told
    """

    place: str
    table: pd.DataFrame
    by: str
    base: str
    source_ids: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    find_ends: Callable[[], Mapping[str, tuple[Figure, Figure]]] = dict
    causes: tuple[tuple[str, str], ...] = ()

    @cached_property
    def ends(self) -> Mapping[str, tuple[Figure, Figure]]:
        """The figures between which a change is told, by group; worked out when a sentence first asks for them."""
        return self.find_ends()


def series(
    place: str,
    first: str = "",
    last: str = "",
    base: str = "",
    by: str = "spender_group",
    watch: Callable[[str], None] | None = None,
) -> Series:
    """Public spending of a place over the years, cash and real terms, per head.

    first, last  default: all years that can be counted;  base: year of the prices, default the last year
    by           spender_group, function, control, economic, block or payer
    watch        is called with each year when it begins to be counted, for whoever shows progress
    Raises UsageError for an unknown place, year, base or column.
    """
    if by not in COLUMNS:
        raise UsageError(f"A series cannot be made by '{by}'. By: {', '.join(COLUMNS)}.")
    run = years_between(first or years()[0], last or years()[-1])
    known = [year for year in run if year in years()]
    if not known:
        check_year(run[0])
    prices = str(Year.parse(base)) if base else known[-1]
    deflator().factor(known[-1], prices)  # before the years are counted, which takes long
    # What the name means in the last year, on the same ground in every year.
    where = find_place(place, known[-1])
    counts = {}
    for year in known:
        if watch:
            watch(year)
        counts[year] = whole_area_count(where, year)
    groups = by_group({year: count.lines for year, count in counts.items()}, by)
    people = {year: count.population for year, count in counts.items()}
    table = series_of(groups, people, run, deflator(), prices, marks(known))
    sources = {str(each) for count in counts.values() for each in count.lines["source_id"].unique()}
    about = _about(run, known)
    ends = partial(_ends, table, counts, by, prices)
    causes = _causes(table, marks(known))
    return Series(where.name, table, by, prices, tuple(sorted(sources)), about, ends, causes)


def _causes(table: pd.DataFrame, held: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Year and cause, in a few words, of each break of a total."""
    breaks = table[table["group"].isin(TOTALS) & (table["marker"] == str(Marker.BREAK))]
    found = held[(held["marker"] == str(Marker.BREAK)) & held["year"].isin(breaks["year"])]
    of_total = [bool({EVERY, *TOTALS} & set(str(groups).split(" | "))) for groups in found["groups"]]
    return tuple(found.loc[of_total, ["year", "sign"]].itertuples(index=False, name=None))


def _ends(
    table: pd.DataFrame, counts: Mapping[str, Count], by: str, base: str
) -> dict[str, tuple[Figure, Figure]]:
    """The figures between which a change is told, by group."""
    runs = {str(group): spans(table, str(group)) for group in table["group"].unique()}
    told = {group: span(table, group) for group, found in runs.items() if any(a != b for a, b in found)}
    graded = {
        year: errors_of(counts[year]) for year in sorted({year for pair in told.values() for year in pair})
    }

    def figure(group: str, year: str) -> Figure:
        lines = _of_group(graded[year], by, group)
        return scaled(sum_of(year, lines, 1.0), deflator().factor(year, base), counts[year].population)

    return {group: (figure(group, first), figure(group, last)) for group, (first, last) in told.items()}


def _of_group(lines: pd.DataFrame, by: str, group: str) -> pd.DataFrame:
    """The lines of a group of a series; the totals are all lines, and those that are not exceptional."""
    if group == TOTAL:
        return lines
    if group == WITHOUT:
        return lines[lines["exceptional"].fillna("") == ""]
    return lines[lines[by].astype("str") == group]


@asked(called="series")
def table(
    place: str, first: str = "", last: str = "", base: str = "", by: str = "spender_group"
) -> pd.DataFrame:
    """What `totalplace series` gives, as a frame: group, year, amounts in cash, real terms and per head, of which
    exceptional, marker, note.

    table("kent", "2008-09", "2010-11")
    """
    for word, value in (("first", first), ("last", last), ("base", base), ("by", by)):
        if not isinstance(value, str):
            raise UsageError(f"series: {word} is text, not {shown(repr(value))} ({type(value).__name__}).")
    return series(place, first, last, base, by).table


def prepare(first: str = "", last: str = "") -> Iterator[None]:
    """Make now the money of every year, which all series share, a year at a time, so that a batch makes it once
    (config/reports.csv)."""
    for year in years_between(first or years()[0], last or years()[-1]):
        if year in years():
            sharing(Year.parse(year))
            yield


def _about(run: list[str], known: list[str]) -> tuple[tuple[str, str], ...]:
    """Year and note of the years of a series that have one: why a year is not counted, what was unlike other years,
    what is counted from another publication than in the year before."""
    other = editions(known)
    said = {year: [plan().get(year, {}).get("note", ""), other.get(year, "")] for year in run}
    said |= {year: [held_ahead(year).rstrip(".")] for year in run if year > years()[-1]}
    return tuple((year, ". ".join(filter(None, notes))) for year, notes in said.items() if any(notes))


def marks(known: list[str]) -> pd.DataFrame:
    """Breaks with their causes and provisional years (config/series_marks.csv), of the years from the first one on."""
    held = read_config("series_marks.csv")
    return held[held["year"].isin(known)]


def editions(known: list[str]) -> dict[str, str]:
    """Years that are counted from other publications than the counted year before them (config/years.csv): a note and
    no break, for England stands as near the Treasury's figure on both sides (docs/definition.md)."""
    pairs = {year: other_publications(before, year) for before, year in pairwise(known)}
    return {year: words for year, words in pairs.items() if words}


def other_publications(before: str, year: str, columns: tuple[str, ...] = tuple(ORIGINS)) -> str:
    """What of a year is counted from another publication than in a year before, in words; "" where nothing is."""
    rows = plan()
    changed = [ORIGINS[column] for column in columns if rows[before][column] != rows[year][column]]
    return f"Another publication than in {before} for {', '.join(changed)}" if changed else ""


def as_record(made: Series) -> dict[str, Any]:
    """A series as plain data; a gap is null, with its marker beside it."""
    rows = made.table.astype(object).where(made.table.notna(), None).to_dict("records")
    about = [{"year": year, "note": note} for year, note in made.notes]
    return {"place": made.place, "by": made.by, "base": made.base, "rows": rows, "about": about}


TOTAL = "All public spending"
WITHOUT = "All public spending without exceptional lines"
TOTALS = (TOTAL, WITHOUT)
EVERY = "*"
SERIES = [
    "year", "group", "amount_gbp", "real_gbp", "population", "per_head_gbp", "real_per_head_gbp", "exceptional_gbp",
    "marker", "note",
]  # fmt: skip


def years_between(first: str, last: str) -> list[str]:
    """Every financial year from first to last; UsageError when first is after last."""
    begin, end = Year.parse(first), Year.parse(last)
    if begin > end:
        raise UsageError(f"The series would begin in {begin}, after it ends in {end}.")
    return [str(Year(start)) for start in range(begin.start, end.start + 1)]


def by_group(lines: Mapping[str, pd.DataFrame], column: str) -> pd.DataFrame:
    """year, group, amount_gbp, exceptional_gbp of counts by year: the totals and each value of a column of their lines.

    exceptional_gbp  the part of it that was paid for a few years only (lines marked exceptional)
    Where no year has any, there is one total; else a second one, the same in every year, without it.
    """
    frames = [_sums(counted, column).assign(year=year) for year, counted in lines.items()]
    joined = pd.concat(frames, ignore_index=True)
    if not joined["apart"].any():
        joined = joined[joined["group"] != WITHOUT].reset_index(drop=True)
    return joined.assign(
        amount_gbp=to_pounds(joined["pence"].to_numpy()),
        exceptional_gbp=to_pounds(joined["apart"].to_numpy()),
    )[["year", "group", "amount_gbp", "exceptional_gbp"]]


def _sums(counted: pd.DataFrame, column: str) -> pd.DataFrame:
    """group, pence, apart (the exceptional part, in pence) of one count."""
    pence = pd.Series(to_pence(counted["amount_gbp"]), index=counted.index)
    apart = pence.where(counted["exceptional"].fillna("") != "", 0)
    work = pd.DataFrame({"group": counted[column].astype("str"), "pence": pence, "apart": apart})
    totals = pd.DataFrame(
        {
            "group": [*TOTALS],
            "pence": [pence.sum(), pence.sum() - apart.sum()],
            "apart": [apart.sum(), 0],
        }
    )
    return pd.concat([totals, work.groupby("group")[["pence", "apart"]].sum().reset_index()])


def series_of(
    groups: pd.DataFrame,
    people: Mapping[str, float],
    years: Iterable[str],
    deflator: Deflator,
    base: str,
    marks: pd.DataFrame,
) -> pd.DataFrame:
    """SERIES columns: one row for each year and group, the totals first, groups by their largest year.

    groups  see by_group;  people: residents by year;  base: the year whose prices real_gbp is in
    marks   year, groups (names with | between them, * for all), marker (b or p), note: what is unlike the year before
    [b] stands at the first year after a break, with its cause; a break that is also provisional says both in its note.
    A year that is not counted is [x], a group that does not exist in a counted year [z]; neither is ever zero.
    """
    counted = set(groups["year"])
    size = groups.groupby("group")["amount_gbp"].max().sort_values(ascending=False, kind="stable")
    totals = [name for name in TOTALS if name in size.index]
    order = [*totals, *[str(name) for name in size.index if name not in TOTALS]]
    frame = pd.MultiIndex.from_product([order, list(years)], names=["group", "year"]).to_frame(index=False)
    frame = frame.merge(groups, on=["group", "year"], how="left")
    frame["population"] = frame["year"].map(dict(people)).astype(float)
    by_figure = _marks_of(marks, frame)
    said = [
        _marked(str(year) in counted, bool(is_known), by_figure.get((str(year), str(group)), []))
        for year, group, is_known in zip(
            frame["year"], frame["group"], frame["amount_gbp"].notna(), strict=True
        )
    ]
    frame[["marker", "note"]] = pd.DataFrame(said, columns=["marker", "note"], dtype="str")
    frame = in_prices(frame.assign(real_gbp=frame["amount_gbp"]), ["real_gbp"], deflator, base)
    frame["per_head_gbp"] = (frame["amount_gbp"] / frame["population"]).round(2)
    frame["real_per_head_gbp"] = (frame["real_gbp"] / frame["population"]).round(2)
    return frame[SERIES]


def _marks_of(marks: pd.DataFrame, frame: pd.DataFrame) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(marker, note) of each year and group that is marked. A break needs a year before it: the first one has none."""
    first = frame.loc[frame["amount_gbp"].notna()].groupby("group")["year"].min()
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    begins = {str(name): str(year) for name, year in first.items()}
    for mark in marks.to_dict("records"):
        year, groups, marker, note = (str(mark[name]) for name in ("year", "groups", "marker", "note"))
        for name in begins if groups == EVERY else groups.split(" | "):
            if name in begins and (marker != Marker.BREAK or year > begins[name]):
                found.setdefault((year, name), []).append((marker, note))
    return found


def _marked(is_counted: bool, is_known: bool, marks: list[tuple[str, str]]) -> tuple[str, str]:
    """Marker and note of one figure: no figure comes first, then a break, then provisional."""
    if not is_counted:
        return str(Marker.MISSING), "Not counted"
    if not is_known:
        return str(Marker.NOT_APPLICABLE), ""
    marker = min((each for each, _ in marks), default=str(Marker.NONE))  # b before p
    return marker, "; ".join(dict.fromkeys(note for _, note in marks))


def comparable(series: pd.DataFrame) -> str:
    """The total that is compared over the years: without exceptional lines where there are any."""
    return WITHOUT if WITHOUT in set(series["group"]) else TOTAL


def spans(series: pd.DataFrame, group: str) -> list[tuple[str, str]]:
    """First and last year of each run of known years of a group that no break and no gap parts, oldest first."""
    found: list[list[str]] = []
    is_open = False
    own = series[series["group"] == group]
    for year, is_known, marker in zip(own["year"], own["amount_gbp"].notna(), own["marker"], strict=True):
        if is_known and is_open and marker != Marker.BREAK:
            found[-1].append(str(year))
        elif is_known:
            found.append([str(year)])
        is_open = bool(is_known)
    return [(run[0], run[-1]) for run in found]


def span(series: pd.DataFrame, group: str) -> tuple[str, str]:
    """The longest run of like with like of a group, of two as long the later.

    UsageError where no two years can be compared.
    """
    runs = [run for run in spans(series, group) if run[0] != run[1]]
    if not runs:
        raise UsageError(
            f"{group}: a change needs two counted years without a break between them; none found."
        )
    return max(runs, key=lambda run: (int(run[1][:4]) - int(run[0][:4]), run[1]))


def change(series: pd.DataFrame, group: str, column: str) -> tuple[str, str, float]:
    """First and last year of the longest unbroken run of a group and the change between them as a share."""
    first, last = span(series, group)
    values = series[series["group"] == group].set_index("year")[column]
    return first, last, float(values[last] / values[first] - 1)
