"""A change is told a quarter of an hour later, once, and can be stopped until then."""

import contextlib
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling_at_hand import DAYS, TEAM, a_room, announcements, letters, move

from resal import clock
from resal.actions import Refusal, registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import DELAY
from resal.actions.scheduling.dates import plans_of
from resal.db import db
from resal.delivery.worker import deliver_due
from resal.models import Entry
from resal.queries import announcements as queries


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
    assert (delivered(app), [letter.state for letter in letters()]) == ([], ["cancelled"] * 2)


def test_a_stopped_move_that_was_undone_is_offered_to_nobody_and_leaves_no_badge(app, freeze):
    session, start = a_room(3), freeze(clock.now())
    move(session, DAYS[1])
    [stopped] = announcements()
    scheduling.stop(stopped, TEAM)
    move(session, DAYS[0], 10, 13)
    assert queries.of_session(session, session.timezone) == []
    assert (queries.of(stopped, session.timezone).state, queries.owed(session, "moved")) == ("overtaken", 0)
    with pytest.raises(Refusal, match="rien à envoyer"):
        scheduling.send_now(stopped, TEAM)
    freeze(start + DELAY)
    assert (delivered(app), session.moved_at, session.moved_from) == ([], None, None)


def test_what_was_stopped_says_how_it_is_once_it_may_leave(app, freeze):
    session, _ = a_room(1), freeze(clock.now())
    move(session, DAYS[1])
    scheduling.stop(announcements()[0], TEAM)
    [plan] = [replace(one, start=time(13, 5)) for one in plans_of(session)]
    scheduling.reschedule(
        session, scheduling.MovePlan.of(session, meetings=[plan]), session.revision, TEAM, silently=True
    )
    assert scheduling.send_now(announcements()[0], TEAM) == 1
    [letter] = letters("queued")
    assert letter.facts["moment"].replace("\u00a0", " ") == "jeu. 10 décembre, 13 h 05"
    assert [entry["sequence"] for entry in letter.facts["entries"]] == [session.live_meetings[0].sequence]


def test_a_move_counts_from_the_last_date_that_people_were_told_of(app, freeze):
    session, start = a_room(), freeze(clock.now())
    first = session.starts_at
    move(session, DAYS[1])
    move(session, DAYS[2])
    assert session.moved_from == first
    freeze(start + DELAY)
    delivered(app)
    told = session.starts_at
    move(session, DAYS[3])
    assert session.moved_from == told


def test_a_move_overtaken_by_a_cancellation_is_told_with_the_restoring(app, freeze):
    """The cancellation leaves at once, the move never does; the last letter says the date of now, and of before."""
    session, start = a_room(), freeze(clock.now())
    move(session, DAYS[1])
    scheduling.cancel(session, {"fr": "Une panne."}, TEAM)
    assert [row.what for row in queries.of_session(session, session.timezone)] == ["annulation"]
    scheduling.send_now(announcements()[-1], TEAM)
    delivered(app)
    scheduling.restore(session, TEAM)
    freeze(start + 2 * DELAY)
    before = ["mardi 1er décembre 2026, 10 h à 13 h"]
    assert delivered(app) == [("cancelled", [])] * 2 + [("restored", before)] * 2
    [told, _] = [letter for letter in letters("sent") if letter.kind == "restored"]
    assert told.facts["moment"].replace("\u00a0", " ") == "jeu. 10 décembre, 13 h"


def test_a_move_is_told_though_its_session_was_cancelled_and_restored_meanwhile(app, freeze):
    session, start = a_room(1), freeze(clock.now())
    move(session, DAYS[1])
    freeze(start + timedelta(minutes=10))
    scheduling.cancel(session, {"fr": "Une panne."}, TEAM)
    freeze(start + timedelta(minutes=16))
    assert delivered(app) == []
    scheduling.restore(session, TEAM)
    freeze(start + timedelta(minutes=40))
    assert delivered(app) == [("moved", ["mardi 1er décembre 2026, 10 h à 13 h"])]


def test_letting_an_overtaken_announcement_go_is_refused(app, freeze):
    session, _ = a_room(), freeze(clock.now())
    scheduling.cancel(session, {"fr": "Une panne."}, TEAM)
    [cancelling] = announcements()
    scheduling.stop(cancelling, TEAM)
    scheduling.restore(session, TEAM)
    with pytest.raises(Refusal, match="rien à envoyer"):
        scheduling.send_now(cancelling, TEAM)


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
