"""The week of the team, and the lists of what sessions lack."""

from datetime import date, timedelta

import factories
import pytest
from filling_in import plainly
from harness.visitors import sign_in

from resal.queries import coordination_sessions, coordination_week

WEEK = "/coordination/semaine"
DAY = timedelta(days=1)


def lines(day=date(2026, 12, 1)):
    week = coordination_week.week(day, "America/Toronto", None, 0)
    return {one.iso: [(plainly(line.hours), line.title, line.state_text) for line in one.lines] for one in week.days}


def test_a_week_begins_on_monday_and_shows_drafts_and_cancellations():
    factories.a_session("Publiée", meetings=2)  # Tuesday 1 December, and the week after
    factories.a_session("Brouillon", published=False, starts_in=8 * DAY)
    factories.a_session("Annulée", starts_in=8 * DAY, cancelled_at=factories.clock.now())
    assert lines() == {
        "2026-11-30": [],
        "2026-12-01": [("10 h à 13 h", "Publiée", "Publiée")],
        "2026-12-02": [("10 h à 13 h", "Brouillon", "Brouillon"), ("10 h à 13 h", "Annulée", "Annulée")],
        "2026-12-03": [],
        "2026-12-04": [],
        "2026-12-05": [],
        "2026-12-06": [],
    }


def test_the_page_says_what_each_reader_may_open(app, signed_in):
    session = factories.a_session("Haine en ligne", venue=factories.a_venue("Centre St-Pierre"),
                                  facilitators=[factories.a_facilitator("Camille Roy")])  # fmt: skip
    page = plainly(signed_in.get(f"{WEEK}?jour=2026-12-03").text)
    assert "Semaine du 30 novembre 2026" in page
    assert "Centre St-Pierre · Camille Roy · 0 sur 2" in page
    assert f"/coordination/rencontres/{session.id}" in page
    reader = sign_in(app.test_client(), factories.an_account("reader"))
    assert f"/coordination/rencontres/{session.id}" not in reader.get(f"{WEEK}?jour=2026-12-03").text


def test_an_empty_week_says_so_and_names_holidays(signed_in):
    page = plainly(signed_in.get(f"{WEEK}?jour=2026-12-25").text)
    assert ("Rien cette semaine." in page, "Congé : Noël" in page) == (True, True)


@pytest.mark.parametrize(
    "day", ["", "demain", "2026-13-01", "0001-01-01", "9999-12-31", "2026-12-01T10:00", "٢٠٢٦-١٢-٠١"]
)
def test_a_day_that_no_calendar_has_is_a_404(signed_in, day):
    assert signed_in.get(WEEK, query_string={"jour": day}).status_code == 404


def test_what_sessions_lack_has_its_lists(signed_in):
    mine = factories.an_account()
    led = factories.a_session("Animée", facilitators=[factories.a_facilitator()])
    alone = factories.a_session("Sans personne")
    drafted = factories.a_session("À moi", published=False, created_by_id=mine.id)
    told = factories.a_session("Racontée", starts_in=-DAY)
    factories.a_takeaway("Écouter d'abord", told)
    silent = factories.a_session("Muette", starts_in=-DAY)
    factories.a_session("Annulée", starts_in=-DAY, cancelled_at=factories.clock.now())

    def ids(name):
        return {row.id for row in coordination_sessions.page(name, 1, mine.id).rows}

    assert ids("mes-brouillons") == {drafted.id}
    assert ids("sans-animation") == {alone.id, drafted.id}
    assert ids("sans-apprentissages") == {silent.id}
    assert led.id not in ids("sans-animation")
    page = plainly(signed_in.get("/coordination/rencontres?voir=sans-apprentissages").text)
    assert ("Muette" in page, "Racontée" in page) == (True, False)
