"""A live demonstration without keys: when it begins, which reps are counted, when it is over."""

from __future__ import annotations

from coach.learn.live import LONGEST_S, LiveDemonstration
from coach.session.observer import Observer
from coach.stream import Moment
from tests.fakes.skeleton import RepScript, perform, record, stay, view


def watched(moments, reps=None):
    """Return the remarks with the counts and instants, and the state at the end."""
    live, observer, cues = LiveDemonstration(reps), Observer(), []
    for moment in moments:
        cues += [(each, live.count, moment.t) for each in live.update(observer.update(moment))]
        if live.done:
            break
    return cues, live


def shown(reps, tail_s=6.0, rest_s=2.5):
    scripts = [RepScript("right", hold_s=2, rest_s=rest_s)] * reps
    return perform("hip-abduction", scripts, fps=15, lead_s=2.0, tail_s=tail_s).moments


def test_a_demonstration_ends_after_the_requested_reps():
    cues, live = watched(shown(3), reps=3)
    assert [each for each, *_ in cues] == ["ready", "seen", "seen", "seen", "over"]
    assert (live.count, live.done) == (3, True)


def test_without_a_number_a_rest_ends_it():
    cues, live = watched(shown(3, tail_s=8.0))
    assert cues[-1][0] == "over"
    assert live.count == 3


def test_a_rest_between_two_reps_does_not_end_it():
    _, live = watched(shown(2, tail_s=2.0), reps=3)
    assert (live.count, live.done) == (2, False)


def test_a_missing_person_is_reported_repeatedly():
    cues, live = watched([Moment(t / 5, None) for t in range(75)])
    assert [each for each, *_ in cues] == ["nobody", "nobody"]
    assert not live.done


def test_leaving_after_the_demonstration_ends_it():
    moments = shown(2, tail_s=2.5)
    end = moments[-1].t
    cues, live = watched([*moments, *(Moment(end + 0.2 * n, None) for n in range(1, 30))], reps=3)
    assert cues[-1][0] == "over"
    assert live.count == 2


def test_a_demonstration_ends_after_the_time_limit():
    still = record([stay("supine", 5.0)], camera=view("chair"), fps=5).moments
    endless = [Moment(t / 2, still[0].pose) for t in range(int(2 * LONGEST_S) + 10)]
    cues, live = watched(endless)
    assert (cues[-1][0], live.done) == ("late", True)
