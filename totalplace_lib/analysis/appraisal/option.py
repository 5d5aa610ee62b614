"""An option as the engine sees it: who starts when, what it costs and brings whom, in one year's prices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from totalplace_lib.analysis.appraisal.draws import Span

FISCAL, ECONOMIC, SOCIAL = "fiscal", "economic", "social"
EVERY_YEAR, ONCE = "every year", "once"


@dataclass(frozen=True)
class Cost:
    """What somebody pays.

    amount    GBP: for each person who starts (a person), else in each of the years (a year)
    first, last   years of the option, from 0, for an amount a year
    optimism  the share that is added, because costs are seldom overstated
    """

    name: str
    body: str
    amount: Span
    each_person: bool
    first: int = 0
    last: int = 0
    optimism: float = 0.0


@dataclass(frozen=True)
class Effect:
    """What somebody gains: people who started x volume x impact x (1 - deadweight) x attribution x unit value.

    value     GBP for each unit (a person), or of the whole cohort in a year (a year)
    volume    units in a year for each person; lag: years before it begins; lasts: years that it lasts for each person
    drop_off  the share that is lost from each year to the next
    cashable  the share of a fiscal gain that leaves a budget; the rest is capacity released
    optimism  the share that is taken off
    """

    name: str
    body: str
    kind: str
    value: Span
    each_person: bool
    impact: Span
    volume: Span
    deadweight: Span
    attribution: Span
    drop_off: Span
    cashable: Span
    lag: int = 0
    lasts: int = 1
    optimism: float = 0.0
    is_health: bool = False


@dataclass(frozen=True)
class Option:
    """One option for one place.

    cohort    people who can start in a year (every year) or in all (once)
    starts    the share of the cohort that starts in each year, one for each year of the horizon
    """

    slug: str
    cohort: Span
    starts: tuple[float, ...]
    costs: tuple[Cost, ...]
    effects: tuple[Effect, ...]

    @property
    def years(self) -> int:
        """Length of the horizon."""
        return len(self.starts)

    def inputs(self) -> Iterator[tuple[str, Span]]:
        """Every input that is drawn, by a name that says whose it is; "cohort" first."""
        yield "cohort", self.cohort
        for number, cost in enumerate(self.costs):
            yield f"cost {number} amount", cost.amount
        for number, effect in enumerate(self.effects):
            for name in PARTS:
                yield f"effect {number} {name}", getattr(effect, name)

    def words(self) -> dict[str, str]:
        """What each input is, for a reader."""
        said = {"cohort": "How many people there are"}
        said |= {f"cost {number} amount": f"Cost: {cost.name}" for number, cost in enumerate(self.costs)}
        for number, effect in enumerate(self.effects):
            said |= {f"effect {number} {name}": f"{effect.name}: {word}" for name, word in PARTS.items()}
        return said


PARTS = {
    "value": "value of each",
    "volume": "how often",
    "impact": "how much of it changes",
    "deadweight": "what would have happened anyway",
    "attribution": "what is due to the option",
    "drop_off": "what is lost from year to year",
    "cashable": "what leaves a budget",
}


def starts(ramp: tuple[float, ...], intake: str, years: int) -> tuple[float, ...]:
    """The share of the cohort that starts in each year: the ramp, then its last value (every year) or nobody (once)."""
    last = ramp[-1] if intake == EVERY_YEAR else 0.0
    return tuple(ramp[year] if year < len(ramp) else last for year in range(years))
