"""Finding a place by whatever people call it: slug, name in any spelling, any code of any year, several joined by +.

What no name or code fits is refused with what it may have meant; what fits several places is answered with a question.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

from totalplace_lib import model
from totalplace_lib.asking import asked
from totalplace_lib.count import geography
from totalplace_lib.count.gazetteer import CODE, which
from totalplace_lib.count.names import fold, slugify, written
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.model import Year
from totalplace_lib.national.aliases import Alias, aliases_of, is_alias, official_name, without_kind
from totalplace_lib.national.places import (
    Place,
    before,
    changes_of_areas,
    day_in_words,
    find_board,
    follow,
    gazetteer,
    known,
)

FIRST = "2008-09"
"""The year that is meant where none is said."""
LOCAL_BODIES = ("E60", "E61", "E62", "E63", "E64", "E70")
OUTSIDE = {"W06": "Wales", "S12": "Scotland", "N09": "Northern Ireland"} | {
    "W92": "Wales", "S92": "Scotland", "N92": "Northern Ireland",
}  # fmt: skip
_BETWEEN = (r"\s*[,;/&]\s*|\s+and\s+", r"[\s,;/&]+")
"""How people separate places that should be joined with +."""


@asked
def find_place(text: str | model.Place, year: str | Year | None = None) -> Place:
    """The place called `text`, on the areas by which the year is counted (default: 2008-09).

    text  slug, name in any spelling, GSS code, E-code, old ONS code, health board; several joined by +. With @2010-11
          or @2009 it is named as on the areas of that year and followed: dorset@2009 is the old county.

    >>> find_place("St. Helens").areas
    ('E08000013',)
    >>> find_place("Birmingham + E4605").name
    'Birmingham + Solihull'

    A name means what it means on the areas of the year; where it is unknown there, what it last meant before or after.
    Raises UsageError with the nearest names, with choices where several places are called so, or with the reason why
    the place cannot be followed.
    """
    if isinstance(text, model.Place):
        return in_year(text, FIRST if year is None else year)
    said = written(text)
    wanted = geography.vintage_for(Year.parse((said.year or FIRST) if year is None else year))
    named = said.vintage or (geography.vintage_for(said.year) if said.year else wanted)
    return known(_brought(_find(said.name, named), wanted))


def in_year(place: str | model.Place, year: str | Year) -> Place:
    """A place by name or as found for another year, on the areas by which `year` is counted."""
    if isinstance(place, model.Place):
        return known(follow(known(place), geography.vintage_for(Year.parse(year))))
    return find_place(place, year)


def _find(text: str, vintage: int) -> model.Place:
    parts = [part.strip() for part in text.split("+")]
    if not all(parts):
        raise UsageError(
            f"'{shown(text)}': a + stands between two places, such as birmingham+solihull; one is not named."
        )
    return _one(parts[0], vintage) if len(parts) == 1 else _joined(text, parts, vintage)


def _one(word: str, vintage: int) -> model.Place:
    found = _called(word, vintage)
    if found is not None:
        return found
    raise UsageError(_unknown(word, vintage))


def _called(word: str, vintage: int) -> model.Place | None:
    """The first way of reading a word that gives a place."""
    steps: tuple[Callable[[str, int], model.Place | None], ...] = (
        _here,
        _recoded,
        _aliased,
        _elsewhere,
        find_board,
        _abolished,
    )
    return next((found for step in steps if (found := step(word, vintage)) is not None), None)


def _here(word: str, vintage: int) -> model.Place | None:
    return gazetteer(vintage).find(word)


def _recoded(word: str, vintage: int) -> model.Place | None:
    """The area of a code that was changed while the council stayed: found, with a note that says when."""
    if not CODE.fullmatch(word.upper()):
        return None
    changes = changes_of_areas()
    either = (changes["old_code"] == word.upper()) | (changes["new_code"] == word.upper())
    for row in changes[either & (changes["kind"] == "recode")].itertuples():
        other = row.new_code if row.old_code == word.upper() else row.old_code
        found = gazetteer(vintage).find(str(other))
        if found is not None:
            day = str(row.effective)
            note = (
                f"{row.old_code} was the code of {row.old_name} until {before(day)}; "
                f"from {day_in_words(day)} it is {row.new_code}."
            )
            return dataclasses.replace(found, note=note)
    return None


def _aliased(word: str, vintage: int) -> model.Place | None:
    """What another name or code stands for; UsageError with the choices where it stands for several places."""
    held = aliases_of(word)
    begins = gazetteer(vintage).beginning(without_kind(word)[0]) if len(held) == 1 else []
    if len(begins) > 1 and not is_alias(word) and gazetteer(vintage).find(without_kind(word)[0]) is None:
        raise UsageError(which(word, begins))  # Newcastle Council: upon Tyne or under-Lyme
    if abroad := [alias for alias in held if alias.code[:3] in OUTSIDE]:
        raise UsageError(
            f"'{shown(word)}' is in {OUTSIDE[abroad[0].code[:3]]}: only places in England can be counted."
        )
    found = {place.areas: place for alias in held for place in [_stands_for(alias, vintage)]}
    if len(found) > 1:
        raise UsageError(which(word, list(found.values())))
    return next(iter(found.values()), None)


def _stands_for(alias: Alias, vintage: int) -> model.Place:
    """The place of an alias; several areas get its name where no place has exactly these."""
    place = _find(alias.code, vintage)
    if "+" not in alias.code:
        return place
    group = gazetteer(vintage).on(place.areas, alias.name)
    if group.kind != "group":
        return group
    name = f"{official_name(alias)} ({alias.name})" if CODE.fullmatch(alias.name) else alias.name
    return dataclasses.replace(group, slug=slugify(alias.name), name=name)


def _elsewhere(word: str, vintage: int) -> model.Place | None:
    """The place as the newest other vintage that knows it calls it."""
    for other in sorted(set(geography.VINTAGES) - {vintage}, reverse=True):
        found = gazetteer(other).find(word)
        if found is not None:
            note = (
                f"{found.name} is on the areas of {other}; here it is the same ground on those of {vintage}."
            )
            return dataclasses.replace(_brought(found, vintage), note=note)
    return None


def _brought(place: model.Place, vintage: int) -> model.Place:
    """A place followed to a vintage; under slug@vintage where its slug is another place's there (Dorset of 2023)."""
    moved = follow(place, vintage)
    if moved is place:
        return place
    namesake = gazetteer(vintage).find(place.slug) if "+" not in place.slug else None
    if namesake is None or namesake.areas == moved.areas:
        return moved
    slug, name = f"{place.slug}@{place.vintage}", f"{place.name} (boundaries of {place.vintage})"
    return dataclasses.replace(moved, slug=slug, name=name)


