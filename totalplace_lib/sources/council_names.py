"""What councils, combined authorities and health boards are called, and the codes that mean the same.

Publisher  GDS and MHCLG registers: public organisations (official names, GSS, E-code, old ONS code, combined authority)
           and spellings of local authorities (1,275, to 2018); CLG: names in the finance returns; ONS: health boards.
Gives      `area_aliases`, one row per alias and what it stands for: the GSS code of a council's area or county, several
           joined by + for a combined authority (its members of 2023), the NHS code of a health board.
Basis      the spellings carry codes of an older register, in which BAS is Basildon and not Bath; so each group of
           spellings is recognised by the official or short name among them, never by its code.
Gaps       combined authorities made since 2023 and common names that no register holds: config/geography/names.csv.
Not here   councils abolished before April 2009 (see area_changes); police, fire and transport authorities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.schema import shaped
from totalplace_lib.sources import areas as area_lists
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.cells import fold
from totalplace_lib.sources.memberships import BOARDS
from totalplace_lib.sources.textfiles import TextFile, read_csv

CARD = "council_names"
ORGANISATIONS = "organisations/organisation.csv"
SPELLINGS = "organisations/local_authority_aliases.tsv"
UNITED_KINGDOM = "organisations/local_authority_gss_map.tsv"
RETURNS = "geography/lookups_between_ons_and_ecodes.csv"
ENGLISH = "local-authority-eng:"
NATIONS = {
    "local-authority-nir:": "N92000002",
    "local-authority-sct:": "S92000003",
    "principal-local-authority:": "W92000004",
}
"""Nation of the councils outside England, for those that have no code of their own (Northern Ireland before 2015)."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `area_aliases`. SourceError names spellings that cannot be given to one council."""
    headings = [
        "organisation",
        "name",
        "statistical-geography",
        "billing-authority",
        "census-area",
        "combined-authority",
    ]
    register = read_csv(raw / ORGANISATIONS, headings)
    councils = register.frame[register.frame["organisation"].str.startswith(ENGLISH)]
    combined = councils["statistical-geography"].str.startswith("E47")
    official = _rows(councils[~combined], "name", "official name", "statistical-geography")
    abroad = read_csv(raw / UNITED_KINGDOM, ["gss", "local-authority", "name"])
    returns = read_csv(raw / RETURNS, ["ecode", "ecode_la_name", "ons_code"]).frame
    in_returns = _rows(returns[returns["ons_code"] != ""], "ecode_la_name", "name in the returns", "ons_code")
    short = pd.concat([_areas(raw), _rows(abroad.frame, "name", "short name", "gss")], ignore_index=True)
    tables = [
        official,
        _rows(councils[~combined], "billing-authority", "E-code", "statistical-geography"),
        _rows(councils[~combined], "census-area", "old ONS code", "statistical-geography"),
        _combined(councils[~combined], councils[combined]),
        in_returns.assign(source_id=area_lists.CARD),
        short[short["row"] > 0],
        _spellings(read_csv(raw / SPELLINGS, ["name", "local-authority"]), official, short, abroad),
        _boards(raw),
    ]
    table = pd.concat(tables, ignore_index=True)
    table = table[(table["alias"] != "") & (table["code"] != "")]
    return {"area_aliases": shaped("area_aliases", table.drop_duplicates(["alias", "kind", "code"]))}


def _rows(frame: pd.DataFrame, column: str, kind: str, code: str) -> pd.DataFrame:
    """One column of a register as aliases of what stands in column `code`."""
    found = pd.DataFrame({"alias": frame[column], "code": frame[code], "row": frame["row"]})
    return found.assign(kind=kind, source_id=CARD, column=column)


def _areas(raw: Path) -> pd.DataFrame:
    """Short names of areas and counties of all vintages, to recognise spellings by; they are no rows of the table."""
    areas = area_lists.read(raw)["areas"]
    pairs = [("area_name", "area_code"), ("county_name", "county_code")]
    parts = [_rows(areas.assign(row=0), name, "short name", code) for name, code in pairs]
    return pd.concat(parts, ignore_index=True).drop_duplicates(["alias", "code"])


def _combined(councils: pd.DataFrame, authorities: pd.DataFrame) -> pd.DataFrame:
    """Name and code of each combined authority for the codes of its members, joined by +."""
    short = authorities["organisation"].str.removeprefix(ENGLISH)
    members = councils.groupby("combined-authority")["statistical-geography"].agg(
        lambda codes: "+".join(sorted(codes))
    )
    made = authorities.assign(members=short.map(members).fillna(""))
    empty = made[made["members"] == ""]
    if len(empty):
        raise SourceError(
            f"{Path(ORGANISATIONS).name}, line {empty['row'].iloc[0]}: {empty['name'].iloc[0]} has no members."
        )
    names = [
        _rows(made, column, "combined authority", "members") for column in ("name", "statistical-geography")
    ]
    return pd.concat(names, ignore_index=True)


def _spellings(
    spellings: TextFile, official: pd.DataFrame, short: pd.DataFrame, abroad: TextFile
) -> pd.DataFrame:
    """The spellings of each council, under the code of the council whose name is among them."""
    by_code = abroad.frame.set_index("local-authority")
    by_name = [_index(official), _index(short)]
    codes: dict[str, str] = {}
    faults: list[TotalPlaceError] = []
    for council, group in spellings.frame.groupby("local-authority", sort=True):
        found = next(filter(None, (_codes(group["name"], names) for names in by_name)), set())
        if council in by_code.index and _is_like(by_code["name"][council], group["name"]):
            found = found or {str(by_code["gss"][council])}
        found = found or {code for register, code in NATIONS.items() if str(council).startswith(register)}
        if len(found) != 1:
            where = f"{spellings.name}, lines {group['row'].iloc[0]} and following"
            what = " and ".join(sorted(found)) or "no council"
            faults.append(SourceError(f"{where}: '{group['name'].iloc[0]}' is {what}."))
        codes[str(council)] = min(found, default="")
    if faults:
        raise Faults("Spellings of councils", faults)
    named = spellings.frame.assign(code=spellings.frame["local-authority"].map(codes))
    return _rows(named, "name", "spelling", "code")


def _is_like(name: str, spellings: Iterable[str]) -> bool:
    """Whether a name begins with one of the spellings: Greater London Authority with greater london."""
    return any(fold(name).startswith(fold(each)) for each in spellings)


def _index(names: pd.DataFrame) -> dict[str, set[str]]:
    """Codes by folded name."""
    found: dict[str, set[str]] = {}
    for alias, code in zip(names["alias"], names["code"], strict=True):
        found.setdefault(fold(alias), set()).add(code)
    return found


def _codes(spellings: Iterable[str], names: Mapping[str, set[str]]) -> set[str]:
    return set().union(*(names.get(fold(each), set()) for each in spellings))


def _boards(raw: Path) -> pd.DataFrame:
    """The GSS code of each integrated care board, for its NHS code."""
    columns = ["icb22_code", "icb22_code_h"]
    lookup = read_csv(raw / load_card(BOARDS).file().path, columns).frame.drop_duplicates(columns)
    return _rows(lookup, "icb22_code", "health board", "icb22_code_h").assign(source_id=BOARDS)


SOURCE = Source(cards=(CARD, BOARDS, area_lists.CARD), tables=("area_aliases",), read=read)
