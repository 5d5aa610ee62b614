"""Importing the notebook tools in half a second instead of two."""

from __future__ import annotations

import importlib
import sys


def import_jsonschema_quickly() -> None:
    """Import jsonschema without its check of international addresses; call before papermill or nbformat.

    For that check jsonschema imports rfc3987_syntax where it is installed (JupyterLab installs it), which
    compiles a grammar for more than a second each time. The schema of notebooks has no such address.
    """
    if "jsonschema" in sys.modules or "rfc3987_syntax" in sys.modules:
        return
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # Python's way to say: not installed
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules["rfc3987_syntax"]
