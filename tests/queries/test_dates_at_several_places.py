"""Where dates differ in place, link or zone, each says its own; where they do not, it is said once."""

import factories
import pytest

from resal.db import db
from resal.language import speaking
from resal.letters.occasions import said
from resal.queries import occasions
from resal.queries.month import month_page

FIRST, SECOND = "Centre des Érables", "Maison du Pont"


@pytest.fixture
def session(database):
    """Three dates: at the session's own place, elsewhere, and at the own place with another link."""
    row = factories.a_session("Parcours", meetings=3, venue=factories.a_venue(FIRST), link="https://un.example")
    row.meetings[1].venue = factories.a_venue(SECOND)
    row.meetings[2].link = "https://deux.example"
    db.session.flush()
    return row


def plainly(text):
    return text.replace("\u00a0", " ")


def test_each_date_says_its_place_and_its_link(session):
    assert [one.place for one in occasions.when(session)] == [FIRST, SECOND, f"{FIRST}, lien à part"]
    with speaking("en"):
        assert [one.place for one in occasions.when(session)][2] == f"{FIRST}, separate link"


def test_places_come_in_the_order_of_dates_and_none_is_left_out(session):
    assert [line.partition(",")[0] for line in occasions.where(session)][:2] == [FIRST, SECOND]


def test_one_line_says_the_place_beside_each_date_or_once(session):
    assert occasions.line(session).count(FIRST) == 2
    assert occasions.line(session).count(SECOND) == 1
    session.meetings[1].venue = None
    assert occasions.line(session).endswith(f" – lien à part · {FIRST}")
    assert occasions.line(session).count(FIRST) == 1


def test_letters_list_each_date_with_its_place(session):
    assert [line.rpartition(" – ")[2] for line in said(session, "fr").when] == [FIRST, SECOND, f"{FIRST}, lien à part"]


def test_online_only_the_link_differs(session):
    session.mode = "online"
    assert [one.place for one in occasions.when(session)] == ["", "", "lien à part"]


def test_the_hours_of_another_zone_say_whose_they_are(session):
    session.meetings[1].timezone = "America/Vancouver"
    assert ["heure de Vancouver" in one.hours for one in occasions.when(session)] == [False, True, False]


def test_a_date_alone_says_nothing_beside_it(database):
    alone = factories.a_session(venue=factories.a_venue(FIRST))
    alone.meetings[0].venue, alone.meetings[0].link = factories.a_venue(SECOND), "https://deux.example"
    db.session.flush()
    assert [one.place for one in occasions.when(alone)] == [""]
    assert occasions.where(alone)[0] == SECOND


def test_the_public_month_says_where_each_date_takes_place(session):
    first = session.meetings[0].date.replace(day=1)
    rows = [row for day in month_page(first, session.meetings[0].date).days for row in day.rows]
    assert [row.where.partition(",")[0] for row in rows] == [FIRST, SECOND, FIRST]


def test_pages_say_it_beside_each_date(session, client, signed_in):
    public, team = client.get(f"/rencontres/{session.id}-parcours").text, signed_in.get(
        f"/coordination/rencontres/{session.id}"
    ).text  # fmt: skip
    assert f"<small>{SECOND}</small>" in public
    assert "lien à part" in public
    assert "(3 dates) · " in plainly(public)
    assert f" · {SECOND}" in team
