"""Local returns: what is asked of whom, what the answers do to a count, what to ask next, what they say of the keys.

import totalplace_lib as tp
found = tp.returns("birmingham", "2008-09", "all")
found.count.total_gbp - found.before.total_gbp
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis.themes import find_theme, theme_years, themed
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.asking import asked
from totalplace_lib.count.lenses import is_local, outcomes_of
from totalplace_lib.count.returned import ALL_SERVICES, ASKED, BOTH, REPLACES, merge
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.evidence.ranges import Ranged, narrowed_by, ranged, simulation
from totalplace_lib.evidence.scopes import Scope, scopes
from totalplace_lib.model import Lens, Method, Place, Year
from totalplace_lib.national.finding import in_year
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_config, remembered
from totalplace_lib.returns import deliveries, form
from totalplace_lib.returns.answer import Asked, Choice
from totalplace_lib.returns.deliveries import Held

LINE = ["body", "service", "function", "economic"]
RECEIVER, PAYER, NOBODY = "the receiver's figure", "the payer's figure: the receiver made no return", "none: the payer made no return"
HOW = {str(Method.ACTUAL): "Published", str(Method.RETURNED): "Returned", str(Method.APPORTIONED): "Apportioned by key"}


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


@asked(called="returns")
def collection(place: str | Place, year: str | Year, choice: str = "published") -> Collection:
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
    if place and not deliveries.current(in_year(place, when).slug, str(when), choice):
        raise UsageError(
            f"No return of {shown(place)}, {when}, is held that is {' or '.join(choice.takes) or 'let in by none'}: "
            "totalplace returns add FILE."
        )


def returns_of(count: Count, choice: str) -> Count:
    """The count with the returns of its place and year that a choice lets in; itself where there are none."""
    which = check_choice(choice)
    if which is Choice.NONE:
        return count
    return with_returns(count, deliveries.current(count.place.slug, str(count.year), which))


def with_returns(count: Count, held: Sequence[Held]) -> Count:
    """The count with these returns in place of estimates (count.returned.merge)."""
    if not held:
        return count
    claimed = claims(count.lines, [one.answer.body for one in held], scoped_bodies())
    return merge(count, claimed, figures(held))


@remembered
def scoped_bodies() -> pd.DataFrame:
    """Bodies that speak for the lines of a scope (config/returns/bodies.csv): body, scope."""
    rows = read_config("returns/bodies.csv").dropna(subset=["scope"])
    return rows[["body", "scope"]].drop_duplicates()


@remembered
def all_scopes() -> dict[str, Scope]:
    """The scopes of config/scopes by slug."""
    return scopes(read_config("scopes/scopes.csv"), read_config("scopes/rules.csv"))


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
                f"{found[twice].iloc[0]} and {body} both speak for '{first['programme']}' of {first['spender']}. Remove one of "
                "the returns, or give one of them a scope without it (config/returns/bodies.csv, config/scopes/rules.csv)."
            )
        found = found.mask(mine, body)
    return found


def figures(held: Sequence[Held]) -> pd.DataFrame:
    """The figures of returns as a merge takes them (count.returned.ASKED): net of income from fees and charges, and of
    what other public bodies spend (mutual)."""
    paid = mutual(held).set_index(["payer", "receiver"])
    rows = []
    for one in held:
        part = {
            pair[1]: float(row["used_gbp"]) / float(row["payer_says_gbp"])
            for pair, row in paid.iterrows()
            if pair[0] == one.answer.body and row["payer_says_gbp"]
        }
        off = {(each.service, each.row): each.amount_gbp * part[each.other]
               for each in one.answer.between if each.direction == form.PAID}  # fmt: skip
        for figure in one.answer.figures:
            onward = sum(gbp for (service, _), gbp in off.items() if service == figure.service)
            rows.append({
                "return_id": f"{one.delivery.number}:{figure.column}{figure.row}", "body": one.answer.body,
                "service": figure.service, "function": figure.function, "economic": figure.economic,
                "amount_gbp": round(figure.gross_gbp - figure.fees_gbp - onward, 2), "plus_minus": figure.plus_minus,
                "sheet": f"return {one.delivery.number} ({one.delivery.file})", "row": figure.row, "column": figure.column,
            })  # fmt: skip
            off = {key: gbp for key, gbp in off.items() if key[0] != figure.service}
    return pd.DataFrame(rows, columns=[*ASKED])


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
    rows = [{"payer": payer, "receiver": receiver, **both} for (payer, receiver), both in sorted(said.items())]
    columns = ["payer", "receiver", "payer_says_gbp", "receiver_says_gbp"]
    table = pd.DataFrame(rows, columns=columns).astype({name: "float64" for name in columns[2:]})
    payer, receiver = table["payer_says_gbp"], table["receiver_says_gbp"]
    rule = pd.Series(RECEIVER, index=table.index, dtype="str").mask(receiver.isna(), PAYER).mask(payer.isna(), NOBODY)
    return table.assign(
        difference_gbp=(payer - receiver).round(2), used_gbp=receiver.fillna(payer).mask(payer.isna()), rule=rule
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
    own = [lines.assign(body=lines["spender"])]
    for body in scoped_bodies()["body"]:
        own.append(lines[speaks_for(lines, str(body), scoped_bodies())].assign(body=str(body)))
    return Asked(where.slug, where.name, str(when), by_line(pd.concat(own, ignore_index=True)))


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
    words = sums.agg(theme=("theme", "first"), keys=("basis", lambda keys: ", ".join(sorted({key for key in keys if key}))))
    return money.join(words).reset_index()


def expected(found: Asked) -> pd.DataFrame:
    """Bodies of a place that could replace an estimate: body, estimate_gbp (of what is shared by key), largest first."""
    lines = found.lines.assign(open_gbp=found.lines["estimate_gbp"] - found.lines["published_gbp"])
    sums = lines.groupby("body")["open_gbp"].sum().round(2)
    table = sums[sums.abs() >= 0.01].rename("estimate_gbp").reset_index()
    return table.sort_values(["estimate_gbp", "body"], ascending=[False, True], ignore_index=True)


def status(found: Collection, today: str) -> pd.DataFrame:
    """Who has answered: body, state, estimate_gbp, returned_gbp, version, filled_in_by, due; today as 2026-01-31."""
    sums = found.count.returned.groupby("body")["replaced_gbp"].sum() if found.held else pd.Series(dtype="float64")
    held = {one.answer.body: one for one in found.held}
    table = expected(found.asked)
    beside = [body for body in held if body not in set(table["body"])]
    table = pd.concat([table, pd.DataFrame({"body": beside, "estimate_gbp": 0.0})], ignore_index=True)
    table = table[~table["body"].isin(_spoken_for(found))] if held else table[~table["body"].isin(scoped_bodies()["body"])]
    due = table["body"].map(found.due)
    late = due.notna() & (due != "") & (due.fillna("") < today)
    state = table["body"].isin(held).map({True: "answered", False: "not asked"})
    state = state.mask(due.notna() & (state != "answered"), "asked").mask(late & (state != "answered"), "late")
    return table.assign(
        state=state, returned_gbp=table["body"].map(sums), version=table["body"].map({b: h.version for b, h in held.items()}),
        filled_in_by=table["body"].map({b: h.answer.by for b, h in held.items()}), due=due,
    ).reset_index(drop=True)  # fmt: skip


def _spoken_for(found: Collection) -> set[str]:
    """Bodies that need not answer: a scope for which nobody answered, and spenders all of whose lines another speaks for."""
    scoped = scoped_bodies()
    answered = {one.answer.body for one in found.held}
    silent = set(scoped["body"]) - answered
    lines = found.before.count.lines
    for body in set(scoped["body"]) & answered:
        mine = speaks_for(lines, str(body), scoped) | (lines["method"] != str(Method.APPORTIONED))
        whole = mine.groupby(lines["spender"]).all()
        touched = speaks_for(lines, str(body), scoped).groupby(lines["spender"]).any()
        silent |= set(whole[whole & touched].index)
    return silent


def by_lens(found: Ranged, outcomes: pd.DataFrame) -> pd.DataFrame:
    """How each lens is known: lens, and GBP by method (published, returned, apportioned), total_gbp."""
    lines = found.lines
    local = is_local(lines)
    cuts = {
        Lens.ALL: pd.Series(True, index=lines.index), Lens.LOCAL_BODIES: local, Lens.OUTSIDE_BODIES: ~local,
        Lens.OUTCOME: outcomes_of(lines, outcomes) != "",
    }  # fmt: skip
    rows = []
    for lens, cut in cuts.items():
        sums = lines[cut].groupby("method", observed=True)["amount_gbp"].sum()
        rows.append({"lens": str(lens), **{word: round(float(sums.get(word, 0.0)), 2) for word in HOW}})
    table = pd.DataFrame(rows)
    return table.assign(total_gbp=table[[*HOW]].sum(axis=1).round(2))


def known_by_service(found: Ranged, rows: int = 14, columns: int = 7) -> pd.DataFrame:
    """Bodies by function: the part of each one's money that is published or returned (a gap where it has none)."""
    lines = found.lines.assign(size=found.lines["amount_gbp"].abs())
    known = lines["size"].where(lines["method"] != str(Method.APPORTIONED), 0.0)
    bodies = lines.groupby("spender")["size"].sum().nlargest(rows).index
    functions = lines.groupby("function")["size"].sum().nlargest(columns).index
    near = lines.assign(known=known)
    near = near[near["spender"].isin(bodies) & near["function"].isin(functions)]
    sums = near.groupby(["spender", "function"], observed=True)[["known", "size"]].sum()
    part = (sums["known"] / sums["size"].where(sums["size"] > 0)).unstack("function")
    return part.reindex(index=bodies, columns=functions).rename_axis("body").reset_index()


