"""Which keys of names are one supplier: compared with rapidfuzz within blocks, and joined where they are surely one.

Two keys are one where they have the same letters, or the same words but for one slip of the pen, a word cut off at the
end of a ledger's field, or words that say nothing ("group"). Figures must be the same: SPV 1 is not SPV 2. What is not
sure stays apart: a supplier counted as two makes a smaller claim than two counted as one.
Measured on labelled pairs: docs/payments.md.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from totalplace_lib.payments.supplier_names import Keys

SAYS_NOTHING = frozenset(
    {"group", "holding", "service", "agency", "solicitor", "partnership", "organisation"}
)
_TURNED = frozenset({"university", "college", "school", "institute", "council"})
MOST_IN_BLOCK = 60
_SLIP, _LONG = 6, 8


def same(one: Keys, other: Keys) -> bool:
    """Whether two names are one supplier."""
    if alike(one.own, other.own):
        return True
    mine, theirs = {one.own, *one.others}, {other.own, *other.others}
    shared = (mine & theirs) | _inside(one, other) | _inside(other, one)
    return any(_is_telling(key) for key in shared)


def _inside(one: Keys, other: Keys) -> set[str]:
    """The name of one where it stands in a bracket of the other: of a single word there are too many."""
    return {one.own} & {key for key in other.within if " " in key}


def _is_telling(key: str) -> bool:
    """Whether a second name says enough to join by: one word of some length, or several."""
    return len(key) >= 4


def alike(one: str, other: str) -> bool:
    """Whether two keys are spellings of one name."""
    if one == other:
        return True
    mine, theirs = _taken_apart(one), _taken_apart(other)
    if mine.figures != theirs.figures or not mine.words or not theirs.words:
        return False
    if _is_turned(mine.words, theirs.words):
        return True
    if one[0] != other[0]:
        return False
    if mine.squeezed == theirs.squeezed or _same_words(mine.words, theirs.words):
        return True
    if len(mine.telling) != len(theirs.telling):
        shortest = min(len(mine.squeezed), len(theirs.squeezed))
        has_more = {*mine.telling} < {*theirs.telling} or {*theirs.telling} < {*mine.telling}
        return (
            not has_more
            and shortest >= _LONG
            and Levenshtein.distance(mine.squeezed, theirs.squeezed, score_cutoff=1) <= 1
        )
    return _same_words(mine.telling, theirs.telling)


class _Apart(NamedTuple):
    """A key taken apart: its words, those that tell something, these squeezed together, the numbers in it."""

    words: list[str]
    telling: list[str]
    squeezed: str
    figures: list[str]


@functools.lru_cache(maxsize=500_000)
def _taken_apart(key: str) -> _Apart:
    words = key.split()
    telling = _telling(words)
    return _Apart(words, telling, "".join(telling), _figures(words))


def _is_turned(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one begins in the middle of the other: university birmingham, birmingham university. Two words say that
    only of a university and its like."""
    if len(mine) < 3 and not _TURNED & {*mine}:
        return False
    turned = (list(mine[at:]) + list(mine[:at]) for at in range(1, len(mine)))
    return len(mine) == len(theirs) and any(one == list(theirs) for one in turned)


def _telling(words: Sequence[str]) -> list[str]:
    """Without words that say nothing, where others are left."""
    return [word for word in words if word not in SAYS_NOTHING] or list(words)


def _figures(words: Iterable[str]) -> list[str]:
    """The numbers in a name, Roman ones too."""
    found = (
        "".join(sign for sign in word if sign.isdigit()) or (word if word in _ROMAN else "") for word in words
    )
    return sorted(filter(None, found))


_ROMAN = frozenset(["ii", "iii", "iv", "vi", "vii", "viii", "ix"])


def _same_words(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Word by word, with one slip at most, or the last word cut off."""
    if len(mine) != len(theirs):
        return False
    different = [at for at, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b]
    if len(different) != 1:
        return not different
    at = different[0]
    return _is_slip(mine[at], theirs[at], len(mine)) or (at == len(mine) - 1 and _is_cut(mine, theirs))


def _is_slip(a: str, b: str, words: int) -> bool:
    """One letter wrong, missing or doubled in a long word, not the first; or a word written without some letters."""
    short, long = sorted((a, b), key=len)
    if len(short) < _SLIP or a[0] != b[0]:
        return False
    if Levenshtein.distance(a, b, score_cutoff=1) <= 1:
        return words > 1 or len(short) >= 8 or len(short) < len(long)
    rest = iter(long)
    return words > 1 and short[:4] == long[:4] and all(letter in rest for letter in short)


def _is_cut(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """The last word of one begins the other's: a ledger's field was too short."""
    a, b = sorted((mine[-1], theirs[-1]), key=len)
    return len(mine) > 1 and b.startswith(a) and len(a) >= 2 and sum(map(len, mine[:-1])) >= 12


def linked(names: Mapping[str, Keys]) -> dict[str, str]:
    """Each name's supplier: the first name, in the order given, of those that are one."""
    first: dict[Keys, str] = {}
    for name, keys in names.items():
        first.setdefault(keys, name)  # what has the same keys is one without being compared
    order = {name: at for at, name in enumerate(first.values())}
    parent = {name: name for name in first.values()}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for one, other in _candidates({name: keys for keys, name in first.items()}):
        mine, theirs = root(one), root(other)
        if mine != theirs and same(names[one], names[other]):
            earlier, later = sorted((mine, theirs), key=order.__getitem__)
            parent[later] = earlier
    return {name: root(first[keys]) for name, keys in names.items()}


def _candidates(names: Mapping[str, Keys]) -> Iterator[tuple[str, str]]:
    """Pairs that share a rare word, a beginning, all words or a second name."""
    often: dict[str, int] = defaultdict(int)
    for keys in names.values():
        for word in set(keys.own.split()):
            often[word[:5]] += 1
    blocks: dict[str, list[str]] = defaultdict(list)
    for name, keys in names.items():
        for label in _blocks(keys, often):
            blocks[label].append(name)
    for block in blocks.values():
        if len(block) > MOST_IN_BLOCK:
            near = sorted(block, key=lambda name: names[name].own)
            yield from ((a, b) for at, a in enumerate(near) for b in near[at + 1 : at + 6])
        else:
            yield from ((a, b) for at, a in enumerate(block) for b in block[at + 1 :])


def _blocks(keys: Keys, often: Mapping[str, int]) -> set[str]:
    words = sorted(set(keys.own.split()), key=lambda word: (often[word[:5]], word))
    found = {f"w {word[:5]}" for word in words[:2]}
    found |= {f"b {keys.own.replace(' ', '')[:7]}", f"s {' '.join(sorted(keys.own.split()))}"}
    return found | {f"k {key}" for key in (keys.own, *keys.others, *keys.within)}
