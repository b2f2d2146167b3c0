"""Who asked is told: of a date, of an opening, of a theme; once, and not any more once they have left."""

from dataclasses import replace
from datetime import date, time, timedelta

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal import clock
from resal.actions import Actor, Refusal, informing, interest, registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import MeetingPlan, SessionPlan
from resal.db import db
from resal.delivery import outbox as delivery
from resal.models import Consent, Letter, PolicyVersion, Subscription, localized

TEAM = Actor("account")
DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
PLAN = MeetingPlan(date(2026, 12, 16), time(13, 30), time(16, 30))
ANA = "ana@maison.example"


def undated(**columns):
    words = localized({"fr": "automne 2027", "en": "fall 2027"})
    return factories.a_session(starts_in=None, date_known_as=words, **{"venue": factories.a_venue(), **columns})


def give_a_date(session, *plans):
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=plans or (PLAN,)), session.revision, TEAM)


def told():
    """(kind, address) of every letter to somebody who asked to be told."""
    db.session.expire_all()
    letters = db.session.query(Letter).filter(Letter.kind.in_(("dated", "opened", "announced"))).order_by(Letter.id)
    return [(letter.kind, letter.to_email) for letter in letters]


def subscriptions():
    db.session.expire_all()
    return db.session.query(Subscription).order_by(Subscription.id).all()


def test_who_waits_for_a_date_is_told_of_it_once_however_often_it_moves():
    session = undated()
    interest.ask_for_session(session, ANA, "fr")
    interest.ask_for_session(session, "bilal@maison.example", "en")
    give_a_date(session)
    assert told() == [("dated", ANA), ("dated", "bilal@maison.example")]
    assert [one.told_at is not None for one in subscriptions()] == [True, True]
    give_a_date(session, replace(PLAN, date=PLAN.date + DAY))
    give_a_date(session, *())
    factories.openings()
    assert len(told()) == 2


def test_a_letter_that_has_not_left_says_the_date_of_now():
    session = undated()
    interest.ask_for_session(session, ANA, "fr")
    give_a_date(session)
    give_a_date(session, replace(PLAN, date=PLAN.date + DAY))
    [letter] = db.session.query(Letter).all()
    assert letter.facts["when"] == ["jeudi 17\u00a0décembre\u00a02026, 13\u00a0h\u00a030 à 16\u00a0h\u00a030"]


def test_a_date_taken_away_before_it_was_told_is_told_when_there_is_one_again():
    session = undated()
    interest.ask_for_session(session, ANA, "fr")
    give_a_date(session)
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=()), session.revision, TEAM)
    assert [letter.state for letter in db.session.query(Letter)] == ["cancelled"]
    give_a_date(session)
    assert told() == [("dated", ANA), ("dated", ANA)]
    assert [letter.state for letter in db.session.query(Letter).order_by(Letter.id)] == ["cancelled", "queued"]


def test_a_date_taken_back_before_it_was_told_is_told_when_it_is_published_again():
    session = undated()
    interest.ask_for_session(session, ANA, "fr")
    give_a_date(session)
    scheduling.unpublish(session, TEAM)
    scheduling.publish(session, TEAM)
    assert [letter.state for letter in db.session.query(Letter).order_by(Letter.id)] == ["cancelled", "queued"]


def test_one_request_covers_the_date_and_then_the_opening_each_told_once(freeze):
    now = freeze(clock.now())
    session = undated(opens_at=now + DAY)
    interest.ask_for_session(session, ANA, "fr")
    give_a_date(session)
    give_a_date(session, replace(PLAN, date=PLAN.date + DAY))
    assert (told(), [one.told_at for one in subscriptions()]) == ([("dated", ANA)], [None])
    freeze(now + DAY)
    assert (factories.openings(), factories.openings()) == (1, 0)
    assert told() == [("dated", ANA), ("opened", ANA)]
    assert [one.told_at for one in subscriptions()] == [now + DAY]


