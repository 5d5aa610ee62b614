"""What somebody may write into an option by mistake, and what is said of it: every fault at once, in plain words."""

from __future__ import annotations

import re

import pytest
from real_config import real_config

from totalplace_lib.schema.config.tables.options import OPTIONS
from totalplace_lib.schema.config.whole_file import judge_file

FILE = "config/options/persistent_offenders.toml"


def text() -> str:
    return real_config().contents[FILE].decode()


def faults(*changes: tuple[str, str]) -> list[str]:
    changed = text()
    for old, new in changes:
        assert old in changed, old
        changed = changed.replace(old, new, 1)
    return [str(one) for one in judge_file(OPTIONS, FILE, changed.encode(), real_config().facts)]


def test_every_option_is_right() -> None:
    names = [name for name in real_config().contents if name.startswith("config/options/")]
    assert len(names) >= 20
    for name in names:
        assert not judge_file(OPTIONS, name, real_config().contents[name], real_config().facts), name


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("cohort = [200, 250, 300]", "cohort = -5", "'-5' stands there; expected: a number of people of at least 0"),
        ("cohort = [200, 250, 300]", "cohort = [300, 250, 200]", "is no range: write low, most likely and high"),
        ("deadweight = 0.15", "deadweight = 1.4", "nothing can exceed 1"),
        ("impact = [0.1, 0.25, 0.4]", "impact = [0.1, 0.25, 1.4]", "a share from 0 to 1"),
        ('body = "Council"', 'body = "Concil"', "Nearest: 'Council'"),
        ('"drugs-alcohol"]', '"drug-alcohol"]', "Nearest: 'drugs-alcohol'"),
        ('"offender-silos"', '"offenders-silos"', "Nearest: 'offender-silos'"),
        ('part = "Police"', 'part = "Polise"', "Nearest: 'Police'"),
        ('prices = "2008-09"\nsource = "ours: one officer', 'source = "ours: one officer', "the price year is missing"),
        ('source = "ours: one officer for about fifteen people"', 'source = "we think"', "'ours: ' and why"),
        ('part = "Police"\nlines_share = 0.25', 'part = "Police"', "what share of them is the cohort's"),
        ('unit = "a person"\ngbp = [2000, 3000, 4500]', 'unit = "a year"\nfirst = 9\nlast = 3\ngbp = 3000',
         "the last year (3) is before the first (9)"),
        ('grade = "D"', 'grade = "B"', "an illustrative option rests on our assumptions"),
        ('status = "illustrative"', 'status = "published"', "has a [[published]] figure to stand beside"),
        ("ramp = [0.5, 1.0]", "ramp = []", "nobody would ever start"),
        ('intake = "every year"', 'intake = "once"', "of the people would start, more than there are"),
        ("ramp = [0.5, 1.0]", "", "ramp is missing"),
        ('kind = "fiscal"', 'kind = "social"', "the body is Residents or Employers"),
        ("cohort = [200, 250, 300]", 'cohort = "many"', "a number without quotes"),
        ('unit = "a person"\ngbp = [2000, 3000, 4500]', 'unit = "a person"\nunit_cost = "CR0"', "CR0"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_in_the_words_of_an_appraisal(old: str, new: str, says: str) -> None:
    found = faults((old, new))
    assert any(says in one for one in found), found
    assert all(one.startswith(FILE) for one in found)


def test_a_gain_before_a_cost() -> None:
    costs = re.sub(r'unit = "a person"\ngbp = (\[.*?\])', r'unit = "a year"\nfirst = 4\ngbp = \1', text())
    found = [str(one) for one in judge_file(OPTIONS, FILE, costs.encode(), real_config().facts)]
    assert sum("before the first cost in year 4" in one for one in found) == 2


def test_all_faults_are_said_at_once_with_their_rows() -> None:
    found = faults(
        ("cohort = [200, 250, 300]", "cohort = -5"), ("deadweight = 0.15", "deadweight = 2"),
        ('body = "Council"', 'body = "Parish"'), ("horizon = 10", "horizon = 100"),
    )  # fmt: skip
    assert len(found) == 4
    assert all(re.match(rf"{re.escape(FILE)}, row \d+, column \w+: ", one) for one in found), found
