"""Local returns: what is asked of whom, what the answers do to a count, what to ask next, what they say of the keys.

import totalplace_lib as tp
found = tp.returns_of("birmingham", "2008-09", "all")
found.count.total_gbp - found.before.total_gbp
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis.reconciliation import all_scopes
from totalplace_lib.analysis.themes import find_theme, theme_years, themed
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.asking import asked
from totalplace_lib.count.returned import ASKED, merge
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.evidence.ranges import Ranged, ranged, total
from totalplace_lib.model import Method, Place, Year
from totalplace_lib.national.finding import in_year
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_config, remembered
from totalplace_lib.returns import deliveries, form
from totalplace_lib.returns.answers import Asked, Choice
from totalplace_lib.returns.deliveries import Held

LINE = ["body", "service", "function", "economic"]
RECEIVER, PAYER, NOBODY = (
    "the receiver's figure",
    "the payer's figure: the receiver made no return",
    "none: the payer made no return",
)


@dataclass(frozen=True)
class Collection:
    """The state of a collection: the count without and with the returns, both with ranges, and the returns.

    before, after  the whole-area count without and with the returns that the choice lets in
    """

    before: Ranged
    after: Ranged
    held: tuple[Held, ...]
    asked: Asked
    choice: Choice
    due: dict[str, str]

    @property
    def count(self) -> Count:
        """The count with the returns in it."""
        return self.after.count


@asked
def returns_of(place: str | Place, year: str | Year, choice: str = "published") -> Collection:
    """The state of the collection of returns of a place and year.

    choice  none, published, partners (also unpublished ones) or all (also confidential ones)

    Raises UsageError for an unknown place, year or choice, and where two bodies speak for the same line.
    """
    when, which = check_year(year), check_choice(choice)
    where = in_year(place, when)
    held = tuple(deliveries.current(where.slug, str(when), which))
    before = whole_area_count(where, when)
    after = with_returns(before, held)
    due = deliveries.due_days(where.slug, str(when))
    return Collection(ranged(before), ranged(after), held, asked_of(where.slug, str(when)), which, due)


def check_choice(text: str) -> Choice:
    """Which returns are let in, by its word; UsageError that lists them for any other."""
    try:
        return Choice(text)
    except ValueError:
        raise UsageError(f"'{shown(text)}' is no choice of returns. Choices: {', '.join(Choice)}.") from None


def check_returns(year: str, place: str = "", returns: str = "published") -> None:
    """UsageError where a report on returns cannot be made: an unknown year, or no return that it would show."""
    when, choice = check_year(year), check_choice(returns)
    if place and not let_in(place, when, returns):
        raise UsageError(
            f"No return of {shown(place)}, {when}, is held that is "
            f"{' or '.join(choice.takes) or 'let in by none'}: "
            "totalplace returns add FILE."
        )


def let_in(place: str | Place, year: str | Year, choice: str) -> Sequence[Held]:
    """The returns of a place and year that a choice lets in; UsageError for no place, year or choice."""
    when = check_year(year)
    return deliveries.current(in_year(place, when).slug, str(when), check_choice(choice))


def counted_with(count: Count, choice: str) -> Count:
    """The count with the returns of its place and year that a choice lets in; itself where there are none."""
    which = check_choice(choice)
    if which is Choice.NONE:
        return count
    return with_returns(count, deliveries.current(count.place.slug, str(count.year), which))


def with_returns(count: Count, held: Sequence[Held]) -> Count:
    """The count with these returns in place of estimates (count.returned.merge)."""
    if not held:
        return count
    bodies = [one.answer.body for one in held if one.answer.figures]  # others tell of payments alone
    claimed = claims(count.lines, bodies, scoped_bodies())
    return merge(count, claimed, figures(held))


@remembered
def scoped_bodies() -> pd.DataFrame:
    """Bodies that speak for the lines of a scope (config/returns/bodies.csv): body, scope."""
    rows = read_config("returns/bodies.csv").dropna(subset=["scope"])
    return rows[["body", "scope"]].drop_duplicates()


def speaks_for(lines: pd.DataFrame, body: str, scoped: pd.DataFrame) -> pd.Series:
    """The lines that a body speaks for: those of the spender of its name, or of its scope."""
    slug = dict(zip(scoped["body"], scoped["scope"], strict=True)).get(body)
    return lines["spender"] == body if slug is None else all_scopes()[slug].covers(lines)


def claims(lines: pd.DataFrame, bodies: Sequence[str], scoped: pd.DataFrame) -> pd.Series:
    """The body that speaks for each line, "" for none. UsageError where two of them speak for the same line."""
    found = pd.Series("", index=lines.index, dtype="str")
    for body in bodies:
        mine = speaks_for(lines, body, scoped)
        if (twice := mine & (found != "")).any():
            first = lines.loc[twice].iloc[0]
            raise UsageError(
                f"{found[twice].iloc[0]} and {body} both speak for '{first['programme']}' of "
                f"{first['spender']}. Remove one of "
                "the returns, or give one of them a scope without it (config/returns/bodies.csv, "
                "config/scopes/rules.csv)."
            )
        found = found.mask(mine, body)
    return found


def figures(held: Sequence[Held]) -> pd.DataFrame:
    """The figures of returns as a merge takes them (count.returned.ASKED): net of income from fees and charges, and of
    what other public bodies spend (mutual)."""
    pairs = mutual(held)
    by_pair = zip(pairs["payer"], pairs["receiver"], pairs["used_gbp"] / pairs["payer_says_gbp"], strict=True)
    used = {(payer, receiver): part for payer, receiver, part in by_pair}
    rows = []
    for one in held:
        onward = paid_on(one, used)
        for figure in one.answer.figures:
            net = figure.gross_gbp - figure.fees_gbp - onward.pop(figure.service, 0.0)
            rows.append({
                "return_id": f"{one.delivery.number}:{figure.column}{figure.row}", "body": one.answer.body,
                "service": figure.service, "function": figure.function, "economic": figure.economic,
                "amount_gbp": round(net, 2), "plus_minus": figure.plus_minus, "row": figure.row,
                "sheet": f"return {one.delivery.number}", "column": figure.column,
            })  # fmt: skip
    return pd.DataFrame(rows, columns=[*ASKED])


def paid_on(one: Held, used: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """What a body paid to other public bodies from each service, GBP, by the figure that the rule takes.

    used  payer and receiver -> what is used, part of what the payer says
    """
    onward: dict[str, float] = {}
    for each in one.answer.between:
        if each.direction == form.PAID and each.amount_gbp:
            part = used[one.answer.body, each.other]
            onward[each.service] = onward.get(each.service, 0.0) + each.amount_gbp * part
    return onward


def mutual(held: Sequence[Held]) -> pd.DataFrame:
    """Amounts between bodies with both figures and the rule: payer, receiver, payer_says_gbp, receiver_says_gbp,
    difference_gbp, used_gbp, rule. A gap where one of them says nothing.

    As everywhere in the count, what a receiver reports comes off the payer's line; the payer's own figure where the
    receiver says nothing.
    """
    said: dict[tuple[str, str], dict[str, float]] = {}
    for one in held:
        for each in one.answer.between:
            is_payer = each.direction == form.PAID
            pair = (one.answer.body, each.other) if is_payer else (each.other, one.answer.body)
            figures_of = said.setdefault(pair, {})
            name = "payer_says_gbp" if is_payer else "receiver_says_gbp"
            figures_of[name] = figures_of.get(name, 0.0) + each.amount_gbp
    rows = [
        {"payer": payer, "receiver": receiver, **both} for (payer, receiver), both in sorted(said.items())
    ]
    columns = ["payer", "receiver", "payer_says_gbp", "receiver_says_gbp"]
    table = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:], "float64"))
    payer, receiver = table["payer_says_gbp"], table["receiver_says_gbp"]
    rule = (
        pd.Series(RECEIVER, index=table.index, dtype="str")
        .mask(receiver.isna(), PAYER)
        .mask(payer.isna(), NOBODY)
    )
    return table.assign(
        difference_gbp=(payer - receiver).round(2),
        used_gbp=receiver.fillna(payer).mask(payer.isna()),
        rule=rule,
    )


@remembered
def asked_of(place: str, year: str) -> Asked:
    """What is asked of the bodies of a place: a line for each body, service, function and current or capital.

    Also of bodies that speak for a scope. Raises UsageError for an unknown place or year.
    """
    when = check_year(year)
    where = in_year(place, when)
    found = ranged(whole_area_count(where, when))
    lines = found.lines.assign(theme=main_themes(found.count))
    scoped = scoped_bodies()
    of_scopes = [lines[speaks_for(lines, body, scoped)].assign(body=body) for body in scoped["body"]]
    every = pd.concat([lines.assign(body=lines["spender"]), *of_scopes], ignore_index=True)
    ranges = {str(body): total(part)[1:3] for body, part in every.groupby("body")}
    return Asked(where.slug, where.name, str(when), by_line(every), ranges)


def main_themes(count: Count) -> pd.Series:
    """The theme with most of each line's money, by name; "" in years that are not told by theme."""
    none = pd.Series("", index=count.lines.index, dtype="str")
    if str(count.year) not in theme_years():
        return none
    on = ["spender", "programme", "function", "economic"]
    parts = themed(count).parts.groupby([*on, "theme"], observed=True)["amount_gbp"].sum().abs().reset_index()
    main = parts.sort_values("amount_gbp").drop_duplicates(on, keep="last").set_index(on)["theme"]
    names = {slug: str(find_theme(slug)["name"]) for slug in main.unique()}
    keys = pd.MultiIndex.from_frame(count.lines[on])
    return pd.Series(main.map(names).reindex(keys).fillna("").to_numpy(), index=none.index, dtype="str")


