"""What people said would help them is erased thirty days after their session, as the privacy page says."""

from datetime import timedelta

import factories
import pytest

from resal import clock
from resal.actions import SYSTEM, retaining, scheduling
from resal.db import db
from resal.models import Entry, Registration, localized
from resal.queries import held

DAY = timedelta(days=1)


def kept():
    db.session.expire_all()
    return [row.needs for row in db.session.query(Registration).order_by(Registration.id)]


@pytest.fixture
def session(database):
    session = factories.a_session(starts_in=9 * DAY)
    factories.a_registration(session, needs="Rampe")
    factories.a_registration(session)
    factories.a_registration(factories.a_session(starts_in=90 * DAY), needs="LSQ")
    return session


def test_n2_needs_leave_a_month_after_the_session_and_those_of_others_stay(session, freeze):
    freeze(session.ends_at + 29 * DAY)
    assert retaining.forget_needs() == 0
    freeze(session.ends_at + 31 * DAY)
    assert [retaining.forget_needs() for _ in range(2)] == [1, 0]
    assert kept() == ["", "", "LSQ"]
    assert [entry.deed for entry in db.session.query(Entry)] == ["needs.erased"]


def test_a_session_that_is_moved_keeps_them_until_it_took_place(session, freeze):
    before = session.ends_at
    [plan] = scheduling.MovePlan.of(session).meetings
    later = scheduling.MeetingPlan(plan.date + 60 * DAY, plan.start, plan.end, meeting_id=plan.meeting_id)
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=[later]), session.revision, SYSTEM)
    [mine, *_others] = db.session.query(Registration).order_by(Registration.id)
    [said] = held.of_participant(mine.participant)["places"]
    assert said["needs_erased_after"] == (session.ends_at + 30 * DAY).date().isoformat()
    freeze(before + 31 * DAY)
    assert retaining.forget_needs() == 0
    assert kept()[0] == "Rampe"


def test_of_a_cancelled_session_and_of_one_that_never_gets_a_date_they_leave_too(session, freeze):
    now = freeze(clock.now())
    undated = factories.a_session(starts_in=None, date_known_as=localized({"fr": "bientôt"}))
    factories.a_registration(undated, needs="Garde")
    scheduling.cancel(session, {"fr": "Tempête"}, SYSTEM)
    freeze(now + 31 * DAY)
    assert retaining.forget_needs() == 1
    assert kept() == ["", "", "LSQ", "Garde"]
    freeze(now + 365 * DAY + 31 * DAY)
    assert retaining.forget_needs() == 2
