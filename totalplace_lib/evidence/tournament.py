"""The key tournament: England's money of each driver shared over nine regions by each candidate, against the truth.

Error is misplaced money: half the sum of absolute differences between the shared and the published amounts, since each
pound in the wrong region is missing in the right one. A driver has one key for all its lines and years: of the
candidates within one standard error (over regions) of the best, the simplest, and of those as simple the best.
Everything that is chosen or fitted is chosen and fitted again in each fold, without the region or year that it is then
judged on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from totalplace_lib.errors import ConfigError
from totalplace_lib.evidence.candidates import Array, fit

POPULATION = "population"
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Candidate:
    """A key, or the terms of a combination whose weights are fitted; is_settled: chosen below the region already."""

    key: str
    terms: tuple[str, ...] = ()
    is_settled: bool = False

    @property
    def complexity(self) -> int:
        """0 for population, 1 for another key, 2 for a fitted combination."""
        return 2 if self.terms else int(self.key != POPULATION)


@dataclass(frozen=True)
class Choice:
    """What a driver's lines are shared by: candidate and, for a fitted one, the weights of its terms."""

    candidate: Candidate
    weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class Arena:
    """One driver's truth and what may compete.

    amounts  years x regions, GBP, published;  shares  key -> years x regions, each row summing to one
    """

    years: tuple[str, ...]
    regions: tuple[str, ...]
    amounts: Array
    shares: dict[str, Array]
    candidates: tuple[Candidate, ...]

    def predicted(self, choice: Choice) -> Array:
        """Shares of England, years x regions, under a choice."""
        if not choice.weights:
            return self.shares[choice.candidate.key]
        parts = [
            weight * self.shares[term]
            for term, weight in zip(choice.candidate.terms, choice.weights, strict=True)
        ]
        return np.asarray(np.sum(parts, axis=0))

    def settle(self, candidate: Candidate, years: Flags, regions: Flags) -> Choice:
        """The candidate with its weights fitted to the years and regions given."""
        if not candidate.terms:
            return Choice(candidate)
        held = np.ix_(years, regions)
        split = _in_shares(self.amounts[held])
        terms = np.stack([_in_shares(self.shares[term][held]) for term in candidate.terms])
        return Choice(candidate, tuple(float(weight) for weight in fit(split, terms)))

    def errors(self, choice: Choice, years: Flags, regions: Flags) -> Array:
        """Misplaced money by region, GBP, summed over the years, when only these regions are shared out."""
        held = np.ix_(years, regions)
        truth = self.amounts[held]
        shared = _in_shares(self.predicted(choice)[held]) * truth.sum(axis=1, keepdims=True)
        return np.asarray(np.abs(shared - truth).sum(axis=0) / 2)

    def choose(self, years: Flags, regions: Flags) -> Choice:
        """The simplest candidate within one standard error of the best, on the years and regions given."""
        eligible = [each for each in self.candidates if each.is_settled] or self.candidates
        settled = [self.settle(candidate, years, regions) for candidate in eligible]
        errors = np.stack([self.errors(choice, years, regions) for choice in settled])
        excess = errors - errors[errors.sum(axis=1).argmin()]
        standard_error = np.sqrt(errors.shape[1]) * excess.std(axis=1, ddof=1)
        near = np.flatnonzero(excess.sum(axis=1) <= standard_error + 1e-6)
        ranks = [(settled[number].candidate.complexity, errors[number].sum()) for number in near]
        return settled[int(near[min(range(len(near)), key=lambda number: ranks[number])])]

    def everything(self) -> tuple[Flags, Flags]:
        """All years and all regions."""
        return np.ones(len(self.years), dtype=bool), np.ones(len(self.regions), dtype=bool)


def _in_shares(amounts: Array) -> Array:
    return np.asarray(amounts / amounts.sum(axis=1, keepdims=True))


def arena(truth: pd.DataFrame, shares: dict[str, pd.DataFrame], shortlist: pd.DataFrame) -> Arena:
    """One driver's arena.

    truth      region_code, year, amount_gbp (any number of lines)
    shares     year -> keys x regions (candidates.region_shares)
    shortlist  rows of config/evidence/shortlists.csv of the driver: key, kind, terms; population competes unless a
               row is of kind statute; nothing competes with a row of kind below
    Raises ConfigError for a key without a series. Net receipts are judged as
    payments are: by where they are.
    """
    table = truth.pivot_table(
        index="year", columns="region_code", values="amount_gbp", aggfunc="sum", fill_value=0.0
    )
    total = table.sum(axis=1)
    table = table[total != 0].mul(np.sign(total[total != 0]), axis=0).sort_index()
    listed = tuple(
        Candidate(
            str(row["key"]),
            tuple(str(row["terms"]).split()) if row["kind"] == "fitted" else (),
            row["kind"] == "below",
        )
        for row in shortlist.to_dict("records")
    )
    is_free = not (shortlist["kind"] == "statute").any()
    candidates = (Candidate(POPULATION), *listed) if is_free else listed
    names = {POPULATION} | {
        name for candidate in candidates for name in (candidate.terms or (candidate.key,))
    }
    unknown = names - set(next(iter(shares.values())).index)
    if unknown:
        raise ConfigError(f"config/evidence/shortlists.csv: no series for the key '{sorted(unknown)[0]}'.")
    found = {
        name: np.stack(
            [shares[year].loc[name, list(table.columns)].to_numpy(dtype=float) for year in table.index]
        )
        for name in names
    }
    return Arena(tuple(table.index), tuple(table.columns), table.to_numpy(dtype=float), found, candidates)


def leave_out(held: Arena, by: str) -> list[tuple[Flags, Flags, Choice]]:
    """The folds of a driver: (years judged, regions judged, choice made without them); by is region, year or both."""
    years, regions = held.everything()
    folds = []
    for out_year in _singles(years) if by in ("year", "both") else [years & False]:
        for out_region in _singles(regions) if by in ("region", "both") else [regions & False]:
            choice = held.choose(years & ~out_year, regions & ~out_region)
            folds.append(
                (out_year if by != "region" else years, out_region if by != "year" else regions, choice)
            )
    return folds


def _singles(flags: Flags) -> list[Flags]:
    return [np.arange(len(flags)) == number for number in range(len(flags))]


def label(choice: Choice) -> str:
    """ "0.6 population + 0.4 income_deprived" for a fitted choice, else the key."""
    if not choice.weights:
        return choice.candidate.key
    parts = zip(choice.weights, choice.candidate.terms, strict=True)
    return " + ".join(f"{weight:g} {term}" for weight, term in parts if weight)