def test_asking_twice_is_asking_once_in_the_words_of_the_last_time():
    session, theme = undated(), factories.a_theme()
    interest.ask_for_session(session, ANA, "fr")
    interest.ask_for_session(session, "ANA@maison.example", "en")
    interest.ask_for_news(ANA, "fr", [theme.key], [])
    interest.ask_for_news("Ana@Maison.example", "en", [], ["Verdun"])
    assert [(one.training_session_id, one.language, one.themes, one.boroughs) for one in subscriptions()] == [
        (session.id, "en", [], []), (None, "en", [], ["Verdun"]),
    ]  # fmt: skip


def test_the_consent_points_at_the_words_it_was_given_to_kept_once():
    session = undated()
    for number in range(3):
        interest.ask_for_news(f"p{number}@maison.example", "fr", [], [])
    interest.ask_for_session(session, ANA, "fr")
    versions = db.session.query(PolicyVersion).order_by(PolicyVersion.id).all()
    assert [version.kind for version in versions] == ["consent: news", "consent: session"]
    assert versions[0].text.in_language("fr") == str(interest.OF_NEWS)
    assert [one.policy_version_id for one in subscriptions()] == [versions[0].id] * 3 + [versions[1].id]


@pytest.mark.parametrize(
    "columns",
    [{"published": False}, {"visibility": "unlisted"}, {"visibility": "confidential"}, {"cancelled_at": True},
     {"registration": "none"}, {"starts_in": DAY}, {"starts_in": -DAY}],
)  # fmt: skip
def test_nobody_can_wait_for_what_is_known_or_not_for_everybody(columns):
    columns = {**columns, "cancelled_at": clock.now() if columns.get("cancelled_at") else None}
    session = factories.a_session(**{"starts_in": None, **columns})
    with pytest.raises(Refusal):
        interest.ask_for_session(session, ANA, "fr")
    assert subscriptions() == []


def test_an_opening_is_told_when_its_time_has_come_and_never_again(freeze):
    now = freeze(clock.now())
    session = factories.a_session(opens_at=now + DAY)
    interest.ask_for_session(session, ANA, "fr")
    assert (factories.openings(), told()) == (0, [])
    freeze(now + DAY)
    assert (factories.openings(), told()) == (1, [("opened", ANA)])
    for instant in (now + DAY, now + DAY - timedelta(hours=1), now + 2 * DAY):  # the clock may step back an hour
        freeze(instant)
        assert (factories.openings(), told()) == (0, [("opened", ANA)])


def test_an_opening_brought_forward_is_told_too():
    session = factories.a_session(opens_at=clock.now() + DAY)
    interest.ask_for_session(session, ANA, "fr")
    session.opens_at = None
    db.session.commit()
    assert (factories.openings(), told()) == (1, [("opened", ANA)])


@pytest.mark.parametrize(
    "change", [{"cancelled_at": True}, {"published_at": None}, {"visibility": "unlisted"}, {"registration": "closed"}]
)
def test_an_opening_that_is_no_opening_is_not_told(change, freeze):
    now = freeze(clock.now())
    session = factories.a_session(opens_at=now + DAY)
    interest.ask_for_session(session, ANA, "fr")
    for name, value in change.items():
        setattr(session, name, now if value is True else value)
    db.session.commit()
    freeze(now + 2 * DAY)
    assert (factories.openings(), told()) == (0, [])


def test_a_date_given_to_a_draft_is_told_when_it_is_published_again():
    session = undated()
    interest.ask_for_session(session, ANA, "fr")
    scheduling.unpublish(session, TEAM)
    write_a_date_down(session)
    scheduling.publish(session, TEAM)
    assert told() == [("dated", ANA)]


def test_who_knew_the_date_waits_for_the_opening_and_is_not_told_of_a_date(freeze):
    now = freeze(clock.now())
    session = factories.a_session(opens_at=now + DAY, venue=factories.a_venue())
    freeze(now + timedelta(minutes=1))
    interest.ask_for_session(session, ANA, "fr")
    scheduling.unpublish(session, TEAM)
    scheduling.publish(session, TEAM)
    assert told() == []
    freeze(now + DAY)
    factories.openings()
    assert told() == [("opened", ANA)]


