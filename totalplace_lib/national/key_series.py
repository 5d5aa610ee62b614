"""The series of every key in config/keys.csv for one year: reads the tables and hands them to count.key_series."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from totalplace_lib.count import boundary_changes, geography
from totalplace_lib.count import key_arithmetic as key_series
from totalplace_lib.errors import ConfigError, UsageError
from totalplace_lib.model import Year
from totalplace_lib.national import group_areas
from totalplace_lib.project import read_config, read_table, remembered
from totalplace_lib.schema import expressions

SERIES = ["key", "area_code", "value"]
FIRST_BOARDS = 2021  # the oldest areas whose integrated care board is published
WITHIN_BOARDS = "board_need"  # how a board's money is shared over its areas (evidence.health_groups)


def series(year: Year, names: Iterable[str] = ()) -> pd.DataFrame:
    """The named keys, or all of config/keys.csv: key, area_code, value, on the areas of the year.

    Raises ConfigError for a key that is not in the table, or one made from itself.
    """
    made = _Series(year)
    wanted = list(names) or list(definitions().index)
    frames = [
        made[name].rename("value").rename_axis("area_code").reset_index().assign(key=name) for name in wanted
    ]
    return pd.concat(frames, ignore_index=True)[SERIES]


@remembered
def definitions() -> pd.DataFrame:
    """config/keys.csv by key."""
    return read_config("keys.csv").fillna("").set_index("key")


class _Series(Mapping[str, pd.Series]):
    """Series by key, each made when it is first asked for."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.codes = [str(code) for code in _areas(year)["area_code"]]
        self._found: dict[str, pd.Series] = {}
        self._open: list[str] = []

    def __len__(self) -> int:
        return len(definitions())

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(definitions().index)

    def __getitem__(self, name: str) -> pd.Series:
        if name not in self._found:
            if name not in definitions().index or name in self._open:
                raise ConfigError(f"config/keys.csv: the key '{name}' is not there, or is made from itself.")
            self._open.append(name)
            self._found[name] = self._make(definitions().loc[[name]].iloc[0])
            self._open.pop()
        return self._found[name]

    def _make(self, row: pd.Series) -> pd.Series:
        made, expression = str(row["made"]), str(row["value"])
        if made == "mix":
            return key_series.mix(expression, self)
        if made == "difference":
            return key_series.difference(expression, self)
        if made == "product":
            return key_series.product(expression, self)
        residents = people(self.year)
        if made == "outside":
            region = _areas(self.year).set_index("area_code")["region_code"]
            return residents.where(region.reindex(residents.index) != _filters(row)["region_code"], 0.0)
        if made == "structure":
            chosen = _filters(row)["age_band"]
            bands = chosen if isinstance(chosen, list) else [str(chosen)]
            return key_series.structure(_bands(str(row["table"]), self.year), bands, residents)
        return self._read(row, made, residents)

    def _read(self, row: pd.Series, made: str, residents: pd.Series) -> pd.Series:
        value, filters = str(row["value"]), _filters(row)
        if row["table"] == "population":
            return residents
        if made == "bodies" and row["year"] == "fixed":
            return self._of_years(str(row["table"]), value, filters, residents)
        if made == "bodies":
            return self._of_bodies(str(row["table"]), value, filters, residents)
        if made == "boards":
            return self._of_boards(str(row["table"]), value, filters)
        if made == "groups":
            return self._of_groups()
        indices = filters.get("index")
        if isinstance(indices, list):
            filters["index"] = _nearest_index(indices, self.year)
        frame = read_table(str(row["table"]), None, **filters)
        if row["year"] == "money":
            frame = _of_nearest_years(frame, value, self.year, each_area=made == "score")
        found = frame.set_index("area_code")[value].astype(float)
        if made == "direct":
            return self._of_merged(self._on_areas(found), found, residents)
        weight = found.map(math.exp) if made == "exp" else found
        before = _last_people().reindex(weight.index).fillna(residents.reindex(weight.index))
        score = self._on_areas(weight * before) / self._on_areas(before)
        return residents * self._like_others(score, weight)

    def _like_others(self, score: pd.Series, held: pd.Series) -> pd.Series:
        """Scores of areas without one: that of the area that they became, else the middle of their region."""
        became = boundary_changes.onward(score.index[score.isna()], set(held.index), _changes())
        filled = score.fillna(became.map(held))
        region = _areas(self.year).set_index("area_code")["region_code"]
        return filled.fillna(filled.groupby(region).transform("median"))

    def _of_merged(self, values: pd.Series, held: pd.Series, residents: pd.Series) -> pd.Series:
        """Areas that were merged before the series begins: each its people's part of the area that it became."""
        gone = values.index[values.isna()]
        if not len(gone):
            return values
        became = boundary_changes.onward(gone, set(held.index), _changes()).astype("str")
        people_of = residents.reindex(became.index)
        part = people_of / people_of.groupby(became).transform("sum")
        return values.fillna(part * became.map(held))

    def _of_boards(self, table: str, value: str, filters: dict[str, object]) -> pd.Series:
        """Allocations of health boards on their areas."""
        held = read_table(table, None, **filters).groupby("body_code")[value].sum()
        amounts = held.rename("value").rename_axis("catchment_code").reset_index()
        return key_series.of_bodies(amounts, board_areas(self.year), self[WITHIN_BOARDS])

    def _of_groups(self) -> pd.Series:
        """Allocations of commissioning groups on their areas, in the nearest year that is held."""
        amounts = group_areas.allocations()
        near = amounts["year"] == str(_nearest(amounts["year"], self.year))
        held = amounts[near].rename(columns={"place": "catchment_code", "amount_gbp": "value"})
        homes = group_areas.areas()
        homes = homes[homes["year"].isin(held["year"])].rename(columns={"place": "catchment_code"})
        return key_series.of_bodies(held, _as_later(homes, self.year), self[WITHIN_BOARDS])

    def _of_bodies(
        self, table: str, value: str, filters: dict[str, object], residents: pd.Series
    ) -> pd.Series:
        frame = _returns(table, value, filters)
        given = frame[frame[value].notna() & (frame[value] != 0)]
        held = _nearest(given["year"], self.year)
        amounts = pd.concat(
            [given[given["year"] == str(held)], _without_return(frame, given, str(held), value)]
        )
        named = pd.DataFrame({"catchment_code": amounts["authority_code"], "value": amounts[value]})
        return key_series.of_bodies(named, _catchments(table, held, self.year), residents)

    def _of_years(
        self, table: str, value: str, filters: dict[str, object], residents: pd.Series
    ) -> pd.Series:
        """Amounts of bodies in all the years that the filter names, each on the areas that the bodies had in it."""
        frame = _returns(table, value, filters)
        named = frame.dropna(subset=[value]).rename(
            columns={"authority_code": "catchment_code", value: "value"}
        )
        found = [
            key_series.of_bodies(
                rows[["catchment_code", "value"]],
                _catchments(table, Year.parse(str(year)), self.year),
                residents,
            )
            for year, rows in named.groupby("year")
        ]
        return sum(found[1:], found[0])

    def _on_areas(self, values: pd.Series) -> pd.Series:
        return key_series.brought_forward(values, _changes(), self.codes)


