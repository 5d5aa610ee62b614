"""Columns that contracts of config/ are made of, and what several tables look up: one name, one meaning.

A column that may be empty says what empty means: `empty="every year"`. Where a forgotten word would pass for that, it
says `none="every year"`: the cell then holds `(none)`, and a bare one is a fault.
"""

from __future__ import annotations

from totalplace_lib.model import COFOG, Control, Economic
from totalplace_lib.schema.config.cell_rules import Each, Fits, Form, Key, Number, Rule, Words, Year
from totalplace_lib.schema.config.contract import Column
from totalplace_lib.schema.config.facts import Data, Files, Given, In, Source

SLUG = Form(r"[a-z0-9]+(-[a-z0-9]+)*", "a slug: a-z, 0-9 and hyphens, such as north-east")
NAME = Form(r"[a-z][a-z0-9_]*", "a name of a-z, 0-9 and underscores, such as income_deprived")

ANYTHING = "*"
ECONOMIC = tuple(str(each) for each in Economic)
CONTROLS = tuple(str(each) for each in Control)
FUNCTIONS = tuple(COFOG)

THEMES = In("themes.csv", "theme")
KEYS = In("keys.csv", "key")
DRIVERS = In("evidence/drivers.csv", "driver")
SLUGS = In("places.csv", "slug")
RS, COR4 = In("lines/rs.csv", "line"), In("lines/cor4.csv", "line")
SPENDER_GROUPS: tuple[Source, ...] = (
    In("lines/central.csv", "spender_group"),
    In("lines/councils.csv", "spender_group"),
    In("lines/treasury_capital.csv", "spender_group"),
)
HMT_FUNCTIONS: tuple[Source, ...] = (Data("cra", "hmt_function"),)
CARDS = Files("config/sources", ".toml")
PROCESSED = Files("data/processed", ".parquet")
AREAS, REGIONS = Data("areas", "area_code"), Data("areas", "region_code")
MADE_IN_CODE = Given(
    ("NHS: central budgets", "Metropolitan Police", "London Fire Brigade"), "names that a count gives itself"
)
SPENDERS: tuple[Source, ...] = (
    In("lines/central.csv", "spender"),
    In("lines/treasury_capital.csv", "spender"),
    Data("council_revenue", "authority_name"),
    MADE_IN_CODE,
)
PROGRAMMES: tuple[Source, ...] = (
    Data("cra", "programme"),
    In("lines/rs.csv", "name"),
    In("lines/cor4.csv", "name"),
    In("lines/treasury_capital.csv", "programme"),
)

KEPT = Column(
    "kept", "Why a rule stays that never wins in any year held", (), True, "it has to win somewhere"
)
KEPT_ONLY = Words(("kept",))
"""A table of rules may have this further column: `totalplace config check` then lets such a rule be."""


def text(name: str, says: str, *rules: Rule, empty: str | None = None, none: str | None = None) -> Column:
    """A column with these rules, or free text where there is none."""
    meaning = empty if none is None else none
    return Column(name, says, rules, meaning is not None, meaning or "", is_said=none is not None)


def slug(name: str, says: str) -> Column:
    """A name for files and commands: lower case, digits and hyphens."""
    return text(name, says, SLUG)


def name(name: str, says: str) -> Column:
    """A name for other tables to refer to: lower case, digits and underscores."""
    return text(name, says, NAME)


def word(name: str, says: str, *allowed: str, empty: str | None = None, none: str | None = None) -> Column:
    """One of these words."""
    return text(name, says, Words(allowed), empty=empty, none=none)


def key(
    name: str,
    says: str,
    *sources: Source,
    also: tuple[str, ...] = (),
    empty: str | None = None,
    none: str | None = None,
) -> Column:
    """A value that stands in another table."""
    return text(name, says, Key(sources, also), empty=empty, none=none)


def keys(name: str, says: str, *sources: Source, empty: str | None = None, between: str = " ") -> Column:
    """Several values of another table, with spaces (or another sign) between them."""
    return text(name, says, Each(Key(sources), between), empty=empty)


def pattern(name: str, says: str, *sources: Source, empty: str | None = None, between: str = "") -> Column:
    """A pattern (* stands for anything) that fits at least one of these values."""
    return text(name, says, Fits(sources, between), empty=empty)


def year(
    name: str = "year", says: str = "Financial year, April to March", empty: str | None = None
) -> Column:
    """A financial year."""
    return text(name, says, Year(), empty=empty)


def number(
    name: str,
    says: str,
    low: float = float("-inf"),
    high: float = float("inf"),
    *,
    whole: bool = False,
    empty: str | None = None,
) -> Column:
    """A number between two limits, both allowed."""
    return text(name, says, Number(low, high, whole), empty=empty)


def theme(says: str = "The theme (config/themes.csv)", *, also: tuple[str, ...] = ()) -> Column:
    """A theme."""
    return key("theme", says, THEMES, also=also)


def economic(says: str = "Current or capital spending; * for both") -> Column:
    """Current, capital or both."""
    return word("economic", says, *ECONOMIC, ANYTHING)


def control(says: str = "Rung of the ladder of local control, most local first") -> Column:
    """The ladder of local control."""
    return word("control", says, *CONTROLS)


def function_code(
    name: str = "function_code",
    *,
    also: tuple[str, ...] = (),
    empty: str | None = None,
    none: str | None = None,
) -> Column:
    """A function of government."""
    says = "Function of government (COFOG), 01 to 10, with its nought"
    return word(name, says, *FUNCTIONS, *also, empty=empty, none=none)


def yes_no(name: str, says: str) -> Column:
    """yes or no."""
    return word(name, says, "yes", "no")


def note(
    name: str = "note", says: str = "A remark for the reader", empty: str | None = "nothing to say"
) -> Column:
    """Free text that may be missing."""
    return text(name, says, empty=empty)


def reason(name: str = "reason", says: str = "Why it is so, in words") -> Column:
    """Free text that must be there."""
    return text(name, says)


def source(name: str = "source", says: str = "Where the figure or statement was published") -> Column:
    """A source in words or as an address."""
    return text(name, says)
