"""A session is announced to whoever asked for its theme or borough, once, and not too often."""

from datetime import timedelta

import factories
import pytest

from resal import clock
from resal.actions import Actor, interest, scheduling
from resal.db import db
from resal.models import Letter
from resal.queries import demand

TEAM = Actor("account")
DAY = timedelta(days=1)
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
    interest.leave(news)  # who leaves and comes back is no newcomer
    interest.ask_for_news(ANA, "fr", [], [])
    freeze(now - timedelta(hours=1))
    assert demand.readers(third).ready == ()
    freeze(now + 8 * DAY)
    scheduling.unpublish(first, TEAM)
    assert demand.readers(first).ready == ()
    scheduling.publish(third, TEAM, announce=True)
    assert len(told()) == 2


def test_demand_counts_every_address_once_and_themes_with_nothing_to_come():
    wanted, offered = factories.a_theme("Gangs"), factories.a_theme("Haine")
    factories.a_session(themes=[offered])
    both = [wanted.key, offered.key]
    first, *_ = [interest.ask_for_news(f"p{number}@maison.example", "fr", both, []) for number in range(8)]
    assert [(theme.label, theme.number) for theme in demand.wanted_without_offer()] == [("Gangs", 8)]
    interest.leave(first)
    assert demand.wanted_without_offer() == []