def _returns(table: str, value: str, filters: dict[str, object]) -> pd.DataFrame:
    """The rows of councils' returns that fit the filters, of all years: year, authority_code and the value."""
    frame = _lines_of_keys(table, value, *sorted({*filters} - {"year"}))
    for name, wanted in filters.items():
        frame = frame[frame[name].isin(wanted if isinstance(wanted, list) else [wanted])]
    return frame


@remembered
def _lines_of_keys(table: str, value: str, *names: str) -> pd.DataFrame:
    """What any key is made from in a table of councils' returns, all years: read once for several keys."""
    made = definitions()
    wanted: dict[str, set[str]] = {name: set() for name in names}
    for text in made.loc[(made["table"] == table) & (made["made"] == "bodies"), "filter"]:
        for name, words in expressions.filters(text).items():
            if name in wanted:
                wanted[name].update([words] if isinstance(words, str) else words)
    return read_table(table, ["year", "authority_code", value, *names], **wanted)


def _without_return(frame: pd.DataFrame, given: pd.DataFrame, held: str, value: str) -> pd.DataFrame:
    """For authorities that made no return in the year held, their amounts of the last year in which they made one:
    a gap is not nought, and would leave them without a share."""
    given_now = frame[frame["year"] == held].groupby("authority_code")[value].count()
    earlier = given[given["authority_code"].isin(given_now.index[given_now == 0]) & (given["year"] < held)]
    return earlier[earlier["year"] == earlier.groupby("authority_code")["year"].transform("max")]


def _filters(row: pd.Series) -> dict[str, object]:
    return {**expressions.filters(str(row["filter"]))}


def _nearest_index(names: list[str], year: Year) -> str:
    """Of "IMD 2010" and "IMD 2025" the one whose data, two years older than its name, are nearest to the year."""
    return min(sorted(names), key=lambda name: abs(int(name.split()[-1]) - 2 - year.start))


def _nearest(years: pd.Series, year: Year) -> Year:
    """The year nearest to the money's; of two as near, the earlier."""
    held = sorted({Year.parse(text) for text in years.unique()})
    return min(held, key=lambda each: abs(each.start - year.start))


def _of_nearest_years(frame: pd.DataFrame, value: str, year: Year, *, each_area: bool) -> pd.DataFrame:
    """The rows of the year nearest to the money's, or of the nearest in which each area has a figure."""
    if not each_area:
        return frame[frame["year"] == str(_nearest(frame["year"], year))]
    held = frame.dropna(subset=[value])
    apart = held["year"].map(lambda text: (abs(Year.parse(text).start - year.start), text))
    return held.assign(apart=apart).sort_values("apart").drop_duplicates("area_code")


@remembered
def _bands(table: str, year: Year) -> pd.DataFrame:
    """Proportions of age at the mid-year: area_code, age_band, population (parts of one).

    Between two years that are held each band's part moves in a straight line; before and after them it stands still.
    """
    before, after, part = ages_between(year)
    shares = [(1 - part) * _bands_held(table, before, year), part * _bands_held(table, after, year)]
    wide = (shares[0] + shares[1]).rename_axis("area_code").reset_index()
    return wide.melt("area_code", var_name="age_band", value_name="population")


