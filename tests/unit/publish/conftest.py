"""Fixtures for the tests of publish/."""

from toy_project import toy_project

__all__ = ["toy_project"]
