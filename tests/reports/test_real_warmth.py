"""What the project's own reports share can be made in a warm parent: it leaves the parent able to fork."""

from __future__ import annotations

import pytest

from totalplace_lib.national.finding import find_place
from totalplace_lib.publish.plan import make_plan
from totalplace_lib.publish.processes.limits import can_fork
from totalplace_lib.publish.processes.pool import ProcessPool
from totalplace_lib.publish.selection import Selection
from totalplace_lib.publish.warmth import shared_calls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="processes are forked on Linux only"),
]


def test_all_reports_of_a_place_can_be_forked(pool: ProcessPool) -> None:
    plan = make_plan([Selection(["birmingham"])], lambda slug: find_place(slug).name)
    shared = [call for task in plan.tasks for call in shared_calls(task)]
    assert len(shared) > 10
    parent = pool._warm_parent()
    assert parent is not None and parent.why_not() == ""
    assert parent.call(abs, (-1,), shared) == 1  # refused if any of it has left a thread
    assert pool._warm_parent() is parent
