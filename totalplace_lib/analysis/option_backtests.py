"""Options beside what was published of them, in the place and year of their file, without optimism bias."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from totalplace_lib.analysis.options import Case, case, read_option


def beside_published(slug: str) -> pd.DataFrame:
    """An option in the place and year of its file, as published (without optimism bias), beside what was published.

    what, measure, published, low, high (of several published figures), ours, difference (to the nearest of them, as a
    share; 0 inside their range), fit, source. Money is GBP of the year of the file.
    """
    data = read_option(slug)
    one = case(slug, str(data["cohort_place"]), str(data["cohort_year"]), draws=1, optimism=False)
    return pd.DataFrame([_beside(one, row) for row in data.get("published", [])])


def _beside(one: Case, row: Mapping[str, Any]) -> dict[str, Any]:
    given = row["published"] if isinstance(row["published"], list) else [row["published"]] * 3
    low, middle, high = (float(each) for each in given)
    ours = published_measure(one, str(row["measure"]), int(row["by_year"]), "only_year" in row)
    nearest = min(max(ours, low), high)
    gap = ours / nearest - 1 if nearest else ours
    return {
        "what": row["what"], "measure": row["measure"], "published": middle, "low": low, "high": high,
        "ours": round(ours, 4), "difference": gap, "fit": row["fit"], "source": row["source"],
    }  # fmt: skip


def published_measure(one: Case, measure: str, by_year: int, only_year: bool) -> float:
    """Our figure that stands beside a published one: of the years up to one, or of that year alone."""
    money = one.appraised.central_flows
    years = slice(by_year - 1 if only_year else 0, by_year)
    costs, cash, capacity = (part[0, years] for part in money.together)
    net = cash + capacity - costs
    found = {
        "cost": costs.sum(),
        "cash": cash.sum(),
        "gain": (cash + capacity).sum(),
        "net": net.sum(),
        "net present value": net @ one.appraised.factors[years],
        "share of the lines": (cash + capacity).sum() / max(float(one.lines["lines_gbp"].sum()), 1.0),
        "public ratio": ((cash + capacity + money.wider[0, years] + money.health[0, years]).sum())
        / max(float(costs.sum()), 1.0),
    }
    return float(found[measure])
