"""docs/places-like-it.md: whether places like it say more of a place's spending than its region does, by service, and
how well the pattern of all England (expected.py) says it; the place itself always left out.

Run as `python -m totalplace_lib.analysis.peer_tests > docs/places-like-it.md`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from totalplace_lib.analysis.expected import (
    ESTIMATED,
    columns,
    covered,
    evidence,
    pattern,
    services,
    spent,
)
from totalplace_lib.analysis.neighbours import (
    LISTED,
    UPPER,
    candidates,
    described,
    distances,
    drivers,
    members_of,
    neighbours,
)
from totalplace_lib.count import geography
from totalplace_lib.model import Year
from totalplace_lib.national.places import gazetteer
from totalplace_lib.project import remembered

YEARS = ("2008-09", "2018-19", "2022-23")
SHOWN = ("luton", "central-bedfordshire", "cumbria", "birmingham", "greater-manchester", "blackpool", "york")
BEFORE = ("income", "children", "pensioners", "barriers", "density", "size")
"""The variables that made neighbours until now, all alike."""


@remembered
def heads(year: Year) -> pd.DataFrame:
    """GBP for each resident of every upper-tier area with many residents, a column for each service; a gap where more
    than ESTIMATED of it stands for a return that was not made. Index slug."""
    members = members_of(candidates(UPPER, year)).rename(columns={"group": "slug"})
    sums = (
        spent(year)
        .merge(members, on="area_code")
        .groupby(["slug", "service"])[["amount_gbp", "estimated_gbp"]]
        .sum()
    )
    known = sums["amount_gbp"].where(sums["estimated_gbp"].abs() <= ESTIMATED * sums["amount_gbp"].abs())
    table, people = known.unstack("service"), described(UPPER, year)["population"]
    return table.reindex(people.index).div(people, axis=0)


def predicted(year: Year, number: int = LISTED, weights: pd.Series | None = None) -> pd.DataFrame:
    """How far services are missed by the mean of so many nearest places and by that of the region, the place left out:
    service, name, published, places, near, region, country (mean error, as a part of the mean), is_nearer."""
    table = heads(year)
    order = np.argsort(_gaps(year, weights), axis=1)[:, :number]
    region = _regions(year).reindex(table.index).to_numpy()
    rows = [_missed(table[str(name)].to_numpy("float64"), order, region) for name in table]
    found = pd.DataFrame(rows, columns=["places", "near", "region", "country"]).assign(
        service=[*table.columns]
    )
    named = _kinds(year).merge(found, on="service")
    return named.assign(is_nearer=named["near"] < named["region"])


def _kinds(year: Year) -> pd.DataFrame:
    """service, name, published of the services of a year."""
    rules = services(year).drop_duplicates("service", ignore_index=True)
    return rules[["service", "name", "published"]]


def _gaps(year: Year, weights: pd.Series | None) -> np.ndarray:
    gaps = distances(described(UPPER, year), drivers()["weight"] if weights is None else weights)
    return gaps.fillna(np.inf).to_numpy()


def _missed(values: np.ndarray, order: np.ndarray, region: np.ndarray) -> tuple[int, float, float, float]:
    """Mean errors of three guesses at each value from others: those in `order`, those of its region, all."""
    known = ~np.isnan(values)
    near = np.nanmean(values[order], axis=1)
    sums = pd.DataFrame({"region": region, "value": values, "known": known.astype(float)})
    of_region = sums.groupby("region")[["value", "known"]].transform("sum")
    alone = (of_region["value"] - np.nan_to_num(values)) / (of_region["known"] - known)
    everywhere = (np.nansum(values) - np.nan_to_num(values)) / (known.sum() - known)
    size = abs(float(np.nanmean(values)))
    errors = [float(np.nanmean(abs(guess - values))) / size for guess in (near, alone.to_numpy(), everywhere)]
    return int(known.sum()), errors[0], errors[1], errors[2]


def _regions(year: Year) -> pd.Series:
    areas = gazetteer(geography.vintage_for(year)).areas.set_index("area_code")["region_name"]
    return pd.Series({each.slug: areas[each.areas[0]] for each in candidates(UPPER, year)})


def other_weights(year: Year) -> dict[str, pd.Series]:
    """Weights that compete with those of config/peers: all alike, six variables only, and fitted to the very spending
    that is to be predicted (mean size of the pattern's coefficients over services), which flatters them."""
    names = drivers().index
    alike = pd.Series(1 / len(names), names)
    six = pd.Series([1 / len(BEFORE) if name in BEFORE else 0.0 for name in names], names)
    sizes = []
    for service in _kinds(year).query("published == 'council'")["service"]:
        known = evidence(year, str(service), "council")
        values = known["per_head_gbp"].to_numpy("float64")
        made = pattern(known[columns()].to_numpy("float64"), values)
        sizes.append(abs(made.coefficients[: len(names)]) / values.std())
    fitted = pd.Series(np.mean(sizes, axis=0), names, dtype="float64")
    return {
        "all alike": alike,
        "the six of before": six,
        "fitted to the spending itself": fitted / fitted.sum(),
    }


def document(years: Sequence[str] = YEARS) -> str:
    """docs/places-like-it.md."""
    parts = [_head(), _weights(), *(_tested(Year.parse(year)) for year in years)]
    last = Year.parse(years[-1])
    return (
        "\n".join(
            [*parts, _competing(last), *(_pattern(Year.parse(year)) for year in years), _read(str(last))]
        )
        + "\n"
    )


def _head() -> str:
    return """# Places like it, and what the pattern of all England gives

Made by `python -m totalplace_lib.analysis.peer_tests > docs/places-like-it.md`.

Places are alike in what drives spending and cannot be chosen by who spends. Distance is Euclidean on standardised
variables, each with its weight; mayoral areas stand beside mayoral areas, districts beside districts, everything else
beside upper-tier areas, and nothing across the border of London unless asked. What a place would spend if money
followed the pattern of all England is a ridge regression on the same variables and London, without the place; its range
is what nine in ten left out one at a time were missed by. It says what others like it spend: not what ought to be
spent, and not why.
"""


def _weights() -> str:
    rows = [
        f"| {row['name']} | {row['group']} | {row['weight'] * 100:.0f} | {row['why']} |"
        for row in drivers().to_dict("records")
    ]
    head = [
        "## Variables and weights",
        "",
        "| Variable | Group | Weight, % | What it stands for |",
        "|---|---|---:|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _tested(year: Year) -> str:
    table = predicted(year)
    rows = [
        f"| {row['name']} | {row['published']} | {row['places']} | {row['near']:.1%} | {row['region']:.1%} | "
        f"{row['country']:.1%} | {'yes' if row['is_nearer'] else 'no'} |"
        for row in table.to_dict("records")
    ]
    return "\n".join(
        [
            f"## Do places like it say more than the region? {year}",
            "",
            "Mean error of three guesses at each upper-tier area's spending for each resident, as a part of the mean: "
            f"the mean of its {LISTED} nearest, of the rest of its region, of the rest of England. Nearer for "
            f"{table['is_nearer'].sum()} of {len(table)} services. A service published for a force, a fire authority "
            "or a board is the same all over it, which favours the region.",
            "",
            "| Service | Published by | Areas | Places like it | Region | England | Nearer than the region |",
            "|---|---|---:|---:|---:|---:|---|",
            *rows,
            "",
        ]
    )


def _competing(year: Year) -> str:
    every = {"of config/peers/drivers.csv": drivers()["weight"], **other_weights(year)}
    rows = []
    for name, weights in every.items():
        for number in (5, LISTED):
            table = predicted(year, number, weights)
            rows.append(
                f"| {name} | {number} | {table['near'].mean():.1%} | {table['is_nearer'].sum()} of {len(table)} |"
            )
    head = [
        f"## Other weights, {year}", "",
        "| Weights | Places | Mean error over services | Nearer than the region |", "|---|---:|---:|---|",
    ]  # fmt: skip
    return "\n".join([*head, *rows, ""])


@remembered
def held(year: Year) -> pd.DataFrame:
    """How good the pattern of every service is on units that had no part in it: service, name, published, and
    expected.covered()."""
    kinds = _kinds(year)
    rows = [covered(year, str(row.service), str(row.published)) for row in kinds.itertuples()]
    return pd.concat([kinds, pd.DataFrame(rows)], axis=1)


def _pattern(year: Year) -> str:
    rows = [
        f"| {row['name']} | {row['published']} | {row['units']:.0f} | {row['mean_gbp']:,.0f} | "
        f"{row['missed']:.1%} | {row['missed_by_mean']:.1%} | {row['covered']:.0%} |"
        for row in held(year).to_dict("records")
    ]
    head = [
        f"## The pattern of all England, {year}",
        "",
        "Units in ten parts; each part is said by a pattern made from the other nine, its strength and its range too. "
        "Mean error as a part of the mean, beside that of the plain mean of the other nine; covered: the part of units "
        "inside their ranges, which are made to hold 90%.",
        "",
        "| Service | Published by | Units | Mean, £ | Pattern | Plain mean | Covered |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    return "\n".join([*head, *rows, ""])


def _read(year: str) -> str:
    rows = [f"- **{slug}**: {', '.join(each.name for each in neighbours(slug, year, 6))}." for slug in SHOWN]
    return "\n".join([f"## The six nearest of some places, {year}", "", *rows])


if __name__ == "__main__":
    print(document(), end="")
