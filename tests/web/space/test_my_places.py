"""The page of all one's places: what is to be answered first, what comes, what is over; nobody else's."""

from datetime import timedelta

import factories
import pytest
from harness.visitors import submit
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from space_at_hand import ana, beside, opened, seat_address

from resal import clock
from resal.actions import Actor, attending, certifying, registering
from resal.actions.registering import Typed
from resal.db import db, writing
from resal.models import FeedToken, Participant, Registration, TrainingSession, localized
from resal.queries import attestations, line, space
from resal.queries.attestation_rules import Rule

TEAM = Actor("account")
WEEK = timedelta(days=7)


def shown(person):
    db.session.rollback()
    return space.of_participant(db.session.get(Participant, person.id))


def titles(places):
    return [place.title.text for place in places]


def test_without_any_place_the_page_says_so_and_where_to_look(client):
    page = client.get(opened(ana()))
    assert "Vous n’avez pas encore de place." in page.text


def test_offers_come_first_then_what_comes_then_what_is_over(client):
    person = ana()
    coming = factories.a_session("Demain", starts_in=timedelta(days=1))
    later = factories.a_session("Plus tard", starts_in=3 * WEEK)
    undated = factories.a_session("Un jour", starts_in=None)
    over = factories.a_session("Hier", starts_in=timedelta(days=-1))
    older = factories.a_session("Avant", starts_in=-WEEK)
    offered = factories.a_session("Offerte", waiting_list="offer")
    left = factories.a_session("Laissée")
    for session in (undated, later, coming, older, over):
        factories.a_registration(session, person)
    until = clock.now() + timedelta(hours=12)
    factories.a_registration(offered, person, state="offered", offered_until=until)
    factories.a_registration(left, person, state="withdrawn")
    found = shown(person)
    assert titles(found.answers) == ["Offerte"]
    assert titles(found.coming) == ["Demain", "Plus tard", "Un jour"]
    assert titles(found.past) == ["Hier", "Avant"]
    assert titles(found.left) == ["Laissée"]
    page = client.get(opened(person)).text
    order = [page.index(word) for word in ("Offerte", "Demain", "Plus tard", "Hier", "Avant", "Laissée")]
    assert order == sorted(order)
    assert "La place vous est offerte jusqu’au" in page


def test_the_offer_to_take_leads_to_its_own_page_and_takes_nothing_by_itself(client):
    session = factories.a_session(waiting_list="offer")
    until = clock.now() + timedelta(hours=12)
    registration = factories.a_registration(session, ana(), state="offered", offered_until=until)
    page = client.get(opened(registration.participant)).text
    assert f'{seat_address(registration)}/prendre"' in page
    db.session.rollback()
    assert db.session.get(Registration, registration.id).state == "offered"


def test_who_is_called_to_answer_first_reads_it_on_top(freeze):
    session = factories.a_session(capacity=1, starts_in=timedelta(hours=20))
    seated = factories.a_registration(session)
    person = ana()
    factories.a_registration(session, person, state="waiting")
    assert titles(shown(person).answers) == []
    registering.withdraw(seated)
    assert [place.called for place in shown(person).answers] == [True]


def test_somebody_else_of_the_same_address_is_not_on_the_page(client):
    person, other = ana(), factories.a_participant("Bilal Roy", email="ana@maison.example")
    factories.a_registration(factories.a_session("La mienne"), person)
    factories.a_registration(factories.a_session("La sienne"), other)
    page = client.get(opened(person)).text
    assert ("La mienne" in page, "La sienne" in page, "Bilal" in page) == (True, False, False)


@pytest.mark.parametrize(("language", "neutral"), [("fr", "Espace clinique"), ("en", "Clinical space")])
def test_a_circle_is_named_neutrally_and_so_is_its_series(client, language, neutral):
    series = factories.a_series("Après une agression")
    circle = factories.a_session("Vivre avec un deuil", visibility="confidential", series=series)
    past = factories.a_session("Vivre avec la peur", visibility="confidential", starts_in=-WEEK)
    person = ana()
    factories.a_registration(circle, person)
    factories.a_registration(past, person)
    page = client.get(opened(person, language=language)).text
    assert [word for word in ("deuil", "peur", "agression", "Après") if word in page] == []
    assert page.count(f"<h3>{neutral}</h3>") == 2


def test_what_the_door_noted_is_said_with_the_attestation_to_take(client):
    session = factories.a_session(starts_in=-3 * WEEK, meetings=2, attendance_closed_at=clock.now())
    person = ana()
    registration = factories.a_registration(session, person)
    attending.mark(registration, session.live_meetings[0], "partial", TEAM)
    attending.mark(registration, session.live_meetings[1], "excused", TEAM)
    address = opened(person)
    page = client.get(address).text
    assert "présence en partie" in page
    assert "absence excusée" in page


def test_an_attestation_is_asked_for_and_downloaded_from_the_page(client):
    registration = attended(ana())
    address = opened(registration.participant)
    assert "Obtenir mon attestation" in client.get(address).text
    submit(client, address, to=f"{seat_address(registration)}/attestation.pdf")
    page = client.get(address).text
    assert (f'{seat_address(registration)}/attestation.pdf"' in page, "Obtenir" in page) == (True, False)


