"""The month of the team beside its list and its week: what each shows, and what goes along from one to another."""

import re
from datetime import date, timedelta

import factories
import pytest
from filling_in import plainly
from harness.visitors import sign_in
from hypothesis import given
from hypothesis import strategies as st

from resal.db import db
from resal.models import Account
from resal.queries import coordination_month

MONTH, WEEK, LIST = "/coordination/mois", "/coordination/semaine", "/coordination/rencontres"
DAY = timedelta(days=1)


def words(markup):
    return " ".join(plainly(re.sub("<[^>]+>", " ", markup)).split())


def table(page):
    """The words of each day of the month."""
    cells = re.findall(r'<td role="cell" class="day.*?</td>', page.text, re.DOTALL)
    found = [(re.search(r'datetime="([^"]+)"', cell), cell) for cell in cells]
    return {day[1]: words(cell) for day, cell in found if day}


def inside(page, opening):
    """The addresses of the links inside a <nav>."""
    nav = page.text[page.text.index(opening) :].partition("</nav>")[0]
    return [address.replace("&amp;", "&") for address in re.findall('<a [^>]*href="([^"]+)"', nav)]


def test_each_day_of_the_month_has_its_sessions_drafts_and_cancelled_ones_in_words(signed_in):
    factories.a_session("Publiée", meetings=2)
    factories.a_session("À relire", published=False, starts_in=8 * DAY)
    factories.a_session("Empêchée", starts_in=8 * DAY, cancelled_at=factories.clock.now())
    days = table(signed_in.get(f"{MONTH}?mois=2026-12"))
    assert list(days) == [f"2026-12-{day:02}" for day in range(1, 32)]
    assert days["2026-12-01"] == "1 mardi 1er décembre 2026 10 h à 13 h Publiée Lieu à venir · 0 sur 2"
    assert "Brouillon À relire" in days["2026-12-02"]
    assert "Annulée Empêchée" in days["2026-12-02"]
    assert days["2026-12-25"].endswith("Congé : Noël")


def test_the_table_has_its_caption_and_its_headers(signed_in):
    caption, _, rest = signed_in.get(f"{MONTH}?mois=2026-11").text.partition("<caption")[2].partition("</caption>")
    head, _, body = rest.partition("</table>")[0].partition("</thead>")
    assert plainly(caption).endswith(">Rencontres : Novembre 2026")
    assert re.findall('<th scope="col" [^>]*>([^<]+)', head) == ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]
    assert [row.count("<td ") for row in body.split("<tr ")[1:]] == [7] * 6


def test_without_a_month_this_one_is_shown_and_today_is_said(signed_in):
    page = signed_in.get(MONTH)
    assert "<h1>Novembre 2026</h1>" in plainly(page.text)
    assert re.findall(r'aria-current="date">.*?datetime="([^"]+)"', page.text, re.DOTALL) == ["2026-11-24"]
    assert "24 mardi 24 novembre 2026 Aujourd'hui" in words(page.text)


def test_what_each_reader_may_open(app, signed_in):
    session = factories.a_session()
    reader, host = (sign_in(app.test_client(), factories.an_account(role)) for role in ("reader", "host"))
    ways = [f"{LIST}/{session.id}", f"{LIST}/{session.id}/presences", f"/rencontres/{session.id}-"]
    seen = [[way in client.get(f"{MONTH}?mois=2026-12").text for way in ways] for client in (signed_in, host, reader)]
    assert seen == [[True, False, False], [True, True, False], [False, False, True]]


def test_views_keep_the_day_and_what_narrows_them(signed_in):
    def told(address):
        found = inside(signed_in.get(address), '<nav class="switch"')
        return [one.replace("/coordination/", "") for one in found]

    day, mine = "jour=2026-12-16", "voir=mes-brouillons"
    every_way = [f"rencontres?{mine}&{day}", f"semaine?{mine}&{day}", f"mois?{mine}&{day}&mois=2026-12"]
    for address in every_way:
        assert told(f"/coordination/{address}") == every_way
    assert told(f"{LIST}?voir=passees&{day}") == [
        f"rencontres?voir=passees&{day}", f"semaine?{day}", f"mois?{day}&mois=2026-12"
    ]  # fmt: skip
    assert told(LIST) == ["rencontres", "semaine", "mois"]
    assert told(f"{MONTH}?mois=2027-02")[1] == "semaine?jour=2027-02-01"


