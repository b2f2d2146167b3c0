"""A change is told a quarter of an hour later, once, and can be stopped until then."""

import contextlib
from datetime import date, time, timedelta

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal import clock
from resal.actions import Actor, Refusal, registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import DELAY, MeetingPlan
from resal.db import db
from resal.delivery.worker import deliver_due
from resal.models import Announcement, Entry, Letter

TEAM = Actor("account")
DAYS = [date(2026, 12, day) for day in (1, 10, 11, 12)]


def a_room(people=2):
    session = factories.a_session("Haine en ligne", capacity=10, venue=factories.a_venue("Centre St-Pierre"))
    for number in range(people):
        factories.a_registration(session, factories.a_participant(f"Personne {number}", email=f"p{number}@m.example"))
    return session


def move(session, day, hour=13):
    plan = MeetingPlan(day, time(hour), time(hour + 2))
    scheduling.reschedule(session, [plan], session.venue_id, session.link, session.revision, TEAM)


def letters(*states):
    db.session.expire_all()
    found = db.session.query(Letter).order_by(Letter.id)
    return [letter for letter in found if not states or letter.state in states]


def announcements():
    db.session.expire_all()
    return db.session.query(Announcement).order_by(Announcement.id).all()


def delivered(app):
    """What has left: of each letter its kind, and the « before » it tells."""
    deliver_due(app.extensions["resal"])
    return [(letter.kind, _plain((letter.facts["before"] or {}).get("when"))) for letter in letters("sent")]


def _plain(lines):
    return [line.replace("\u00a0", " ") for line in lines or ()]


def test_the_letters_of_a_change_wait_a_quarter_of_an_hour(app, freeze):
    session, start = a_room(), clock.now()
    freeze(start)
    move(session, DAYS[1])
    [announcement] = announcements()
    assert (announcement.kind, announcement.leaves_at) == ("moved", start + timedelta(minutes=15))
    assert delivered(app) == []
    freeze(start + DELAY)
    assert delivered(app) == [("moved", ["mardi 1er décembre 2026, 10 h à 13 h"])] * 2


def test_letters_that_are_stopped_never_leave_and_the_change_stays(app, freeze):
    session, start = a_room(), freeze(clock.now())
    move(session, DAYS[1])
    assert scheduling.stop(announcements()[0], TEAM) == 2
    freeze(start + 2 * DELAY)
    assert (delivered(app), [letter.state for letter in letters()]) == ([], ["cancelled"] * 2)
    assert session.live_meetings[0].date == DAYS[1]
    assert scheduling.stop(announcements()[0], TEAM) == 0
    assert db.session.query(Entry).filter_by(deed="announcement.stopped").one().subject_id == session.id


def test_what_has_left_cannot_be_stopped_any_more(app, freeze):
    session, start = a_room(), freeze(clock.now())
    move(session, DAYS[1])
    freeze(start + DELAY)
    delivered(app)
    for act in (scheduling.stop, scheduling.send_now):
        with pytest.raises(Refusal, match="déjà partis"):
            act(announcements()[0], TEAM)
    assert len(letters("sent")) == 2


@pytest.mark.parametrize("stopped", [False, True])
def test_letters_may_be_let_go_at_once_even_after_they_were_stopped(app, freeze, stopped):
    session = a_room()
    freeze(clock.now())
    move(session, DAYS[1])
    if stopped:
        scheduling.stop(announcements()[0], TEAM)
    assert scheduling.send_now(announcements()[0], TEAM) == 2
    assert len(delivered(app)) == 2


def test_two_moves_within_the_quarter_of_an_hour_are_told_as_one(app, freeze):
    session, start = a_room(), freeze(clock.now())
    move(session, DAYS[1])
    registering.register(session, Typed("Nadia Roy", "nadia@m.example", "Maison"))  # hears of the second move alone
    move(session, DAYS[2])
    freeze(start + DELAY)
    told = [one for one in delivered(app) if one[0] == "moved"]
    assert told == [
        ("moved", ["mardi 1er décembre 2026, 10 h à 13 h"]),
        ("moved", ["mardi 1er décembre 2026, 10 h à 13 h"]),
        ("moved", ["jeudi 10 décembre 2026, 13 h à 15 h"]),
    ]


def test_who_was_never_told_of_a_stopped_move_hears_of_both_at_the_next(app, freeze):
    session, start = a_room(1), freeze(clock.now())
    move(session, DAYS[1])
    scheduling.stop(announcements()[0], TEAM)
    freeze(start + timedelta(days=1))
    move(session, DAYS[2])
    freeze(start + timedelta(days=2))
    assert delivered(app) == [("moved", ["mardi 1er décembre 2026, 10 h à 13 h"])]


def test_a_cancellation_taken_back_in_time_is_told_to_nobody(app, freeze):
    session, start = a_room(), freeze(clock.now())
    scheduling.cancel(session, {"fr": "Une panne."}, TEAM)
    scheduling.restore(session, TEAM)
    freeze(start + 2 * DELAY)
    assert (delivered(app), [letter.state for letter in letters()]) == ([], ["cancelled"] * 4)


def test_a_cancellation_overtakes_a_move_that_nobody_heard_of(app, freeze):
    session, start = a_room(), freeze(clock.now())
    move(session, DAYS[1])
    scheduling.cancel(session, {"fr": "Une panne."}, TEAM)
    freeze(start + DELAY)
    assert [kind for kind, _ in delivered(app)] == ["cancelled"] * 2


STEPS = st.lists(st.sampled_from([*DAYS, "stop", "send", "wait"]), min_size=1, max_size=8)


@given(STEPS)
def test_whatever_is_moved_and_stopped_nobody_is_told_what_they_know(app, database, freeze, steps):
    """Each letter that leaves tells a date its reader has not been told; the last told is the last sent."""
    with database.undoing():
        session, now = a_room(1), freeze(clock.now())
        known = session.live_meetings[0].date
        move_to(session, DAYS[0], known)
        for step in steps:
            if isinstance(step, date):
                move_to(session, step, session.live_meetings[0].date)
            elif step == "wait":
                now = freeze(now + DELAY)
            elif announcements():
                try_to(scheduling.stop if step == "stop" else scheduling.send_now)
            deliver_due(app.extensions["resal"])
        told = [letter.facts["moment"] for letter in letters("sent")]
        before = [letter.facts["before"]["moment"] for letter in letters("sent")]
        assert all(then != now for then, now in zip(before, told, strict=True))
        assert all(earlier == later for earlier, later in zip(told, before[1:], strict=False))


def move_to(session, day, today):
    if day != today:
        move(session, day, 10)


def try_to(act):
    with contextlib.suppress(Refusal):
        act(announcements()[-1], TEAM)
