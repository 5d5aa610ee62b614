"""No option is ignored in silence: what was typed and would not be used is refused, with the reason."""

from __future__ import annotations

from typing import Any

import typer

from totalplace_lib.errors import UsageError


def was_typed(context: typer.Context, name: str) -> bool:
    """Whether a parameter stands on the command line, whatever its value."""
    source = context.get_parameter_source(name)
    return (
        source is not None and source.name == "COMMANDLINE" and context.params.get(name) not in (None, [], ())
    )


def refuse(context: typer.Context, why: str, *names: str) -> None:
    """UsageError that names those of the parameters that were typed, where any was. why: "--plan says what is made"."""
    typed = [_as_typed(context, name) for name in names if was_typed(context, name)]
    if typed:
        raise UsageError(f"{' and '.join(typed)} would not be used: {why}. Leave out one or the other.")


def refuse_if(context: typer.Context, chosen: str, why: str, *names: str) -> None:
    """As refuse, where the parameter `chosen` was typed."""
    if was_typed(context, chosen):
        refuse(context, why, *names)


def _as_typed(context: typer.Context, name: str) -> str:
    """ "--report"; of an argument what was written."""
    parameter: Any = next(one for one in context.command.params if one.name == name)
    longest = max(parameter.opts, key=len)
    if longest.startswith("-"):
        return str(longest)
    value = context.params[name]
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