def by_line(lines: pd.DataFrame) -> pd.DataFrame:
    """Asked.lines from lines of a count with body, theme and ranges."""
    named = lines.rename(columns={"programme": "service"})
    shared = named["method"] == str(Method.APPORTIONED)
    named = named.assign(
        estimate_gbp=named["amount_gbp"], published_gbp=named["amount_gbp"].where(~shared, 0.0),
        basis=named["key"].where(shared, ""),
    )  # fmt: skip
    sums = named.groupby(LINE, sort=True, observed=True)
    money = sums[["estimate_gbp", "published_gbp", "low_gbp", "high_gbp"]].sum().round(2)
    words = sums.agg(
        theme=("theme", "first"), keys=("basis", lambda keys: ", ".join(sorted({key for key in keys if key})))
    )
    return money.join(words).reset_index()


def expected(found: Asked) -> pd.DataFrame:
    """Bodies of a place that could replace an estimate: body, estimate_gbp (of what is shared by key), largest first.

    A body that speaks for a scope is not among them: it may answer, but nobody is asked twice for the same money.
    """
    lines = found.lines[~found.lines["body"].isin(scoped_bodies()["body"])]
    sums = (lines["estimate_gbp"] - lines["published_gbp"]).groupby(lines["body"]).sum()
    return largest_first(sums)


def largest_first(sums: pd.Series) -> pd.DataFrame:
    """body, estimate_gbp, of those that are not nought."""
    table = sums.round(2).rename("estimate_gbp").rename_axis("body").reset_index()
    table = table[table["estimate_gbp"].abs() >= 0.01]
    return table.sort_values(["estimate_gbp", "body"], ascending=[False, True], ignore_index=True)
