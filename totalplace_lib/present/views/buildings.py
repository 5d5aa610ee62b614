"""Exhibits of what the same money could build: a school, a health centre or 100 homes, and who bears them for life."""

from __future__ import annotations

from totalplace_lib.analysis.assets import Assets
from totalplace_lib.analysis.buildings import CENTRAL, LEAST, MOST, estate
from totalplace_lib.present.charts import grouped_bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import count, fixed, join, money, plural, pounds, share

COSTS = (
    "Building costs: BCIS and Homes England as compiled by econstack-data, with assumptions of our own; "
    "capital and revenue outturn (CLG); GDP deflator (HM Treasury)"
)
WORDS = {"school": "primary school", "health_centre": "health centre", "homes": "home"}
CASES = {LEAST: "The least", CENTRAL: "Central", MOST: "The most"}


def build_words(assets: Assets) -> tuple[str, str]:
    """Two sentences: what a part of yearly spending would repay, and what that would build."""
    if assets.choice is None:
        return "Nothing is borrowed here.", "So no rate is known at which a loan could be repaid."
    built = [
        _several(row["building"], row[CENTRAL] * row["units"])
        for row in assets.choice.table.to_dict("records")
    ]
    return (
        f"{share(assets.share)} of a year's revenue spending, {money(assets.choice.yearly_gbp)}, would repay "
        f"{money(assets.choice.capacity_gbp)} of borrowing.",
        f"That would build {join(built, 'or')}; the money has to be found in services first.",
    )


def _why_none(assets: Assets) -> str:
    return "What is borrowed here is not known [x]" if assets.is_untold else "Nothing is borrowed here"


def _several(building: str, number: float) -> str:
    return plural(number, WORDS[building])


def same_money(assets: Assets) -> Exhibit | Note:
    """A school, a health centre and 100 homes: to build, to run, for their whole life, and who bears which."""
    if assets.choice is None:
        return Absent(f"{_why_none(assets)}, so what a loan would build is not shown.")
    table = assets.choice.table
    dearest, *others = table.sort_values("build_gbp", ascending=False, kind="stable").to_dict("records")
    as_much = [f"{fixed(row['for_the_dearest'], 1)} {WORDS[row['building']]}s" for row in others]
    caption = Caption(
        "same-money",
        f"{dearest['name']} cost as much to build as {join(as_much, 'or')}",
        f"To build, and to run for {count(dearest['life'])} years (present value), "
        f"{assets.count.place.name}, {assets.count.year} prices",
        COSTS,
        (
            "Land is not in it, nor who teaches or treats inside. Costs of a square metre are of 2025, brought to the "
            "region by tender prices and to the year by the GDP deflator, which does not measure building.",
            "The size and cost of a health centre, and what a building costs to run, are our assumptions. The cost "
            "of building has 24% for optimism bias (standard buildings, first outline).",
        ),
    )
    columns = {
        "name": Column("What"), "holds": Column("For"), "build_gbp": Column("To build", "money"),
        "run_life_gbp": Column("To run for life", "money"), "life_gbp": Column("Whole life", "money"),
        "life_low_gbp": Column("Whole life, low", "money"), "life_high_gbp": Column("Whole life, high", "money"),
        "run_gbp": Column("To run, a year", "money"), "built_by": Column("Who builds"),
        "run_by": Column("Who runs"),
    }  # fmt: skip
    return grouped_bars(table, columns, caption, label="name", values=("build_gbp", "run_life_gbp"))


def one_per_cent(assets: Assets) -> Exhibit | Note:
    """What a part of yearly spending could borrow, by how long the loan is, and how many of each that would build."""
    if assets.choice is None:
        return Absent(f"{_why_none(assets)}: no rate is known at which a loan could be repaid.")
    found = assets.choice
    table = found.loans.copy()
    buildings = found.table.to_dict("records")
    for row in buildings:
        table[row["building"]] = [row[case] for case in table["case"]]
    table["case"] = table["case"].map(CASES)
    caption = Caption(
        "one-per-cent",
        f"{money(found.yearly_gbp)} a year would repay {money(found.capacity_gbp)} over "
        f"{plural(found.years, 'year')}",
        f"Borrowing that {share(assets.share)} of a year's revenue spending repays, "
        f"{assets.count.place.name}, {assets.count.year}",
        COSTS,
        (
            f"At {fixed(100 * found.interest, 1)}% a year: the interest these authorities paid on their gross "
            "borrowing, not on the capital financing requirement. Equal payments of interest and repayment together.",
            "What may be borrowed each council decides under the prudential code. It is a size and no advice.",
        ),
    )
    columns = {
        "case": Column("Case"), "years": Column("Years of repayment", "count"),
        "capacity_gbp": Column("Could be borrowed", "money"),
        **{row["building"]: Column(f"{row['name']} (how many)", "count") for row in buildings},
    }  # fmt: skip
    return Exhibit(caption, table, columns, alt="A table of loans and of how many of each they would build.")


def estate_of(assets: Assets) -> Note:
    """What the public buildings of the place are worth and cost to run, where published, else that it was not."""
    name = assets.count.place.name
    found = estate(name)
    if found:
        value, running = found
        return Note(
            f"{name} published that all its public buildings are worth {money(value)} and cost {money(running)} a year "
            f"to run: {pounds(100 * running / value)} for each £100 of value. "
            "No return of the count repeats it, and it is of the pilot, 2009-10."
        )
    return Absent(
        f"What public bodies own in {name}, its floor space, value and running cost are in no return that is held.",
        (
            "Only Kent published it: buildings worth £5 billion that cost about £300 million a year to run.",
            "To ask: each council's list of land and buildings, which the transparency code of 2015 makes it publish "
            "every year; the health service's estates return; the police's and fire service's own lists.",
        ),
    )