def ask_next(found: Collection, number: int = 5) -> pd.DataFrame:
    """The returns that would narrow the range of the total most: body, estimate_gbp, narrower_gbp, part of the range."""
    answered = {one.answer.body for one in found.held}
    lines = found.after.lines.assign(body=found.after.lines["spender"])
    for body in scoped_bodies()["body"]:
        lines["body"] = lines["body"].mask(speaks_for(lines, str(body), scoped_bodies()), str(body))
    narrower = narrowed_by(lines, "body", simulation())
    table = narrower.rename_axis("body").rename("narrower_gbp").reset_index()
    table = table[~table["body"].isin(answered) & (table["narrower_gbp"] > 0)].head(number)
    open_gbp = expected(found.asked).set_index("body")["estimate_gbp"]
    width = found.after.high_gbp - found.after.low_gbp
    return table.assign(estimate_gbp=table["body"].map(open_gbp), part=table["narrower_gbp"] / width).reset_index(drop=True)


def surprises(found: Collection) -> pd.DataFrame:
    """Each replacement as a test of the keys that it replaced: body, service, keys, estimate_gbp, low_gbp, high_gbp,
    replaced_gbp, surprise (distance from the estimate in half-ranges: beyond 1 it lies outside), inside."""
    rows = found.count.returned
    rows = rows[rows["state"] == REPLACES] if len(rows) else rows
    lines, scoped = found.before.lines, scoped_bodies()
    return pd.DataFrame(
        [_surprise(row, lines[_tested(lines, row, speaks_for(lines, row["body"], scoped))]) for row in rows.to_dict("records")],
        columns=[
            "return_id", "body", "service", "economic", "keys", "estimate_gbp", "low_gbp", "high_gbp", "replaced_gbp",
            "surprise", "inside",
        ],
    )  # fmt: skip


def _tested(lines: pd.DataFrame, row: dict[str, object], mine: pd.Series) -> pd.Series:
    chosen = mine & (lines["method"] == str(Method.APPORTIONED))
    for column, name, every in (("service", "programme", ALL_SERVICES), ("economic", "economic", BOTH)):
        if row[column] != every:
            chosen &= lines[name] == row[column]
    return chosen


def _surprise(row: dict[str, object], lines: pd.DataFrame) -> dict[str, object]:
    from totalplace_lib.evidence.ranges import total

    central, low, high, _ = total(lines)
    returned = float(str(row["replaced_gbp"]))
    half = (high - central) if returned > central else (central - low)
    surprise = abs(returned - central) / half if half else float("nan")
    return {
        **{name: row[name] for name in ("return_id", "body", "service", "economic", "replaced_gbp")},
        "keys": ", ".join(sorted(lines["key"].unique())), "estimate_gbp": central, "low_gbp": low, "high_gbp": high,
        "surprise": surprise, "inside": bool(low <= returned <= high),
    }  # fmt: skip
