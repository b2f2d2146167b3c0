"""A session held elsewhere: its hours are those of there, and its page may be somebody else's."""

import re
from datetime import UTC, datetime

import factories
import pytest
from filling_in import plainly, send, send_again
from sessions_at_hand import here, sessions

from resal.db import db

NEW = "/coordination/rencontres/nouvelle"


def test_the_hours_of_a_session_are_those_of_its_zone(signed_in):
    send(signed_in, NEW, title_fr="Congrès", timezone="Europe/Paris", meetings__0__date="2026-12-02",
         meetings__0__start="09:00", meetings__0__end="17:00", opens_at="2026-11-30T08:00")  # fmt: skip
    session = sessions()[0]
    assert session.starts_at == datetime(2026, 12, 2, 8, 0, tzinfo=UTC)
    assert session.opens_at == datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    assert "heure de Paris" in plainly(signed_in.get(here(session)).text)


def test_what_the_team_did_and_when_letters_leave_is_told_at_the_hours_of_the_team(signed_in):
    send(signed_in, NEW, title_fr="Congrès", timezone="America/Vancouver", meetings__0__date="2026-12-02",
         meetings__0__start="09:00", city="Vancouver", capacity=9)  # fmt: skip
    session = sessions()[0]
    drafted = plainly(signed_in.get(here(session)).text)
    assert "Brouillon enregistré à 10 h" in drafted
    assert re.search(r"<time[^>]*>mar. 24 nov., 10 h</time></td>", drafted)
    send(signed_in, here(session, "publier"))
    person = factories.a_registration(session)
    look = send(signed_in, here(session, "deplacer"), meetings__0__date="2026-12-03")
    send_again(signed_in, here(session, "deplacer"), look, sure=1)
    assert "Un courriel part à 10 h 15" in plainly(signed_in.get(here(session)).text)
    assert "24 nov., 7 h" not in plainly(signed_in.get(f"/coordination/inscriptions/{person.id}").text)


def test_an_hour_of_the_session_says_whose_it_is_to_the_team(signed_in):
    opens = datetime(2026, 11, 25, 17, tzinfo=UTC)
    session = factories.a_session(published=False, timezone="America/Vancouver", city="Vancouver", opens_at=opens)
    send(signed_in, here(session, "publier-plus-tard"), publish_at="2026-11-26T09:00")
    page = plainly(signed_in.get(here(session)).text)
    for words in (
        "La rencontre sera publiée le jeudi 26 novembre 2026, à 9 h, heure de Vancouver.",
        "Publication prévue : jeudi 26 novembre 2026, 9 h, heure de Vancouver.",
        "Ouverture : mercredi 25 novembre 2026, 9 h, heure de Vancouver",
    ):
        assert words in page


def test_another_zone_keeps_the_hours_on_the_clock_and_the_identity_of_the_dates(signed_in):
    send(signed_in, NEW, title_fr="Congrès", meetings__0__date="2026-12-02", meetings__0__start="09:00")
    uid = sessions()[0].meetings[0].uid
    send(signed_in, here(sessions()[0], "modifier"), timezone="America/Vancouver")
    meeting = sessions()[0].meetings[0]
    assert (meeting.uid, meeting.timezone) == (uid, "America/Vancouver")
    assert meeting.starts_at == datetime(2026, 12, 2, 17, 0, tzinfo=UTC)


def test_an_hour_that_does_not_exist_there_is_refused_with_what_was_typed(signed_in):
    page = send(signed_in, NEW, title_fr="Congrès", timezone="Europe/Paris", meetings__0__date="2027-03-28",
                meetings__0__start="02:30")  # fmt: skip
    assert (page.status_code, sessions()) == (422, [])
    assert "2 h 30 n'existe pas" in plainly(page.text)
    assert 'value="Europe/Paris" selected' in page.text


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc", "x" * 300])
def test_a_zone_that_is_not_of_the_list_is_refused(signed_in, zone):
    page = send(signed_in, NEW, title_fr="Congrès", timezone=zone)
    assert (page.status_code, sessions()) == (422, [])
    assert "Choisissez dans la liste" in plainly(page.text)


def test_a_zone_that_a_file_gave_stays(signed_in):
    session = factories.a_session("Loin", published=False, timezone="Asia/Kathmandu")
    assert "Kathmandu" in signed_in.get(here(session, "modifier")).text
    assert send(signed_in, here(session, "modifier"), capacity=9).status_code == 303
    assert (sessions()[0].timezone, sessions()[0].capacity) == ("Asia/Kathmandu", 9)


def test_a_published_session_does_not_change_zone_by_its_form(signed_in):
    session = factories.a_session("Annoncée")
    start = session.starts_at
    page = signed_in.get(here(session, "modifier"))
    assert 'name="timezone"' not in page.text
    send_again(signed_in, here(session, "modifier"), page, timezone="Europe/Paris", capacity=7)
    db.session.refresh(session)
    assert (session.timezone, session.starts_at, session.capacity) == ("America/Toronto", start, 7)


def test_a_session_held_by_others_leads_to_its_page(signed_in, client):
    send(signed_in, NEW, title_fr="Congrès", registration="none", external_url="https://congres.example/2026",
         meetings__0__date="2026-12-02")  # fmt: skip
    send(signed_in, here(sessions()[0], "publier"))
    assert 'href="https://congres.example/2026"' in client.get(f"/rencontres/{sessions()[0].id}-congres").text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//x.example", "congres", "https://" + "x" * 2100])
def test_a_page_elsewhere_is_an_address_of_the_web(signed_in, address):
    page = send(signed_in, NEW, title_fr="Congrès", external_url=address)
    assert (page.status_code, sessions()) == (422, [])
