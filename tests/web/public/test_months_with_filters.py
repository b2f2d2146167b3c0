"""A month shows what the list was narrowed to, and every way on from it keeps that."""

import html
import re
from dataclasses import replace
from datetime import time, timedelta

import factories
import pytest

from resal.actions import SYSTEM, scheduling
from resal.actions.scheduling.dates import plans_of
from resal.language import dates

DAY = timedelta(days=1)
THIS = "/calendrier/2026/12"


@pytest.fixture
def two():
    gangs = factories.a_theme("Gangs", key="gangs")
    factories.a_session("Prévenir le recrutement", starts_in=8 * DAY, themes=[gangs], mode="online")
    factories.a_session("Apaiser", starts_in=9 * DAY, mode="in person")
    factories.a_session("Plus tard", starts_in=40 * DAY, themes=[gangs], mode="in person")


def plainly(text):
    return text.replace("\u00a0", " ")


def links(page):
    return [html.unescape(link) for link in re.findall(r'href="(/calendrier/20[^"]*)"', page)]


def test_the_month_of_a_theme_holds_its_sessions_alone(client, two):
    page = client.get(THIS, query_string={"theme": "gangs"}).text
    assert ("Prévenir le recrutement" in page, "Apaiser" in page) == (True, False)
    whole = client.get(THIS).text
    assert ("Prévenir le recrutement" in whole, "Apaiser" in whole) == (True, True)


def test_the_arrows_and_the_list_keep_the_filter(client, two):
    page = client.get(THIS, query_string={"theme": "gangs"}).text
    assert "/calendrier/2027/01?theme=gangs" in links(page)
    assert 'href="/?theme=gangs"' in page
    home = client.get("/", query_string={"theme": "gangs"}).text
    assert f"{THIS}?theme=gangs" in links(home)
    assert "Apaiser" not in home.partition("<aside")[2]


def test_one_filter_beside_another_keeps_both_and_pressed_again_leaves_one(client, two):
    page = client.get(THIS, query_string={"theme": "gangs"}).text
    both = next(link for link in links(page) if "mode" in link)
    assert both == f"{THIS}?theme=gangs&mode=en-ligne"
    narrowed = client.get(both).text
    assert f"{THIS}?theme=gangs" in links(narrowed)
    assert f"{THIS}?mode=en-ligne" in links(narrowed)


def test_the_other_language_keeps_the_filter_in_its_own_words(client, two):
    page = client.get(THIS, query_string={"theme": "gangs", "mode": "en-ligne"}).text
    assert "/en/calendar/2026/12?theme=gangs&amp;mode=online" in page


@pytest.mark.parametrize("value", ["rien", "<script>", "'; --", "x" * 5000, "gangs\x00x"])
def test_a_filter_that_means_nothing_finds_nothing(client, two, value):
    answer = client.get(THIS, query_string={"theme": value})
    assert (answer.status_code, "Prévenir le recrutement" in answer.text) == (200, False)
    assert "<script>" not in answer.text.partition("<main")[2].partition("</main")[0]


def test_an_evening_taken_out_stays_struck_out_for_a_while_here_and_in_calendars(client, signed_in, freeze):
    session = factories.a_session("Cercle", starts_in=8 * DAY, meetings=2, facilitators=[])
    gone = session.live_meetings[0]
    day = gone.date.isoformat()
    to = scheduling.MovePlan.of(session, meetings=plans_of(session)[1:])
    scheduling.reschedule(session, to, session.revision, SYSTEM)
    for month in (client.get(THIS), signed_in.get("/coordination/mois?mois=2026-12")):
        assert month.text.count("Date annulée") == 1
    day_of = re.search(rf'<section id="d{day}">.*?</section>', client.get(THIS).text, re.S)[0]
    assert ("session--cancelled" in day_of, "Date annulée" in day_of) == (True, True)
    assert plainly(f"{dates.day_long(gone.date)} : Cercle (annulée)") in plainly(client.get("/").text)
    freeze(gone.ends_at + 40 * DAY)
    assert "Date annulée" not in client.get(THIS).text


def test_a_date_whose_hour_alone_changed_is_not_said_cancelled(client, signed_in):
    session = factories.a_session("Cercle", starts_in=8 * DAY)
    [plan] = plans_of(session)
    to = scheduling.MovePlan.of(session, meetings=[replace(plan, meeting_id=None, start=time(15), end=time(17))])
    scheduling.reschedule(session, to, session.revision, SYSTEM)
    for page in (client.get(THIS), signed_in.get("/coordination/mois?mois=2026-12"), client.get("/")):
        assert ("Cercle" in page.text, "annulée" in page.text) == (True, False)