def test_the_lists_keep_the_day_from_filter_to_filter(signed_in):
    found = inside(signed_in.get(f"{LIST}?jour=2026-12-16"), '<nav class="filters"')
    assert [one.endswith("jour=2026-12-16") for one in found] == [True] * 6


def test_days_are_narrowed_as_the_list_is(app, signed_in):
    me = db.session.query(Account).one()
    factories.a_session("À moi", published=False, created_by_id=me.id)
    factories.a_session("À une autre", published=False, created_by_id=factories.an_account().id)
    factories.a_session("Animée", facilitators=[factories.a_facilitator()])

    def shown(name):
        pages = [
            signed_in.get(f"{page}&voir={name}").text for page in (f"{MONTH}?mois=2026-12", f"{WEEK}?jour=2026-12-01")
        ]
        found = [{title for title in ("À moi", "À une autre", "Animée") if title in page} for page in pages]
        assert found[0] == found[1]
        return found[0]

    assert shown("mes-brouillons") == {"À moi"}
    assert shown("brouillons") == shown("sans-animation") == {"À moi", "À une autre"}
    assert shown("sans-apprentissages") == set()


def test_arrows_go_from_month_to_month_and_stop_where_calendars_do(signed_in):
    def arrows(month):
        return inside(signed_in.get(f"{MONTH}?mois={month}&voir=brouillons"), '<nav class="cluster"')[:-1]

    assert arrows("2026-12") == [f"{MONTH}?voir=brouillons&mois=2026-11", f"{MONTH}?voir=brouillons&mois=2027-01"]
    assert arrows("2000-01") == [f"{MONTH}?voir=brouillons&mois=2000-02"]
    assert arrows("2099-12") == [f"{MONTH}?voir=brouillons&mois=2099-11"]


@pytest.mark.parametrize(
    "month",
    ["", "demain", "2026", "2026-13", "2026-00", "2026-1", "1999-12", "2100-01", "0001-01", "9999-12", "2026-12-01",
     "2026-W1", "٢٠٢٦-١٢", " 2026-12", "2026-12\n"],
)  # fmt: skip
def test_what_is_no_month_of_ours_is_a_404(signed_in, month):
    assert signed_in.get(MONTH, query_string={"mois": month}).status_code == 404


@pytest.mark.parametrize("query", [{"jour": "2026-02-30"}, {"voir": "passees"}, {"voir": ""}, {"voir": "rien"}])
@pytest.mark.parametrize("page", [MONTH, WEEK])
def test_a_day_or_a_list_that_is_none_is_a_404(signed_in, page, query):
    assert signed_in.get(page, query_string=query).status_code == 404


def test_a_list_with_a_day_that_no_calendar_has_is_a_404(signed_in):
    assert signed_in.get(f"{LIST}?jour=1066-10-14").status_code == 404


@pytest.mark.parametrize("page", [f"{MONTH}?mois=2026-12", f"{WEEK}?jour=2026-12-01"])
def test_j8_full_days_ask_as_many_questions_as_empty_ones(signed_in, queries, page):
    def asked():
        signed_in.get(page)  # what changed in the words of every page is read again once
        with queries() as sent:
            signed_in.get(page)
        return len(sent)

    empty = asked()
    for number in range(40):
        people = [factories.a_facilitator(), factories.a_facilitator()]
        factories.a_session(
            venue=factories.a_venue(), facilitators=people, meetings=2, starts_in=7 * DAY + number // 2 * DAY
        )
    assert asked() == empty


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_the_days_of_a_month_are_all_its_days_once_under_their_weekday(database, day):
    month = coordination_month.month(day.replace(day=1), "America/Toronto", None, 0)
    found = [(one.iso, place) for week in month.weeks for place, one in enumerate(week) if one]
    assert len(found) == ((day.replace(day=28) + 4 * DAY).replace(day=1) - day.replace(day=1)).days
    assert all(date.fromisoformat(iso).weekday() == place for iso, place in found)
    assert [iso for iso, _ in found] == sorted(iso for iso, _ in found)
