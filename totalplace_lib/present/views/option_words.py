"""What is said of an option: in a sentence, its payback, whose pockets, whether a pool exists; words for bodies."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import option_results as results
from totalplace_lib.analysis.appraisal.discounting import NEVER
from totalplace_lib.analysis.options import Case
from totalplace_lib.present.numbers import count, money, plural, share
from totalplace_lib.present.sentences import capital, in_sentence, listed, small

SOURCE = "Total Place count; options and their sources; unit cost database 1.4 (New Economy)"
ILLUSTRATIVE = (
    "An illustrative option (grade D) rests on our assumptions: it shows the size of a question, no forecast."
)
CORRECTED = (
    "Costs are raised and savings cut for optimism bias by 5% to 40%, by grade of evidence; the percentages are ours. "
    "3.5% a year comes off for time."
)
OTHERS = "All other bodies"
MANY = frozenset(
    {
        OTHERS, "Prisons, probation and courts", "Schools and skills bodies", "Housing and regeneration agencies",
        "Fire and rescue", "Other national bodies",
    }
)  # fmt: skip
PLURAL = MANY | {"Police"}


def in_short_of(case: Case, named: bool = True) -> str:
    """One option in short: for whom, cost, saving with range, cash, payback, who invests and gains, who must sign."""
    who = f"{case.name} ({evidence(case)}): " if named else ""
    return (
        f"{who}for {count(case.people)} people, {money_words(case)}. {_pockets(case.pockets)}{_to_sign(case)}"
    )


def money_words(case: Case) -> str:
    """ "£2 million would save £5 million (£4m to £6m) in 8 years, all of it cash; paid back in year 3"."""
    row = results.compared([case]).iloc[0]
    cost, saves, wider = (float(row[name]) for name in ("cost_gbp", "gain_gbp", "wider_gbp"))
    others = f"bring others {money(wider)}" if wider > 0 else ""
    if saves <= 0:
        return (
            f"{money(cost)} would save no public budget, and {others or 'what it brings has no price here'}"
        )
    others = f", and {others}" if others else ""
    return (
        f"{money(cost)} would save {money(saves)} ({money(float(row['low_gbp']))} to {money(float(row['high_gbp']))}) "
        f"in {plural(case.appraised.option.years, 'year')}, {_cash(float(row['cash_share']))}{others}; "
        f"{_payback(case, row)}"
    )


def barrier_words(case: Case) -> str:
    """Every barrier of a case, who can lift it and who signs."""
    said = [f"{row.name} ({row.lift}; to sign: {row.ask})" for row in case.barriers.itertuples(index=False)]
    return f"{'; '.join(said) if said else 'no barrier of the register'}."


def _payback(case: Case, row: pd.Series) -> str:
    """When it is paid back; where it is not, whether it would be without the correction for optimism bias."""
    years = float(row["payback"])
    said = payback_words(years, float(row["payback_cash"]))
    if years == years:
        return said
    plain = int(case.uncorrected.central.payback[0])
    without = "without the correction for optimism bias"
    return (
        f"{said}, nor {without}" if plain == NEVER else f"{said}; {without} it would be in year {plain + 1}"
    )


def _to_sign(case: Case) -> str:
    """The barrier that is hardest to lift and who signs for it, and how many more there are."""
    if case.barriers.empty:
        return " No barrier of the register stands before it."
    first = case.barriers.iloc[0]
    more = f", and {plural(len(case.barriers) - 1, 'more barrier')}" if len(case.barriers) > 1 else ""
    return f" In the way: {in_sentence(str(first['name']))} (to sign: {first['ask']}){more}."


def _cash(part: float) -> str:
    if part <= 0:
        return "all of it capacity and no cash"
    return "all of it cash" if part >= 0.995 else f"{share(part)} of it cash"


def payback_words(years: float, in_cash: float) -> str:
    """ "paid back in year 2, in cash alone in year 4"; NaN is never."""
    if years != years:
        return "it is not paid back in that time"
    if in_cash == years:
        return f"paid back in year {years:.0f}"
    cash = "never in cash alone" if in_cash != in_cash else f"in cash alone in year {in_cash:.0f}"
    return f"paid back in year {years:.0f}, {cash}"


def _pockets(pockets: pd.DataFrame) -> str:
    """ "The council and the health service invest most; the health service gains most." """
    gains = results.largest(pockets, pockets["cash_gbp"] + pockets["capacity_gbp"])
    invests = results.largest(pockets, pockets["invests_gbp"])
    if not invests:
        return "Nobody invests."
    begin = f"{capital(listed([the_body(body) for body in invests]))} {_do(invests, 'invest')} most"
    if not gains:
        return f"{begin.removesuffix(' most')}."
    if invests == gains:
        return f"{begin} and {_do(gains, 'gain')} most."
    return f"{begin}; {listed([the_body(body) for body in gains])} {_do(gains, 'gain')} most."


def _do(bodies: list[str], word: str) -> str:
    return word if len(bodies) > 1 else verb(bodies[0], word)


def verb(body: str, word: str) -> str:
    """ "the council invests", "prisons, probation and courts invest"."""
    return word if body in PLURAL else f"{word}s"


def the_body(body: str) -> str:
    """ "the council", "the police", "the Department for Work and Pensions", "HM Revenue and Customs"."""
    if body.startswith("HM "):
        return body
    if body in MANY:
        return small(body)
    return f"the {body}" if body.startswith("Department") else f"the {small(body)}"


def evidence(case: Case) -> str:
    """ "evidence D, illustrative"."""
    return f"evidence {case.data['grade']}" + (", illustrative" if case.is_illustrative else "")


def pool_words(case: Case) -> str:
    """Whether a pool exists in cash, and what each would pay."""
    if case.in_cash.exists:
        paying = case.in_cash.table[case.in_cash.table["pays_gbp"] > 0]
        said = [
            f"{the_body(str(body))} {money(float(pays))}"
            for body, pays in paying[["body", "pays_gbp"]].itertuples(index=False, name=None)
        ]
        return f"yes, in cash, if these pay: {listed(said)}."
    lacks = money(case.in_cash.short_gbp)
    if case.with_capacity.exists:
        return (
            f"not in cash, of which {lacks} is lacking; only if capacity that is released counts as a gain."
        )
    return f"no: the gains of all lack {lacks} of the cost, and capacity does not make it up."
