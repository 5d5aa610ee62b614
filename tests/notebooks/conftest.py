"""Batches that are killed, counted and filled up: these tests watch processes, memory and disks, so they run alone."""

from toy_project import toy_project

__all__ = ["toy_project"]
