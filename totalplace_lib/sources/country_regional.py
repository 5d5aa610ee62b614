"""Country and Regional Analysis (CRA): all public spending by department, programme, function and region.

Publisher  HM Treasury, CRA databases of 2010 (with PESA chapter 9), 2014 and 2018: one reader, three layouts.
Gives      `cra`, one row per edition, programme, region and year, GBP (published in GBP million in 2010,
           GBP thousand later). 2010: 2004-05 to 2009-10 outturn, 2010-11 plans [p]; 2014: 2009-10 to 2013-14;
           2018: 2013-14 to 2017-18. `cra_overlaps`: 2009-10 and 2013-14, which two editions give.
Basis      accruals, expenditure on services, current and capital, by the region that benefits. Identifiable =
           for the benefit of the people of an area. Councils are spenders of their own (sector LA), so that
           grants to them are not counted under departments.
Gaps       an empty or zero cell means that nothing was spent: such rows are left out, none is a gap. In 2010
           a programme may stand in several rows of a region: all are kept, add them. Plans for 2010-11 have no
           councils: take that year from the 2014 edition. In 2014 the names of programmes of the Department for
           International Development stand one row off their codes.
Not here   below regions; sub-functions in the 2010 edition (chapter 10 has lost its regions).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.cells import letter
from totalplace_lib.sources.sheets import Sheet, Workbook
from totalplace_lib.sources.textfiles import is_year, numbers, translate

LAYOUT = "layouts/country_regional.csv"
WORDS = "layouts/country_regional_words.csv"
CONTROLS = "controls/cra_2008_09.csv"
ENGLAND = "E92000001"
EDITIONS = {
    "cra_2010": ("CRA 2010 Chapter 9 DB final", 1e6),
    "cra_2014": ("CRA14 combined database", 1e3),
    "cra_2018": ("CRA 2018 database", 1e3),
}
"""Card -> sheet, GBP per published unit; earliest first."""

PLANS = ("cra_2010", "2010-11")
"""Edition and year that are plans, not outturn."""

NIL = frozenset({""})
TRANSLATED = ("function", "hmt_function", "economic", "sector", "area", "is_identifiable")
COLUMNS = [
    "edition",
    "year",
    "department_code",
    "department",
    "programme_code",
    "programme",
    "function_code",
    "function",
    "hmt_function",
    "subfunction",
    "is_identifiable",
    "economic",
    "sector",
    "area_code",
    "amount_gbp",
    "marker",
    "source_id",
    "sheet",
    "column",
    "row",
]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `cra` and `cra_overlaps` from the three databases; proved against config/controls."""
    parts = []
    for edition, (name, unit) in EDITIONS.items():
        book = Workbook.open(raw / load_card(edition).file().path)
        parts.append(tidy(book.sheet(name), edition, unit))
    spending = pd.concat(parts, ignore_index=True)
    check_controls(spending[spending["edition"] == "cra_2010"], read_config(CONTROLS))
    both = overlaps(spending)
    check_units(both)
    return {"cra": spending, "cra_overlaps": both}


def tidy(sheet: Sheet, edition: str, unit: float) -> pd.DataFrame:
    """One database as rows of the table `cra`; unit is GBP per published unit. SourceError names the row."""
    fields = _fields(sheet, edition)
    fields = fields[fields["department"] != ""].reset_index(drop=True)
    fields = fields.assign(edition=edition, source_id=edition, sheet=sheet.name, **_codes(fields, edition))
    words = read_config(WORDS)
    for field in TRANSLATED:
        rows = words[words["field"] == field]
        known = dict(zip(rows["published"], rows["value"], strict=True))
        fields[field] = translate(str(sheet), fields[field], fields["row"], known, edit=f"config/{WORDS}")
    names = words[words["field"] == "function_name"].set_index("published")["value"]
    fields = fields.rename(columns={"function": "function_code", "area": "area_code"})
    fields["function"] = fields["function_code"].map(names).astype("str")
    fields["is_identifiable"] = fields["is_identifiable"] == "yes"
    fields["subfunction"] = _one_spelling(fields["subfunction"])
    _check_regions(sheet, fields)
    return _long(sheet, fields, unit)[COLUMNS]


def _fields(sheet: Sheet, edition: str) -> pd.DataFrame:
    """The text columns by our names, the year columns by their own, and `row`."""
    layout = read_config(LAYOUT).set_index("field")[edition].dropna()
    table = sheet.table(*layout.loc[["department", "area"]])
    columns = {
        field: table.column(heading, edit=f"config/{LAYOUT}, '{field}', {edition}")
        for field, heading in layout.items()
    }
    years = {heading: index for index, heading in enumerate(table.headings) if is_year(heading)}
    if not years:
        raise SourceError(f"{sheet}, row {table.heading_row}: no heading is a year like 2008-09.")
    rows = range(table.first_row, len(sheet.rows) + 1)
    text = {field: [_tidy_text(sheet.cell(row, at)) for row in rows] for field, at in columns.items()}
    cells = {letter(at): [sheet.cell(row, at) for row in rows] for at in years.values()}
    frame = pd.concat([pd.DataFrame(text, dtype="str"), pd.DataFrame(cells)], axis=1).assign(row=rows)
    frame.attrs["years"] = {letter(at): year for year, at in years.items()}
    return frame