def ages_between(year: Year) -> tuple[int, int, float]:
    """The two mid-years between whose ages a year lies, and how far it is from the first (0 to 1)."""
    held = sorted(int(each) for each in read_table("population_ages", ["year"])["year"].unique())
    before = max([each for each in held if each <= year.start], default=held[0])
    after = min([each for each in held if each >= year.start], default=held[-1])
    return before, after, (year.start - before) / (after - before) if after != before else 0.0


@remembered
def _bands_held(table: str, mid_year: int, year: Year) -> pd.DataFrame:
    """Each area's people by age band in a year that is held, as parts of one; index area_code of the year."""
    long = read_table(table, year=mid_year)
    wide = long.pivot_table(index="area_code", columns="age_band", values="population", aggfunc="sum")
    codes = [str(code) for code in _areas(year)["area_code"]]
    forward = {band: key_series.brought_forward(wide[band], _changes(), codes) for band in wide}
    on_areas = pd.DataFrame(forward)
    return on_areas.div(on_areas.sum(axis=1), axis=0)


@remembered
def _areas(year: Year) -> pd.DataFrame:
    return _of_vintage(geography.vintage_for(year))


@remembered
def _changes() -> pd.DataFrame:
    return read_table("area_changes")


@remembered
def people(year: Year) -> pd.Series:
    """People at the mid-year inside the financial year, on the areas by which the year is counted, by area_code."""
    frame = read_table("population", year=year.start)
    if frame.empty:
        raise UsageError(f"No population is held for mid-{year.start}.")
    codes = [str(code) for code in _areas(year)["area_code"]]
    return key_series.brought_forward(
        frame.set_index("area_code")["population"].astype(float), _changes(), codes
    )


@remembered
def _last_people() -> pd.Series:
    """People of areas that were merged since, in the last year in which they were published (mid-2013)."""
    frame = read_table("population", year=geography.PEOPLE_ON_2023 - 1)
    return frame.set_index("area_code")["population"].astype(float)


def body_areas(table: str, year: Year) -> pd.DataFrame:
    """Which areas each body in a table of councils' returns serves in a year: catchment_code, area_code, weight."""
    return _catchments(table, year, year)


@remembered
def _catchments(table: str, held: Year, year: Year) -> pd.DataFrame:
    """The areas of every body in one year of a table of councils' returns."""
    authorities = list(read_table(table, ["authority_code"], year=str(held))["authority_code"].unique())
    return authority_areas(authorities, held, year)


def authority_areas(authorities: Iterable[str], held: Year, year: Year) -> pd.DataFrame:
    """The areas of authorities as they were in the year `held`, on the areas by which `year` is counted."""
    vintage, counted = geography.in_force(held), geography.vintage_for(year)
    found = _homes(tuple(authorities), held)
    if vintage == counted:
        return found.copy()
    if (
        vintage > counted
    ):  # a key of a later year: an older area lies in a body as the area that it became does
        ahead = boundary_changes.onward(
            _areas(year)["area_code"], _of_vintage(vintage)["area_code"], _changes()
        )
        older = ahead.rename("now").rename_axis("area_code").reset_index()
        return older.merge(found.rename(columns={"area_code": "now"}), on="now")[geography.CATCHMENT]
    codes = [str(code) for code in _of_vintage(vintage)["area_code"]]
    onward = boundary_changes.onward(codes, _areas(year)["area_code"], _changes())
    return geography.carried(found, onward, key_series.brought_forward(_last_people(), _changes(), codes))


@remembered
def _homes(authorities: tuple[str, ...], held: Year) -> pd.DataFrame:
    """The areas of authorities in a year, as they were: the same for whatever later year is counted on them."""
    areas, special = _of_vintage(geography.in_force(held)), read_config("geography/catchments.csv")
    return geography.authority_catchments(authorities, areas, _changes(), special, held)


@remembered
def _of_vintage(vintage: int) -> pd.DataFrame:
    return read_table("areas", vintage=vintage)


@remembered
def board_areas(year: Year) -> pd.DataFrame:
    """The areas of integrated care boards: catchment_code, area_code, weight (part of the area's people).

    An area older than the boards lies in them as the area that it became does.
    """
    vintage = geography.vintage_for(year)
    held = read_table("area_membership", kind="icb", vintage=max(vintage, FIRST_BOARDS))
    return _as_later(held.rename(columns={"body_code": "catchment_code", "share": "weight"}), year)


def _as_later(found: pd.DataFrame, year: Year) -> pd.DataFrame:
    """Areas of bodies that were set up on later areas, on those of the year: each lies in them as what it became."""
    ahead = boundary_changes.onward(_areas(year)["area_code"], set(found["area_code"]), _changes())
    older = ahead.rename("now").rename_axis("area_code").reset_index()
    return older.merge(found.rename(columns={"area_code": "now"}), on="now")[geography.CATCHMENT]
