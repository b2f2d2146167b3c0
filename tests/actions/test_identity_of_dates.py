"""Each date of a session is one calendar entry for life, whatever is moved, dropped or added around it."""

from dataclasses import replace
from datetime import date, time, timedelta

import factories
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resal.actions import SYSTEM, Refusal, scheduling
from resal.actions.scheduling import MeetingPlan
from resal.actions.scheduling.dates import plans_of
from resal.db import db
from resal.models import Meeting, TrainingSession, localized

FIRST = date(2026, 12, 1)


def six_evenings(**columns):
    return factories.a_session(meetings=6, starts_in=timedelta(days=7), **columns)


def read(session):
    db.session.expire_all()
    return db.session.get(TrainingSession, session.id)


def uids(session):
    return [meeting.uid for meeting in read(session).live_meetings]


def given_these(session, plans):
    session = read(session)
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=plans), session.revision, SYSTEM)
    return read(session)


def test_dropping_the_second_of_six_leaves_the_others_what_they_are():
    session = six_evenings()
    before = {meeting.uid: (meeting.date, meeting.sequence) for meeting in session.live_meetings}
    gone = session.live_meetings[1].uid
    plans = plans_of(session)
    session = given_these(session, [*plans[:1], *plans[2:]])
    after = {meeting.uid: (meeting.date, meeting.sequence) for meeting in session.live_meetings}
    assert after == {uid: said for uid, said in before.items() if uid != gone}
    [removed] = [meeting for meeting in session.meetings if meeting.removed_at]
    assert (removed.uid, removed.sequence) == (gone, 1)


def test_a_date_moved_past_the_others_keeps_its_entry_and_all_that_goes_with_it():
    session, venue = six_evenings(), factories.a_venue()
    plans = plans_of(session)
    special = replace(
        plans[0], date=FIRST + timedelta(days=100), title=localized({"fr": "Bilan"}), venue_id=venue.id,
        link="https://visio.example/b", zone="America/Vancouver",
    )  # fmt: skip
    first = session.live_meetings[0].uid
    session = given_these(session, [special, *plans[1:]])
    last = session.live_meetings[-1]
    assert (last.uid, last.title["fr"], last.venue_id, last.link, last.timezone) == (
        first, "Bilan", venue.id, "https://visio.example/b", "America/Vancouver")  # fmt: skip
    assert [meeting.sequence for meeting in session.live_meetings] == [0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("which", ["foreign", "unknown", "removed", "negative", "twice"])
def test_a_forged_identity_moves_nothing_of_anybody_else(which):
    session, other = six_evenings(), six_evenings()
    plans = plans_of(session)
    session = given_these(session, plans[:5])
    removed = next(meeting.id for meeting in session.meetings if meeting.removed_at)
    forged = {"foreign": other.live_meetings[0].id, "unknown": 10**8, "removed": removed, "negative": -1,
              "twice": plans[0].meeting_id}[which]  # fmt: skip
    theirs = [(m.id, m.uid, m.date, m.sequence) for m in read(other).meetings]
    mine = set(uids(session))
    session = given_these(session, [*plans[:5], MeetingPlan(FIRST + timedelta(days=99), time(9), meeting_id=forged)])
    assert [(m.id, m.uid, m.date, m.sequence) for m in read(other).meetings] == theirs
    assert mine < set(uids(session))
    assert len(uids(session)) == 6
    assert len({meeting.uid for meeting in read(session).meetings}) == len(read(session).meetings)


def test_the_only_date_of_a_session_written_anew_is_that_date_moved():
    session = factories.a_session()
    [uid] = uids(session)
    given_these(session, [MeetingPlan(FIRST, time(9))])
    assert uids(session) == [uid]


def test_forty_dates_are_the_most():
    session = six_evenings()
    many = [MeetingPlan(FIRST + timedelta(days=n), time(9)) for n in range(400)]
    with pytest.raises(Refusal) as refused:
        given_these(session, many)
    assert "au plus 40" in str(refused.value)
    assert len(uids(session)) == 6


edits = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(0, 9), st.integers(-60, 60)),
        st.tuples(st.just("drop"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("add"), st.just(0), st.integers(0, 200)),
        st.tuples(st.just("retitle"), st.integers(0, 9), st.integers(0, 3)),
    ),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories=st.lists(edits, min_size=1, max_size=3), published=st.booleans())
def test_whatever_is_done_to_the_rows_those_kept_keep_their_entry(stories, published):
    session = six_evenings(published=published)
    seen = set(uids(session))
    for story in stories:
        session = read(session)
        named = {meeting.id: meeting.uid for meeting in session.live_meetings}
        plans = plans_of(session)
        for deed, index, number in story:
            plans = edited(plans, deed, index, number)
        if not plans or (len(plans) == len(named) == 1):
            continue
        session = given_these(session, plans)
        kept = {plan.meeting_id for plan in plans if plan.meeting_id}
        standing = {meeting.id: meeting.uid for meeting in session.live_meetings}
        assert {id_: standing[id_] for id_ in kept} == {id_: named[id_] for id_ in kept}
        new = {uid for id_, uid in standing.items() if id_ not in named}
        assert not new & seen
        assert len(standing) == len(plans)
        gone = {named[id_] for id_ in named if id_ not in kept}
        buried = {meeting.uid for meeting in session.meetings if meeting.removed_at}
        assert gone <= buried if published else not buried
        assert [m.starts_at for m in session.live_meetings] == sorted(m.starts_at for m in session.live_meetings)
        seen |= new


def edited(plans, deed, index, number):
    if deed == "add":
        return [*plans, MeetingPlan(FIRST + timedelta(days=number), time(9))]
    if not plans:
        return plans
    index %= len(plans)
    one = plans[index]
    if deed == "drop":
        return [*plans[:index], *plans[index + 1 :]]
    changed = replace(one, date=one.date + timedelta(days=number)) if deed == "move" else replace(
        one, title=localized({"fr": f"Titre {number}"}))  # fmt: skip
    return [*plans[:index], changed, *plans[index + 1 :]]


def test_neither_a_date_nor_words_for_one_is_refused_and_nothing_is_done():
    session = six_evenings()
    with pytest.raises(Refusal, match="Choisissez une date, ou dites-la en mots"):
        given_these(session, [])
    assert len(read(session).live_meetings) == 6


def test_taking_every_date_away_remembers_each():
    session = six_evenings()
    to = scheduling.MovePlan.of(session, meetings=[], venue_id=None, link="", known_as={"fr": "hiver 2027"})
    scheduling.reschedule(session, to, session.revision, SYSTEM)
    assert db.session.query(Meeting).filter(Meeting.removed_at.is_not(None)).count() == 6