def _abolished(word: str, vintage: int) -> model.Place | None:
    """A council abolished in April 2009: the area that took in all of it and nothing else, or the reason."""
    held = gazetteer(vintage)
    codes = held.abolished(word)
    return held.on(held.successors(codes), codes[0]) if codes else None


def _joined(text: str, parts: Sequence[str], vintage: int) -> model.Place:
    """Several places as one: no area twice; councils abolished in 2009 are taken together."""
    typed = [part.upper() for part in parts]
    if twice := next((part for part in parts if typed.count(part.upper()) > 1), ""):
        raise UsageError(f"'{shown(text)}' names {shown(twice)} more than once: once is enough.")
    held = gazetteer(vintage)
    old = [code for code in typed if re.fullmatch(r"E\d{4}", code) and code not in held.codes]
    old = [code for code in old if held.abolished(code)]
    members = [(part, _one(part, vintage)) for part in parts if part.upper() not in old]
    _check_apart(text, members)
    areas = [*held.successors(old), *(code for _, place in members for code in place.areas)]
    names = {part.upper(): place.name for part, place in members} | {code: held.name_of(code) for code in old}
    slugs = {part.upper(): _slug_in_group(part, place) for part, place in members}
    return model.Place(
        "+".join(slugs.get(part.upper(), part.lower()) for part in parts),
        " + ".join(names[part.upper()] for part in parts),
        tuple(areas),
        vintage,
        note=" ".join(dict.fromkeys(place.note for _, place in members if place.note)),
    )


def _slug_in_group(part: str, place: model.Place) -> str:
    return part.lower() if CODE.fullmatch(part.upper()) else place.slug


def _check_apart(text: str, members: Sequence[tuple[str, model.Place]]) -> None:
    """UsageError when two members are the same place, or one lies in another."""
    taken: dict[str, tuple[str, model.Place]] = {}
    for part, place in members:
        for code in place.areas:
            other, another = taken.setdefault(code, (part, place))
            if other != part and another.areas == place.areas:
                raise UsageError(
                    f"'{shown(text)}' names {place.name} twice ({shown(other)}, {shown(part)}): once is enough."
                )
            if other != part:
                raise UsageError(
                    f"'{shown(text)}': {shown(other)} and {shown(part)} overlap (in {code}). "
                    "Each area counts once: leave one of them out."
                )


def _unknown(word: str, vintage: int) -> str:
    """Why a word is refused, and what may have been meant."""
    held = gazetteer(vintage)
    if CODE.fullmatch(word.upper()):
        return _unknown_code(word.upper())
    if hint := _should_be_joined(word, vintage):
        return hint
    beginning = held.beginning(word)
    if len(beginning) > 1:
        return which(word, beginning)
    near = list(dict.fromkeys([*(place.slug for place in beginning), *held.nearest(word)]))
    nearest = f" Nearest: {', '.join(near[:4])}." if near else ""
    return f"No place is called '{shown(word)}'.{nearest} 'totalplace places' lists all of them."


def _unknown_code(code: str) -> str:
    if code[:3] in OUTSIDE:
        return f"{code} is in {OUTSIDE[code[:3]]}: only places in England can be counted."
    if code.startswith(LOCAL_BODIES):
        return f"{code} is a police, fire, transport or waste authority, not a place: name the places that it serves."
    return (
        f"Unknown code {code}. Use GSS codes (E08000025), CLG codes (E4601) or old ONS codes (00CN): "
        "'totalplace places' lists the places."
    )


def _should_be_joined(word: str, vintage: int) -> str:
    """What to write where several places are separated by anything but +; "" where they are not places."""
    for pattern in _BETWEEN:
        parts = [part for part in re.split(pattern, word.strip()) if part]
        if 1 < len(parts) <= 40 and all(_is_called(part, vintage) for part in parts):
            return f"'{shown(word)}': places are joined with +. Write {shown('+'.join(parts))}."
    return ""


def _is_called(word: str, vintage: int) -> bool:
    try:
        return bool(fold(word)) and _called(word, vintage) is not None
    except UsageError:
        return True  # known, though not on these areas or not alone