def _tidy_text(cell: object) -> str:
    """Text with single spaces; a code that was stored as a whole number without its decimals."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())


def _codes(fields: pd.DataFrame, edition: str) -> dict[str, pd.Series[str]]:
    """Department and programme codes, and the programme's name without its code in front.

    From 2014 the segment code holds both: in "PCS901-S901A001-UK-TES_CUR-..." PCS901 and S901A001.
    """
    if edition == "cra_2010":
        programme, department = fields["segment_code"], fields["department_code"]
    else:
        parts = fields["segment_code"].str.split("-", n=2, expand=True)
        department, programme = parts[0], parts[1]
    names = [
        name.removeprefix(code).lstrip(" -") if name.startswith(code) else name
        for code, name in zip(programme, fields["segment_name"], strict=True)
    ]
    return {
        "department_code": department,
        "programme_code": programme,
        "programme": pd.Series(names, dtype="str", index=fields.index),
    }


def _one_spelling(names: pd.Series[str]) -> pd.Series[str]:
    """Names that differ only in case take the commonest spelling."""
    counts = names.value_counts().rename_axis("name").reset_index(name="rows")
    counts = counts.sort_values(["rows", "name"], ascending=[False, True])
    best = counts.assign(low=counts["name"].str.lower()).drop_duplicates("low").set_index("low")["name"]
    return names.str.lower().map(best).astype("str")


def _check_regions(sheet: Sheet, fields: pd.DataFrame) -> None:
    """SourceError when one of the nine English regions does not occur."""
    missing = {f"E1200000{number}" for number in range(1, 10)} - set(fields["area_code"])
    if missing:
        raise SourceError(
            f"{sheet}: no row for region {', '.join(sorted(missing))}. The database is cut short."
        )


def _long(sheet: Sheet, fields: pd.DataFrame, unit: float) -> pd.DataFrame:
    """One row per programme and year; nothing spent is left out."""
    years: dict[str, str] = fields.attrs["years"]
    parts = []
    for column, year in years.items():
        amounts, markers = numbers(str(sheet), fields[column], fields["row"], unit=unit, nil=NIL)
        part = fields.drop(columns=list(years)).assign(
            year=year, column=column, amount_gbp=amounts, marker=markers
        )
        parts.append(part[part["amount_gbp"] != 0])
    rows = pd.concat(parts, ignore_index=True).astype({"row": "int32", "year": "str", "column": "str"})
    plans = (rows["edition"] == PLANS[0]) & (rows["year"] == PLANS[1])
    rows["marker"] = rows["marker"].mask(plans, str(Marker.PROVISIONAL))
    return rows


def check_controls(spending: pd.DataFrame, controls: pd.DataFrame) -> None:
    """Faults unless identifiable spending equals each published control within half its last digit."""
    known = spending[spending["is_identifiable"] & spending["area_code"].str.startswith("E12")]
    faults: list[TotalPlaceError] = []
    for control in controls.to_dict("records"):
        rows = known[known["year"] == control["year"]]
        for column in ("area_code", "function_code", "sector"):
            rows = rows if control[column] in ("all", ENGLAND) else rows[rows[column] == control[column]]
        found, wanted = rows["amount_gbp"].sum() / 1e6, float(control["amount_gbp_million"])
        if abs(found - wanted) > float(control["within_gbp_million"]):
            which = ", ".join(f"{control[part]}" for part in ("area_name", "year", "function_code", "sector"))
            faults.append(SourceError(f"{which}: database {found:,.1f}, control {wanted:,.1f} GBP million."))
    if faults:
        raise Faults(f"CRA 2010 against config/{CONTROLS}", faults)


def overlaps(spending: pd.DataFrame) -> pd.DataFrame:
    """Identifiable spending by function and region in years that two editions give, and the difference."""
    known = spending[spending["is_identifiable"]]
    key = ["year", "function_code", "area_code"]
    totals = known.groupby(["edition", *key], as_index=False)["amount_gbp"].sum()
    parts: list[pd.DataFrame] = []
    for earlier, later in zip(list(EDITIONS)[:-1], list(EDITIONS)[1:], strict=True):
        first, second = totals[totals["edition"] == earlier], totals[totals["edition"] == later]
        years = set(first["year"]) & set(second["year"]) - {PLANS[1]}
        both = first[first["year"].isin(years)].merge(
            second[second["year"].isin(years)], on=key, how="outer", suffixes=("_earlier", "_later")
        )
        parts.append(both.assign(edition_earlier=earlier, edition_later=later).fillna(0.0))
    table: pd.DataFrame = pd.concat(parts, ignore_index=True)
    amounts = ["amount_gbp_earlier", "amount_gbp_later"]
    table[amounts] = table[amounts].round(2)
    table["difference_gbp"] = (table["amount_gbp_later"] - table["amount_gbp_earlier"]).round(2)
    return table.reindex(columns=["edition_earlier", "edition_later", *key, *amounts, "difference_gbp"])


def check_units(both: pd.DataFrame) -> None:
    """Faults where two editions give one year amounts of another size: one of them is in another unit.

    both   as overlaps gives it; definitions differ between editions by a few per cent, units by a thousand
    """
    sums = both.groupby(["year", "edition_earlier", "edition_later"], as_index=False)[
        ["amount_gbp_earlier", "amount_gbp_later"]
    ].sum()
    ratio = sums["amount_gbp_later"] / sums["amount_gbp_earlier"]
    faults: list[TotalPlaceError] = [
        SourceError(
            f"{row.year}: {row.edition_earlier} gives {row.amount_gbp_earlier:,.0f} GBP, {row.edition_later} "
            f"{row.amount_gbp_later:,.0f}. Is one of them in another unit (EDITIONS in sources/country_regional.py)?"
        )
        for row in sums[~ratio.between(0.5, 2)].itertuples()
    ]
    if faults:
        raise Faults("Editions of the regional analysis", faults)


SOURCE = Source(cards=tuple(EDITIONS), tables=("cra", "cra_overlaps"), read=read)