STATES = st.sampled_from(["confirmed", "waiting", "requested", "withdrawn", "declined"])
RULES = st.sampled_from(
    [None, Rule("none"), Rule("series"), Rule("session", "hours", 2), Rule("session", "meetings", 2)]
)


@given(data=st.data())
def test_the_page_says_of_each_place_what_its_own_page_says(database, data):
    """Rank in line, and attestation or why not yet: however many rules, series and presences.

    Nothing is undone between examples: the rule of a session is remembered by its number.
    """
    person = factories.a_participant("Ana Silva")
    series = factories.a_series(attestation_rule=stored(data.draw(RULES)))
    for _ in range(data.draw(st.integers(1, 3))):
        _a_place(person, series, data)
    found = shown(person)
    for place in (*found.coming, *found.past):
        one = db.session.query(Registration).filter_by(nonce=place.nonce).one()
        over = one.training_session.over(clock.now())
        assert place.attestation == (attestations.of_registration(one) if over else None)
        if one.state == "waiting" and not over:
            assert str(line.position(one)) in place.state


def _a_place(person, series, data):
    session = factories.a_session(
        starts_in=data.draw(st.sampled_from([-WEEK, WEEK])), capacity=1,
        series=series if data.draw(st.booleans()) else None, attestation_rule=stored(data.draw(RULES)),
        attendance_closed_at=clock.now() if data.draw(st.booleans()) else None,
        mode=data.draw(st.sampled_from(["in person", "hybrid"])), capacity_online=1,
    )  # fmt: skip
    for _ in range(data.draw(st.integers(0, 2))):
        factories.a_registration(session, state="waiting", mode=data.draw(st.sampled_from(["online", "in person"])))
    registration = factories.a_registration(session, person, state=data.draw(STATES), mode="online")
    if session.over(clock.now()) and registration.state == "confirmed" and data.draw(st.booleans()):
        attending.mark(registration, session.live_meetings[0], "present", TEAM)


def stored(rule):
    return rule.stored() if rule else None


@pytest.mark.parametrize("number", [1, 100])
def test_a_hundred_places_are_read_in_six_statements(queries, client, number):
    person = ana()
    series = factories.a_series(attestation_rule=Rule("series").stored())
    with writing():
        for index in range(number):
            ago = -3 * WEEK if index % 2 else WEEK
            session = factories.a_session(starts_in=ago, series=series if index % 3 else None, meetings=2)
            factories.a_registration(session, person, state="waiting" if index % 5 == 0 else "confirmed")
    address = opened(person)
    client.get(address)
    with queries() as sent:
        page = client.get(address)
    assert (page.status_code, len(sent) <= 6) == (200, True), "\n\n".join(sent)
    if number == 100:
        assert "plus anciennes" in page.text


def test_a_series_one_comes_to_leads_to_its_page(client):
    series = factories.a_series("Cycle", register_whole=True)
    factories.a_session(series=series)
    registering.register_whole(series, Typed("Ana Silva", "ana@maison.example", "École"))
    person = db.session.query(Participant).one()
    page = client.get(opened(person))
    assert ("Mes séries" in page.text, "/inscription/serie/" in page.text) == (True, True)


def test_a_new_calendar_address_ends_the_one_before_and_twice_leaves_one(client, app):
    registration = factories.a_registration(None, ana())
    address = opened(registration.participant)
    feed = beside(address, "space.feed")
    first, second = (address_in(submit(client, feed)) for _ in range(2))
    assert app.test_client().get(first).status_code == 404
    answer = app.test_client().get(second)
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(event["UID"]) == registration.training_session.meetings[0].uid
    assert second not in client.get(feed).text
    db.session.rollback()
    assert db.session.query(FeedToken).filter(FeedToken.revoked_at.is_(None)).count() == 1


def address_in(page):
    return page.text.split('id="feed" value="')[1].split('"')[0].removeprefix("http://127.0.0.1:8000")


def test_the_three_ways_to_subscribe_are_those_of_the_public_page(client):
    page = submit(client, beside(opened(ana()), "space.feed")).text
    for words in ("iPhone ou Mac", "Google Agenda", ">Outlook<", "Copier l’adresse du calendrier"):
        assert words in page
        assert words in client.get("/calendrier/abonnement").text


def test_a_cancelled_session_to_come_is_shown_as_such(client):
    session = factories.a_session("Annulée hier", cancelled_at=clock.now(), cancelled_reason=localized({"fr": "neige"}))
    person = ana()
    factories.a_registration(session, person)
    [place] = shown(person).coming
    assert (place.pill, place.changeable) == ("off", False)


def test_an_attestation_taken_back_says_why(client):
    registration = attended(ana())
    certifying.revoke(certifying.issue(registration), "Erreur de nom.", TEAM)
    assert "Erreur de nom." in client.get(opened(registration.participant)).text


def attended(person):
    session = factories.a_session(starts_in=-WEEK, attendance_closed_at=clock.now())
    registration = factories.a_registration(session, person)
    attending.mark(registration, session.live_meetings[0], "present", TEAM)
    return registration


def test_only_one_line_stands_for_a_session_registered_to_again(client):
    session, person = factories.a_session("Deux fois"), ana()
    factories.a_registration(session, person, state="withdrawn")
    factories.a_registration(session, person)
    found = shown(person)
    assert (titles(found.coming), titles(found.left)) == (["Deux fois"], [])
    assert db.session.query(TrainingSession).count() == 1
