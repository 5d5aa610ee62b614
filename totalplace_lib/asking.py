"""Functions that analysts call answer a wrong argument with a UsageError that says what to pass."""

from __future__ import annotations

import difflib
import functools
import inspect
from collections.abc import Callable
from typing import ParamSpec, TypeVar, overload

from totalplace_lib.errors import UsageError, shown

P = ParamSpec("P")
T = TypeVar("T")


@overload
def asked(function: Callable[P, T], /) -> Callable[P, T]: ...
@overload
def asked(*, called: str) -> Callable[[Callable[P, T]], Callable[P, T]]: ...
def asked(function: Callable[P, T] | None = None, /, *, called: str = "") -> object:
    """The function, with words that it does not know, and too many or too few values, as UsageError.

    called  what analysts call it by, where that is not its name
    """

    def check(inner: Callable[P, T]) -> Callable[P, T]:
        return _asked(inner, called or inner.__name__)

    return check if function is None else check(function)


def _asked(function: Callable[P, T], name: str) -> Callable[P, T]:
    signature = inspect.signature(function)

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            signature.bind(*args, **kwargs)
        except TypeError as fault:
            raise UsageError(_what_to_pass(name, signature, kwargs, str(fault))) from None
        return function(*args, **kwargs)

    return wrapper


def _what_to_pass(name: str, signature: inspect.Signature, given: dict[str, object], fault: str) -> str:
    """What was wrong, the nearest word, and all that the function takes."""
    takes = ", ".join(str(one).split(":")[0] for one in signature.parameters.values()) or "nothing"
    strange = next((word for word in given if word not in signature.parameters), "")
    if not strange:
        return f"{name}: {shown(fault)}. It takes {takes}."
    near = difflib.get_close_matches(strange, signature.parameters, n=1)
    nearest = f" Nearest: {near[0]}." if near else ""
    return f"{name} does not know '{shown(strange)}'.{nearest} It takes {takes}."
