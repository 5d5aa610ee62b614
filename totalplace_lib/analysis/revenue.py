"""What is raised in a place: each tax of its region shared by a tested key, beside what is spent for it.

import totalplace_lib as tp
raised = tp.revenue("birmingham", "2022-23")
raised.by("group")
raised.balance

The spending side is the count of the place. What no place pays or gets for itself (entries of the national accounts,
the North Sea, defence, debt interest) stands apart. The places of a region add up to what ONS publishes for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from totalplace_lib.analysis.budgets import serving
from totalplace_lib.analysis.savings import tax_table
from totalplace_lib.analysis.whole_area_count import region, whole_area_count
from totalplace_lib.asking import asked
from totalplace_lib.count.line_making import body_kind, spender_name
from totalplace_lib.count.names import slugify
from totalplace_lib.count.pence import Pence, split_pence, to_pence, to_pounds
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import ImbalanceError
from totalplace_lib.evidence import inside_regions, receipts
from totalplace_lib.evidence.carried import Figure, added, figure_of, sum_of
from totalplace_lib.evidence.grades import PUBLISHED
from totalplace_lib.evidence.grades import grade as grade_of
from totalplace_lib.evidence.ranges import ENDS, total, with_ranges
from totalplace_lib.evidence.tournament import Flags
from totalplace_lib.model import Marker, Method, Place, Year
from totalplace_lib.national.key_series import authority_areas, definitions, series
from totalplace_lib.national.money import residents
from totalplace_lib.national.places import gazetteer
from totalplace_lib.project import read_config, read_table

NEVER = "none"
ENTRIES, NORTH_SEA = "Entries without a payer in the place", "North Sea"
APART = (ENTRIES, NORTH_SEA)
SERVED = "council_service_expenditure"
COUNTED_ELSE = "beyond_count"
SPENT_APART = {
    COUNTED_ELSE: "Identifiable spending beyond this count",
    "outside_uk": "Spending abroad",
    "non_identifiable": "Spending for the country as a whole: defence, debt interest and others",
    "accounting": "Accounting entries: depreciation, pensions, tax given back",
    "rounding": "Rounding of the publication",
}
COUNCIL_TAX, RATES, CHARGES = "Council tax", "Business rates kept", "Charges and other income"
STEPS = ["side", "step", "is_apart", "amount_gbp", "low_gbp", "high_gbp"]


@dataclass(frozen=True)
class Revenue:
    """What is raised in a place in a year, beside what is spent for it.

    count     the place's count: the spending side
    lines     by line and region: line, name, group, driver, region_code, key, method, share, half_width, grade,
              amount_gbp, low_gbp, high_gbp
    balance   STEPS: receipts and the count, their difference, what stands apart, and what is left after it
    unplaced_gbp  what stays with the region: the North Sea, unless the place is its region
    councils  authority, what (council tax, rates, charges), amount_gbp, marker, is_part (a part of a wider body's)
    """

    count: Count
    lines: pd.DataFrame
    balance: pd.DataFrame
    unplaced_gbp: float
    councils: pd.DataFrame

    @property
    def raised(self) -> pd.DataFrame:
        """The lines that residents and firms of the place pay."""
        return self.lines[~self.lines["group"].isin(APART)]

    @property
    def total_gbp(self) -> float:
        """Taxes and contributions raised in the place."""
        return round(float(self.raised["amount_gbp"].sum()), 2)

    @property
    def figure(self) -> Figure:
        """The same with its range and the part of it that is measured."""
        return sum_of(self.count.place.name, self.raised, self.count.population)

    def by(self, column: str = "group") -> pd.DataFrame:
        """What is raised by a column of the lines, largest first: amount_gbp, low_gbp, high_gbp, grade, share."""
        rows = [(name, *total(own)) for name, own in self.raised.groupby(column, sort=True)]
        table = pd.DataFrame(rows, columns=[column, *ENDS, "grade"])
        table["share"] = table["amount_gbp"] / self.total_gbp
        return table.sort_values("amount_gbp", ascending=False, kind="stable", ignore_index=True)

    def step(self, name: str) -> pd.Series:
        """A row of the balance by its step."""
        return self.balance[self.balance["step"] == name].iloc[0]


@asked
def revenue(place: str | Place, year: str | Year | None = None) -> Revenue:
    """What is raised in a place in a year, tax by tax, with ranges, beside its count.

    >>> revenue("kent", "2022-23").total_gbp > 0
    True

    Raises what whole_area_count raises, and ImbalanceError where the parts miss the published total.
    """
    count = whole_area_count(place, year)
    held = read_table("regional_finances", year=str(count.year))
    homes = _homes(count.place)
    own = held[held["area_code"].isin(homes.unique())]
    lines, left = placed(own[own["side"] == "receipts"], rules(), keys_of(count.year), count.place, homes)
    apart = _apart(own[own["side"] == "spending"], count, homes)
    lines = with_ranges(widened(lines))
    return Revenue(count, lines, _balance(lines, count, apart), left, councils(count))


def _homes(place: Place) -> pd.Series:
    """The region of every area of England, of the regions that the place touches, by area_code."""
    areas = gazetteer(place.vintage).areas.set_index("area_code")["region_code"]
    return pd.Series(areas[areas.isin(areas.reindex(list(place.areas)).unique())])


def rules() -> pd.DataFrame:
    """Each line of receipts: line, name, group, driver, key, half_width, grade."""
    lines = read_config("lines/receipts.csv")[["line", "name", "group", "driver"]]
    rounding = pd.DataFrame([("rounding", "Rounding of the publication", "Other taxes", "rounding")])
    rules = pd.concat([lines, rounding.set_axis(lines.columns, axis=1)], ignore_index=True)
    keys, measured = receipts.drivers()["key"], receipts.measured()
    return rules.assign(
        key=rules["driver"].map(keys),
        half_width=rules["driver"].map(measured["half_width"]),
        grade=rules["driver"].map(measured["grade"]),
    )


def keys_of(year: Year) -> pd.DataFrame:
    """The keys of receipts: areas x keys."""
    names = sorted({"population", *receipts.drivers()["key"]} - {NEVER})
    return series(year, names).pivot_table(index="area_code", columns="key", values="value", sort=True)


def placed(
    published: pd.DataFrame, rules: pd.DataFrame, keys: pd.DataFrame, place: Place, homes: pd.Series
) -> tuple[pd.DataFrame, float]:
    """The place's part of each line of its regions, and what stays with a region of which it is only a part, GBP.

    published  area_code (region), line, amount_gbp; rules: line, name, group, driver, key, half_width, grade
    keys       areas x keys;  homes  region by area_code. Penny by penny, so that the areas of a region add up to it.
    """
    own = published.merge(rules, on="line", how="inner", validate="m:1").rename(
        columns={"area_code": "region_code"}
    )
    if len(own) != len(published):
        lost = sorted(set(published["line"]) - set(rules["line"]))
        raise ImbalanceError(f"Receipts without a rule in config/lines/receipts.csv: {', '.join(lost)}.")
    own = own[own["amount_gbp"] != 0].reset_index(drop=True)
    parts = np.zeros(len(own), dtype=np.int64)
    share = np.ones(len(own))
    pence = to_pence(own["amount_gbp"])
    for code, key in own[["region_code", "key"]].drop_duplicates().itertuples(index=False, name=None):
        at = np.flatnonzero((own["region_code"] == code) & (own["key"] == key))
        areas = homes.index[homes == code]
        is_in = areas.isin(place.areas)
        if key == NEVER:
            parts[at], share[at] = (pence[at], 1.0) if is_in.all() else (0, 0.0)
        else:
            parts[at], share[at] = _split(pence[at], keys[str(key)].reindex(areas), is_in)
    left = pence[(own["key"] == NEVER).to_numpy() & (share == 0)].sum()
    whole = share == 1
    lines = own.assign(
        amount_gbp=to_pounds(parts),
        share=share,
        method=np.where(whole, str(Method.ACTUAL), str(Method.APPORTIONED)),
        half_width=own["half_width"].where(~whole),
        grade=own["grade"].where(~whole, PUBLISHED),
        driver="receipts: " + own["driver"],
    )
    return lines[lines["share"] > 0].reset_index(drop=True), float(left) / 100


def widened(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines with the wider ranges of regions whose places ranges held too seldom (London), and the grade that goes with
    them."""
    wider = lines["region_code"].map(inside_regions.table()["factor"]).fillna(1.0)
    half = lines["half_width"] * wider
    judged = grade_of(half.fillna(0.0), wider > 1, read_config("evidence/grades.csv"))
    grade = lines["grade"].where((wider == 1) | half.isna(), np.maximum(lines["grade"], judged))
    return lines.assign(half_width=half, grade=grade)


def _split(pence: Pence, values: pd.Series, is_in: Flags) -> tuple[Pence, float]:
    """What of each amount falls on the areas that are in the place, and their share of the key."""
    shares = (values / values.sum()).to_numpy(dtype=np.float64)
    if not np.isfinite(shares).all():
        gaps = ", ".join(values.index[~np.isfinite(shares)][:5])
        raise ImbalanceError(f"The key '{values.name}' has no value for {gaps}: nothing can be shared by it.")
    share = 1.0 if is_in.all() else float(shares[is_in].sum())
    return split_pence(pence, shares)[:, is_in].sum(axis=1), share


def _apart(spent: pd.DataFrame, count: Count, homes: pd.Series) -> pd.DataFrame:
    """Spending beyond the count, by what it is, shared over each region by people: step, amount_gbp."""
    people = residents(count.year).set_index("area_code")["value"]
    names = {code: slugify(name) for code, name in _region_names(count.place).items()}
    rows: list[tuple[str, float]] = []
    for code, own in spent.groupby("area_code"):
        amounts = own.set_index("line")["amount_gbp"]
        whole = count if set(homes.index[homes == code]) == set(count.place.areas) else None
        counted = (whole or region(names[str(code)], str(count.year))).total_gbp
        amounts[COUNTED_ELSE] = amounts.pop("identifiable") - counted
        areas = homes.index[homes == code]
        pence, _ = _split(to_pence(amounts), people.reindex(areas), areas.isin(count.place.areas))
        rows += zip(amounts.index.map(SPENT_APART), to_pounds(pence), strict=True)
    table = pd.DataFrame(rows, columns=["step", "amount_gbp"])
    return table.groupby("step", sort=False)["amount_gbp"].sum().round(2).reset_index()


def _region_names(place: Place) -> dict[str, str]:
    """Names of the regions of a vintage, by code."""
    areas = gazetteer(place.vintage).areas
    return dict(zip(areas["region_code"], areas["region_name"], strict=True))


def _balance(lines: pd.DataFrame, count: Count, apart: pd.DataFrame) -> pd.DataFrame:
    """The steps from what is raised to what is left after everything (STEPS). Receipts count up, spending down."""
    is_apart = lines["group"].isin(APART)
    raised = sum_of("raised", lines[~is_apart], count.population)
    entries = sum_of("entries", lines[is_apart], count.population)
    spent = figure_of(count)
    rows = [
        ("receipts", RAISED, False, *_ends(raised)),
        ("spending", SPENT, False, *_ends(_less(spent))),
        ("balance", LEFT, False, *_ends(added(LEFT, [raised, _less(spent)]))),
        ("receipts", WITHOUT_PAYER, True, *_ends(entries)),
        *(("spending", step, True, *(3 * [0.0 - gbp])) for step, gbp in apart.itertuples(index=False)),
    ]
    table = pd.DataFrame(rows, columns=STEPS)
    after = table.loc[table["side"] != "balance", STEPS[3:]].sum()
    if (
        raised.low_gbp == raised.high_gbp
    ):  # a whole region: what the count leaves open, the steps beside it take back
        after[:] = after["amount_gbp"]
    table.loc[len(table)] = ["balance", AFTER, True, *after]
    return table.round(2)


RAISED, SPENT = "Taxes and contributions raised here", "Public spending counted here"
LEFT, AFTER = "Raised less spent", "After everything, as ONS draws the balance of a region"
WITHOUT_PAYER = "Income and entries that nobody here pays, and the North Sea"


def _less(figure: Figure) -> Figure:
    """A figure that counts down."""
    return Figure(
        figure.name, -figure.amount_gbp, -figure.high_gbp, -figure.low_gbp, figure.measured, figure.people
    )


def _ends(figure: Figure) -> tuple[float, float, float]:
    return figure.amount_gbp, figure.low_gbp, figure.high_gbp


def councils(count: Count) -> pd.DataFrame:
    """What the authorities of the place raise themselves, from their returns: authority, what, amount_gbp, marker,
    is_part. Of bodies that serve other places too the place's part, by people; a gap stays a gap."""
    asked_for = [
        (COUNCIL_TAX, *tax_table(count.year), 1.0),
        (RATES, "council_revenue", {"line": "retained_rates"}, -1.0),
        (CHARGES, "council_service_expenditure", {"measure": "income"}, 1.0),
    ]
    parts = [returned(count, *each) for each in asked_for]
    table = pd.concat(parts, ignore_index=True)
    return table[table["amount_gbp"] != 0].reset_index(drop=True)


def returned(count: Count, what: str, table: str, filters: dict[str, str], sign: float) -> pd.DataFrame:
    """One kind of income of the authorities of the place in the year; no rows where no return of the year is held."""
    rows = read_table(table, year=str(count.year), **filters)
    columns = ["authority", "what", "amount_gbp", "marker", "is_part"]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    if table == "council_tax":  # named as in the returns of services, so that an authority has one name
        rows = (
            rows[rows["amount_gbp"] != 0].drop(columns="authority_name").merge(named(), on="authority_code")
        )
    areas = authority_areas(rows["authority_code"].unique(), count.year, count.year)
    inside, wider = serving(areas, frozenset(count.place.areas))
    by = ["authority_code", "authority_class", "authority_name"]
    sums = rows.groupby(by)["amount_gbp"].sum(min_count=1).reset_index()
    own = sums[sums["authority_code"].isin([*inside, *wider])]
    weight = areas.assign(
        people=areas["area_code"].map(residents(count.year).set_index("area_code")["value"])
    )
    weight["people"] *= weight["weight"]
    here = weight[weight["area_code"].isin(count.place.areas)].groupby("catchment_code")["people"].sum()
    part = (here / weight.groupby("catchment_code")["people"].sum()).reindex(own["authority_code"]).to_numpy()
    amount = (own["amount_gbp"] * sign * part).round(2)
    is_part = own["authority_code"].isin(wider)
    marker = is_part.map({True: str(Marker.ESTIMATED), False: ""})
    return pd.DataFrame(
        {
            "authority": [
                spender_name(name, body_kind(code, kind, name), "")
                for code, kind, name in own[by].itertuples(index=False, name=None)
            ],
            "what": what,
            "amount_gbp": amount,
            "marker": marker.where(amount.notna(), str(Marker.MISSING)),
            "is_part": is_part,
        }
    ).reset_index(drop=True)


def named() -> pd.DataFrame:
    """Each authority with its name and class in the newest return of services: authority_code, _name, _class."""
    held = read_table(SERVED, ["year", "authority_code", "authority_name", "authority_class"])
    return held.sort_values("year").drop_duplicates("authority_code", keep="last").drop(columns="year")


def key_names() -> pd.Series:
    """Each key of receipts in words, by driver."""
    keys = receipts.drivers()["key"].map(definitions()["name"])
    return keys.fillna("Stays with the region")


def as_record(made: Revenue) -> dict[str, object]:
    """Revenue as plain data; a gap is null."""
    frames = {"groups": made.by("group"), "balance": made.balance, "councils": made.councils}
    rows = {
        name: frame.astype(object).where(frame.notna(), None).to_dict("records")
        for name, frame in frames.items()
    }
    return {
        "place": made.count.place.name,
        "year": str(made.count.year),
        "what": "taxes and contributions of a region shared by tested keys, beside the count; never part of a count",
        "unplaced_gbp": made.unplaced_gbp,
        **rows,
    }
