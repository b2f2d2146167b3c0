"""A session is announced to whoever asked for its theme or borough, once, and not too often."""

from contextlib import suppress
from datetime import timedelta

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal import clock
from resal.actions import Actor, Refusal, interest, registering, scheduling
from resal.actions.registering import Typed
from resal.db import db
from resal.delivery import outbox as delivery
from resal.models import Announcement, Consent, Letter, PolicyVersion, Subscription
from resal.queries import announcements, demand

TEAM = Actor("account")
DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
ANA = "ana@maison.example"


def told():
    """(kind, address) of every announcement."""
    db.session.expire_all()
    return [(letter.kind, letter.to_email) for letter in db.session.query(Letter).order_by(Letter.id)]


@pytest.mark.parametrize(
    ("themes", "boroughs", "columns", "suits"),
    [
        ([], [], {}, True),
        (["hate"], [], {}, True),
        (["gangs"], [], {}, False),
        (["gangs", "hate"], [], {}, True),
        ([], ["Rosemont–La Petite-Patrie"], {}, True),
        ([], ["Verdun"], {}, False),
        ([], ["Verdun"], {"mode": "online"}, True),
        ([], ["Verdun"], {"mode": "hybrid"}, True),
        (["hate"], ["Verdun"], {}, False),
        (["hate"], ["Verdun", "Rosemont–La Petite-Patrie"], {}, True),
        (["hate"], ["Verdun"], {"venue": None, "city": "Montréal"}, True),
        ([], ["Verdun"], {"venue": None, "city": "Montréal"}, False),
        ([], ["Laval"], {"venue": None, "city": "Laval"}, True),
        ([], [], {"visibility": "unlisted"}, False),
        ([], [], {"visibility": "confidential"}, False),
    ],
)
def test_a_session_is_announced_to_those_whose_theme_and_borough_it_is(themes, boroughs, columns, suits):
    theme = factories.a_theme(key="hate")
    values = {"venue": factories.a_venue(borough="Rosemont"), "capacity_online": 5, **columns}
    session = factories.a_session(themes=[theme], published=False, **values)
    interest.ask_for_news(ANA, "fr", themes, boroughs)
    scheduling.publish(session, TEAM, announce=True)
    assert told() == ([("announced", ANA)] if suits else [])


def test_nothing_is_announced_unless_the_coordinator_says_so():
    interest.ask_for_news(ANA, "fr", [], [])
    scheduling.publish(factories.a_session(published=False, venue=factories.a_venue()), TEAM)
    assert told() == []


@pytest.mark.parametrize("announce", [True, False])
def test_a_planned_publication_announces_when_it_was_planned_so_to_whoever_asks_by_then(freeze, announce):
    session, now = factories.a_session(published=False, venue=factories.a_venue()), freeze(clock.now())
    scheduling.plan_publication(session, now + DAY, TEAM, announce=announce)
    interest.ask_for_news(ANA, "fr", [], [])
    freeze(now + DAY)
    assert [scheduling.publish_planned(session.id) for _ in range(2)] == [True, False]
    assert told() == ([("announced", ANA)] if announce else [])


def test_what_was_planned_with_an_announcement_may_be_published_or_planned_again_without(freeze):
    interest.ask_for_news(ANA, "fr", [], [])
    now = freeze(clock.now())
    sooner, given_up = (factories.a_session(published=False, venue=factories.a_venue()) for _ in range(2))
    for session in (sooner, given_up):
        scheduling.plan_publication(session, now + DAY, TEAM, announce=True)
    scheduling.publish(sooner, TEAM)
    scheduling.forget_publication(given_up, TEAM)
    scheduling.plan_publication(given_up, now + DAY, TEAM)
    freeze(now + DAY)
    assert scheduling.publish_planned(given_up.id)
    assert told() == []


def test_one_announcement_a_week_to_an_address_and_one_of_each_session(freeze):
    now = freeze(clock.now())
    first, second, third = (factories.a_session(published=False, venue=factories.a_venue(), starts_in=30 * DAY)
                            for _ in range(3))  # fmt: skip
    news = interest.ask_for_news(ANA, "fr", [], [])
    scheduling.publish(first, TEAM, announce=True)
    readers = demand.readers(second)
    assert (readers.ready, readers.held) == ((), 1)
    scheduling.publish(second, TEAM, announce=True)
    assert told() == [("announced", ANA)]
    db.session.query(Letter).update({"state": "sent"})
    db.session.commit()
    interest.leave(news)  # who leaves and comes back is no newcomer
    interest.ask_for_news(ANA, "fr", [], [])
    freeze(now - timedelta(hours=1))
    assert demand.readers(third).ready == ()
    freeze(now + 8 * DAY)
    scheduling.unpublish(first, TEAM)
    assert demand.readers(first).ready == ()
    scheduling.publish(third, TEAM, announce=True)
    assert len(told()) == 2


def test_what_is_announced_can_be_stopped_or_sent_for_a_quarter_of_an_hour(freeze):
    now = freeze(clock.now())
    session = factories.a_session(published=False, venue=factories.a_venue())
    interest.ask_for_news(ANA, "fr", [], [])
    scheduling.publish(session, TEAM, announce=True)
    assert delivery.take() is None
    [row] = announcements.of_session(session, "America/Toronto")
    assert (row.what, row.number, row.state) == ("nouvelle rencontre", 1, "waiting")
    announcement = db.session.get_one(Announcement, row.id)
    assert scheduling.stop(announcement, TEAM) == 1
    freeze(now + QUARTER)
    assert delivery.take() is None
    assert scheduling.send_now(announcement, TEAM) == 1
    assert delivery.take().state == "sending"
    with pytest.raises(Refusal):
        scheduling.stop(announcement, TEAM)


