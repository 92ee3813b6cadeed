"""A killed session loses no stored event, and leaves files that open."""

from __future__ import annotations

import multiprocessing

import pytest

KILLS = 200


@pytest.mark.slow
@pytest.mark.skipif("forkserver" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork")
def test_a_session_killed_at_any_moment_loses_no_stored_event(tmp_path):
    from tests.store.killing import kill_many  # where there is no fork server, it cannot be imported

    found = kill_many(tmp_path, KILLS)
    assert len(found) == KILLS
    assert sum(kept for _, kept in found) > 10 * KILLS
