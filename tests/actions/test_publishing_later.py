"""A draft that publishes itself at a planned hour: once, and only whole."""

from datetime import timedelta

import factories
import pytest

from resal import clock
from resal.actions import Actor, Refusal, scheduling
from resal.db import db
from resal.delivery import do_what_is_due
from resal.models import Entry, TrainingSession

TEAM = Actor("account")
HOUR = timedelta(hours=1)


def a_draft(**columns):
    return factories.a_session("Haine en ligne", published=False, venue=factories.a_venue(), **columns)


def deeds():
    db.session.expire_all()
    return [deed for (deed,) in db.session.query(Entry.deed).order_by(Entry.id)]


def test_it_stays_a_draft_until_the_hour_then_appears_once(freeze):
    session, now = a_draft(), freeze(clock.now())
    scheduling.plan_publication(session, now + HOUR, TEAM)
    do_what_is_due()
    assert not session.published
    freeze(now + HOUR)
    assert scheduling.due_publications() == [session.id]
    assert [scheduling.publish_planned(session.id) for _ in range(2)] == [True, False]
    assert scheduling.due_publications() == []
    assert (session.published_at, session.publish_at) == (now + HOUR, None)
    assert deeds() == ["session.scheduled", "session.published"]


def test_a_clock_that_is_set_back_publishes_nothing_again(freeze):
    session, now = a_draft(), freeze(clock.now())
    scheduling.plan_publication(session, now + HOUR, TEAM)
    freeze(now + HOUR)
    do_what_is_due()
    scheduling.unpublish(session, TEAM)
    freeze(now)
    do_what_is_due()
    freeze(now + 2 * HOUR)
    do_what_is_due()
    assert not session.published
    assert deeds() == ["session.scheduled", "session.published", "session.unpublished"]


def test_what_has_come_to_lack_something_is_not_published_and_the_journal_says_so(freeze):
    session, now = a_draft(), freeze(clock.now())
    scheduling.plan_publication(session, now + HOUR, TEAM)
    session.capacity = None
    db.session.commit()
    freeze(now + HOUR)
    do_what_is_due()
    assert (session.published, session.publish_at) == (False, None)
    assert deeds() == ["session.scheduled", "session.not_published"]


def test_one_may_give_it_up_or_publish_before(freeze):
    given_up, sooner, now = a_draft(), a_draft(), freeze(clock.now())
    for session in (given_up, sooner):
        scheduling.plan_publication(session, now + HOUR, TEAM)
    scheduling.forget_publication(given_up, TEAM)
    scheduling.publish(sooner, TEAM)
    freeze(now + HOUR)
    assert scheduling.due_publications() == []
    assert (given_up.published, sooner.published_at) == (False, now)


@pytest.mark.parametrize("away", [-HOUR, timedelta(), timedelta(days=6 * 366)])
def test_an_hour_that_is_past_or_absurd_is_refused(freeze, away):
    session, now = a_draft(), freeze(clock.now())
    with pytest.raises(Refusal, match="Choisissez un moment à venir"):
        scheduling.plan_publication(session, now + away, TEAM)
    assert session.publish_at is None


def test_what_cannot_be_published_is_not_planned(freeze):
    with pytest.raises(Refusal, match="Il manque encore quelque chose"):
        scheduling.plan_publication(a_draft(capacity=None), clock.now() + HOUR, TEAM)
    with pytest.raises(Refusal, match="déjà publiée"):
        scheduling.plan_publication(factories.a_session(venue=factories.a_venue()), clock.now() + HOUR, TEAM)


def test_one_draft_that_cannot_be_read_does_not_stop_the_others(freeze, caplog):
    broken, whole, now = a_draft(), a_draft(), freeze(clock.now())
    for session in (broken, whole):
        scheduling.plan_publication(session, now + HOUR, TEAM)
    broken.timezone = broken.meetings[0].timezone = "Mars/Olympus"
    db.session.commit()
    freeze(now + HOUR)
    do_what_is_due()
    assert db.session.get_one(TrainingSession, whole.id).published
    assert not db.session.get_one(TrainingSession, broken.id).published
    assert f"publication {broken.id} failed: ZoneInfoNotFoundError" in caplog.text