@pytest.mark.parametrize("fate", ["unpublished", "unlisted", "confidential", "cancelled"])
def test_what_is_not_for_everybody_any_more_is_not_announced_and_nobody_is_said_to_be_told(fate, freeze):
    now = freeze(clock.now())
    session = factories.a_session(published=False, venue=factories.a_venue())
    interest.ask_for_news(ANA, "fr", [], [])
    scheduling.publish(session, TEAM, announce=True)
    if fate == "unpublished":
        scheduling.unpublish(session, TEAM)
    elif fate == "cancelled":
        scheduling.cancel(session, {"fr": "manque de salle"}, TEAM)
    else:
        session.visibility = fate
        db.session.commit()
    assert (announcements.of_session(session, "America/Toronto"), announcements.waiting("America/Toronto")) == ([], [])
    freeze(now + QUARTER)
    delivery.take()
    assert states() == ["cancelled"]


@given(moves=st.lists(st.sampled_from(["publish", "unpublish", "stop", "send", "wait", "deliver"]), max_size=12))
def test_whatever_is_published_taken_back_and_stopped_an_address_hears_of_a_session_once(database, moves):
    with database.undoing():
        session = factories.a_session(published=False, venue=factories.a_venue(), starts_in=30 * DAY)
        interest.ask_for_news(ANA, "fr", [], [])
        for move in moves:
            play(move, session)
        living = [state for state in states() if state != "cancelled"]
        assert len(living) <= 1
        if "queued" in living:
            assert session.published


def ticking(email, name="Ana Silva", language="fr"):
    """Somebody who registers and ticks news."""
    typed = Typed(name, email, "Maison des jeunes", news=True, language=language)
    return registering.register(factories.a_session(), typed).registration


def subscriptions():
    return db.session.query(Subscription).order_by(Subscription.id).all()


def test_news_ticked_while_registering_are_announcements_of_everything_once_an_address(database):
    ticking(ANA, language="en")
    ticking("ANA@maison.example", "Ana Silva")
    ticking(ANA, "Bilal Haddad")
    [one] = subscriptions()
    assert (one.email, one.language, one.themes, one.boroughs, one.training_session_id) == (ANA, "en", [], [], None)
    words = db.session.get_one(PolicyVersion, one.policy_version_id).text.in_language("fr")
    assert words == "Prévenez-moi des prochaines rencontres"
    session = factories.a_session(published=False, venue=factories.a_venue(borough="Verdun"))
    assert len(demand.readers(session).ready) == 1
    scheduling.publish(session, TEAM, announce=True)
    assert told().count(("announced", ANA)) == 1
    interest.leave(one)
    assert [consent.withdrawn_at is None for consent in db.session.query(Consent)] == [False] * 3
    assert demand.readers(factories.a_session(published=False, venue=factories.a_venue())).ready == ()


def test_who_does_not_tick_is_not_subscribed_and_who_chose_a_theme_keeps_to_it():
    interest.ask_for_news(ANA, "fr", ["hate"], [])
    ticking(ANA)
    registering.register(factories.a_session(), Typed("Bilal Haddad", "bilal@maison.example", "Maison des jeunes"))
    assert [(one.email, one.themes) for one in subscriptions()] == [(ANA, ["hate"])]


@pytest.mark.parametrize(("days", "ready"), [(0, []), (8, [True]), (29, [True]), (31, [True, True])])
def test_one_announcement_a_month_was_promised_with_a_seat_and_one_a_week_elsewhere(days, ready, freeze):
    now = freeze(clock.now())
    ticking("bilal@maison.example", "Bilal Haddad")
    interest.ask_for_news(ANA, "fr", [], [])
    first, second = (factories.a_session(published=False, venue=factories.a_venue(), starts_in=90 * DAY)
                     for _ in range(2))  # fmt: skip
    scheduling.publish(first, TEAM, announce=True)
    freeze(now + days * DAY)
    readers = demand.readers(second)
    assert (len(readers.ready), readers.held) == (len(ready), 2 - len(ready))


def play(move, session):
    """One thing that a team, or time, does; what is refused changes nothing."""
    if move in ("publish", "unpublish"):
        getattr(scheduling, move)(session, TEAM, *([True] if move == "publish" else []))
    elif move in ("stop", "send"):
        act = scheduling.stop if move == "stop" else scheduling.send_now
        for announcement in db.session.query(Announcement).order_by(Announcement.id).all():
            with suppress(Refusal):
                act(announcement, TEAM)
    elif move == "wait":
        db.session.query(Announcement).update({"leaves_at": clock.now() - QUARTER})
        db.session.query(Letter).filter_by(state="queued").update({"due_at": clock.now() - QUARTER})
    else:
        due = db.session.query(Letter).filter(Letter.state == "queued", Letter.due_at <= clock.now())
        due.update({"state": "sent"})


def states():
    db.session.expire_all()
    return [letter.state for letter in db.session.query(Letter).order_by(Letter.id)]


def test_demand_counts_every_address_once_and_themes_with_nothing_to_come():
    wanted, offered = factories.a_theme("Gangs"), factories.a_theme("Haine")
    factories.a_session(themes=[offered])
    both = [wanted.key, offered.key]
    first, *_ = [interest.ask_for_news(f"p{number}@maison.example", "fr", both, []) for number in range(8)]
    assert [(theme.label, theme.number) for theme in demand.wanted_without_offer()] == [("Gangs", 8)]
    interest.leave(first)
    assert demand.wanted_without_offer() == []
