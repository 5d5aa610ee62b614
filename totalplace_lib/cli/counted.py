"""How counts are shown: a dozen lines for people, plain data, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from totalplace_lib.count.citing import CITED, cells

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.count.whole_area import Count

LINE_FIELDS = [
    "payer", "spender", "programme", "function", "economic", "control", "amount_gbp", "low_gbp", "high_gbp", "grade",
    "method", "key", "source", *CITED,
]  # fmt: skip


def records(counts: Sequence[Count]) -> dict[str, Any]:
    """The same shape for one place and for several: {"counts": [...]} (docs/how-to-script.md)."""
    return {"counts": [_record(count) for count in counts]}


def _record(count: Count) -> dict[str, Any]:
    """Place, year, totals, lines, ledger; low, high and grade for each line and in total."""
    from totalplace_lib.evidence.ranges import ranged

    found = ranged(count)
    lines = found.lines.assign(source=cells(found.lines))
    return {
        "place": count.place.slug,
        "name": count.place.name,
        "year": str(count.year),
        "lens": str(count.lens),
        "total_gbp": count.total_gbp,
        "low_gbp": found.low_gbp,
        "high_gbp": found.high_gbp,
        "grade": found.grade,
        "unallocated_gbp": count.unallocated_gbp,
        "population": count.population,
        "lines": lines[LINE_FIELDS].to_dict("records"),
        "ledger": count.ledger.to_dict("records"),
    }


def tables(of_counts: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """totals, lines and ledger of all counts (records) together, each row with its place and year."""
    import pandas as pd

    made = of_counts["counts"]
    of = ["place", "name", "year", "lens"]
    totals = pd.DataFrame(made).drop(columns=["lines", "ledger"])
    parts = {
        part: pd.concat(
            [pd.DataFrame(one[part]).assign(**{name: one[name] for name in of}) for one in made],
            ignore_index=True,
        )
        for part in ("lines", "ledger")
    }
    return {"totals": totals} | {
        part: frame[[*of, *(name for name in frame.columns if name not in of)]]
        for part, frame in parts.items()
    }


def summary(count: Count) -> str:
    """Total with its range and grade, who spends it, the ledger added up."""
    groups = [
        f"  {row.spender_group:45} {row.amount_gbp:20,.0f}  {row.share:6.1%}"
        for row in count.by("spender_group").itertuples()
    ]
    left = f"  Not placed: £{count.unallocated_gbp:,.0f} of the catchments' money"
    head = f"{count.place.name}, {count.year}: £{count.total_gbp:,.0f}, £{count.per_head_gbp:,.0f} a head"
    return "\n".join([head, _range(count), *groups, left, *_ledger(count), ""])


def _range(count: Count) -> str:
    from totalplace_lib.evidence import regions
    from totalplace_lib.evidence.ranges import grade_in_words, range_of_total

    low, high, grade = range_of_total(count)
    words = f"{grade_in_words(grade)[:1].lower()}{grade_in_words(grade)[1:]}"
    why = BESIDE_TREASURY if regions.level(count.place) else ranges_held()
    return f"  Range £{low:,.0f} to £{high:,.0f}; grade {grade}: {words}\n  {why}"


BESIDE_TREASURY = "The range is what this count and the Treasury's figure leave open (docs/definition.md)."


def ranges_held() -> str:
    """How often ranges held what is known, the worst family of tests beside the mean."""
    from totalplace_lib.evidence import measured
    from totalplace_lib.present.numbers import share

    held = measured.coverage().set_index("level")
    mean, worst = (share(float(held["inside"][level])) for level in ("places", "places: worst"))
    name = held["name"]["places: worst"]
    return f"Ranges meant to hold 90% held {mean} of known figures; the worst family, {name}, {worst}."


def _ledger(count: Count) -> list[str]:
    """Each step, what it changes, and what is left after it; the last line is the total."""
    steps, changes, left = (count.ledger[name] for name in ("step", "difference_gbp", "out_gbp"))
    width = max(45, int(steps.str.len().max()))
    rows = [
        f"  {step:{width}} {change:21,.2f} {after:21,.2f}"
        for step, change, after in zip(steps, changes, left, strict=True)
    ]
    heading = f"{'Ledger':{width + 2}} {'change, £':>21} {'left, £':>21}"
    return [heading, *rows, f"  {'Added up':{width}} {changes.sum():21,.2f} {count.total_gbp:21,.2f}"]


def verified() -> str:
    """Which tables were read, each the one that the build wrote."""
    from totalplace_lib.checksums import proved

    names = proved()
    return f"Verified by checksum: {len(names)} tables of data/processed ({', '.join(names)})"
