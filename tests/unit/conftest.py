"""Fixtures for the tests of what stands beside the floors."""

from toy_project import toy_project

__all__ = ["toy_project"]