def test_a_date_that_has_passed_is_not_news():
    session = undated()
    interest.ask_for_session(session, ANA, "fr")
    give_a_date(session, replace(PLAN, date=date(2026, 11, 3)))
    assert told() == []


def test_who_left_is_told_nothing_even_of_what_was_already_owed(freeze):
    now = freeze(clock.now())
    session = undated()
    asked = interest.ask_for_session(session, ANA, "fr")
    give_a_date(session)
    for _ in range(2):
        interest.leave(asked)
    freeze(now + QUARTER)
    assert delivery.take().state == "cancelled"
    again = interest.ask_for_news(ANA, "fr", [], [])
    assert (again.id != asked.id, again.withdrawn_at) == (True, None)


def test_leaving_ends_all_that_the_address_asked_for_and_leaves_the_seats():
    session, theme = factories.a_session(), factories.a_theme()
    typed = Typed("Ana Silva", ANA, "Maison des jeunes", news=True)
    seat = registering.register(session, typed).registration
    interest.ask_for_session(undated(), ANA, "fr")
    stays = interest.ask_for_news("bilal@maison.example", "fr", [], [])
    news = interest.ask_for_news("ANA@maison.example", "fr", [theme.key], [])
    interest.leave(news)
    assert [one.withdrawn_at is None for one in subscriptions()] == [False, False, True]
    assert stays.withdrawn_at is None
    assert [consent.withdrawn_at is None for consent in db.session.query(Consent)] == [False]
    assert seat.state == "confirmed"
    with pytest.raises(Refusal):
        interest.choose(news, [], [])


def test_a_session_cancelled_meanwhile_is_not_announced_any_more(freeze):
    now = freeze(clock.now())
    session = undated()
    interest.ask_for_session(session, ANA, "fr")
    give_a_date(session)
    scheduling.cancel(session, {"fr": "manque de salle"}, TEAM)
    freeze(now + QUARTER)
    assert delivery.take().state == "cancelled"


def test_who_waited_for_the_date_is_not_written_to_twice_of_one_session():
    session = undated()
    interest.ask_for_session(session, ANA, "fr")
    interest.ask_for_news(ANA, "fr", [], [])
    scheduling.unpublish(session, TEAM)
    write_a_date_down(session)
    scheduling.publish(session, TEAM, announce=True)
    assert told() == [("dated", ANA)]


@given(days=st.integers(0, 60), fate=st.sampled_from(["told", "left", "waits", "cancelled", "over", "owed"]))
def test_n3_what_is_done_is_erased_after_thirty_days_with_its_letters_and_the_rest_stays(database, days, fate):
    with database.undoing():
        now = clock.now()
        session = undated()
        asked = interest.ask_for_session(session, ANA, "fr")
        if fate in ("told", "owed"):
            give_a_date(session)
            db.session.query(Letter).update({"state": "queued" if fate == "owed" else "sent"})
            asked.told_at = now - days * DAY
        if fate == "left":
            interest.leave(asked)
            asked.withdrawn_at = now - days * DAY
        if fate == "cancelled":
            session.cancelled_at = now - days * DAY
        if fate == "over":
            session.ends_at = now - days * DAY
        db.session.commit()
        gone = fate not in ("waits", "owed") and days >= 30
        assert informing.forget_old() == int(gone)
        assert informing.forget_old() == 0
        assert len(subscriptions()) == int(not gone)
        assert [email for _, email in told()] == ([ANA] if fate in ("told", "owed") and not gone else [])


def write_a_date_down(session):
    """As the form of a draft does."""
    plan = SessionPlan(title={"fr": "Haine"}, venue_id=session.venue_id, capacity=2, meetings=(PLAN,))
    scheduling.edit(session, plan, session.revision, TEAM)
