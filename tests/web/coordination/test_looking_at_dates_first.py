"""What to know of dates before choosing them: said on the form, never in the way."""

from datetime import UTC, date, datetime, time, timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send, send_again
from sessions_at_hand import here, journal, sessions

from resal.db import db
from resal.models import localized
from resal.queries import clashes
from resal.queries.clashes import Slot, Wanted

NEW = "/coordination/rencontres/nouvelle"
AT_TEN = {"meetings-0-date": "2026-12-01", "meetings-0-start": "10:00", "meetings-0-end": "12:00"}


def said(page):
    return plainly(page.text).replace("&#39;", "'")


def look(client, path=NEW, **fields):
    answer = send(client, path, check="1", **fields)
    assert answer.status_code == 200
    return said(answer)


def test_looking_saves_nothing_and_loses_nothing(signed_in):
    answer = send(signed_in, NEW, check="1", title_fr="Cercle", **AT_TEN)
    assert "Rien à signaler pour ces dates." in said(answer)
    assert (fields_of(answer)["title_fr"], fields_of(answer)["meetings-0-date"]) == ("Cercle", "2026-12-01")
    assert (sessions(), journal()) == ([], [])


def test_a_place_or_a_person_that_is_taken_is_said_with_its_hours(signed_in):
    venue, leader = factories.a_venue("Centre St-Pierre"), factories.a_facilitator("Nadia Belkacem")
    factories.a_session("Déjà là", venue=venue, facilitators=[leader])  # the same Tuesday, 10 to 13
    wanted = {**AT_TEN, "venue_id": venue.id, "leaders-0-facilitator_id": leader.id}
    page = look(signed_in, **wanted)
    assert "Centre St-Pierre est déjà pris le mardi 1er décembre 2026 aux mêmes heures (10 h à 13 h)" in page
    assert "Nadia Belkacem anime déjà « Déjà là » le mardi 1er décembre 2026 aux mêmes heures" in page
    page = look(signed_in, **{**wanted, "meetings-0-start": "18:00", "meetings-0-end": "20:00"})
    assert "Centre St-Pierre sert le mardi 1er décembre 2026 à d'autres heures (10 h à 13 h)" in page
    assert "Nadia Belkacem anime aussi « Déjà là » le mardi 1er décembre 2026, à d'autres heures" in page
    page = look(signed_in, **{**wanted, "meetings-0-start": "", "meetings-0-end": ""})
    assert "Centre St-Pierre est déjà pris le mardi 1er décembre 2026 : « Déjà là »." in page


def test_hours_are_compared_across_time_zones(signed_in):
    venue = factories.a_venue("Centre St-Pierre")
    factories.a_session("Déjà là", venue=venue)
    late = {"meetings-0-zone": "America/Vancouver", "meetings-0-start": "07:00", "meetings-0-end": "09:00"}
    assert "aux mêmes heures (10 h à 13 h)" in look(signed_in, **{**AT_TEN, **late, "venue_id": venue.id})
    later = {**late, "meetings-0-start": "13:00", "meetings-0-end": "14:00"}
    assert "à d'autres heures" in look(signed_in, **{**AT_TEN, **later, "venue_id": venue.id})


@pytest.mark.parametrize("shared", ["theme", "series", "audience"])
def test_the_same_audience_the_same_half_day_is_said(signed_in, shared):
    theme, series = factories.a_theme(), factories.a_series()
    other = {"theme": {"themes": [theme]}, "series": {"series": series},
             "audience": {"audience": localized({"fr": "Écoles et  cégeps"})}}[shared]  # fmt: skip
    mine = {"theme": {"theme_ids": theme.id}, "series": {"series_id": series.id},
            "audience": {"audience_fr": "écoles et cégeps"}}[shared]  # fmt: skip
    why = {"theme": "même thème", "series": "même série", "audience": "même public annoncé"}[shared]
    factories.a_session("Autre", **other)
    words = f"« Autre » s'adresse au même public, le mardi 1er décembre 2026, 10 h à 13 h ({why})."
    assert words in look(signed_in, **AT_TEN, **mine)
    evening = look(signed_in, **{**AT_TEN, "meetings-0-start": "18:00", "meetings-0-end": "20:00"}, **mine)
    assert words not in evening
    assert "« Autre »" not in evening
    west = {"meetings-0-zone": "America/Vancouver", "meetings-0-start": "07:30", "meetings-0-end": "08:30"}
    assert words in look(signed_in, **{**AT_TEN, **west}, **mine), "the same hours, said by other clocks"
    west = {"meetings-0-zone": "America/Vancouver", "meetings-0-start": "13:00", "meetings-0-end": "16:00"}
    assert "« Autre »" not in look(signed_in, **{**AT_TEN, **west}, **mine)


def test_a_session_that_shares_nothing_but_the_day_is_not_spoken_of(signed_in):
    factories.a_session("Autre")
    assert "« Autre »" not in look(signed_in, **AT_TEN)


def test_holidays_past_dates_small_rooms_and_clocks_are_said(signed_in):
    venue = factories.a_venue("Petite salle", capacity=8)
    page = look(signed_in, **{**AT_TEN, "meetings-0-date": "2026-12-25", "venue_id": venue.id, "capacity": 12})
    assert "Vendredi 25 décembre 2026, c'est Noël." in page
    assert "Petite salle reçoit 8 personnes : vous offrez 12 places." in page
    assert "Mardi 3 novembre 2026 est une date passée." in look(
        signed_in, **{**AT_TEN, "meetings-0-date": "2026-11-03"}
    )
    assert "L'heure change dans la nuit qui précède le dimanche 14 mars 2027." in look(
        signed_in, **{**AT_TEN, "meetings-0-date": "2027-03-14"})  # fmt: skip


def test_a_change_of_the_clock_between_two_dates_is_said_once():
    days = [date(2026, 10, 20) + timedelta(weeks=n) for n in range(6)]
    found = clashes.remarks(Wanted(tuple(Slot(day, time(18), time(20)) for day in days)))
    words = "L'heure change le dimanche 1er novembre 2026, entre deux dates : chacune garde son heure à l'horloge."
    assert [plainly(one) for one in found if "heure change" in one] == [words]
    assert not [one for one in clashes.remarks(Wanted(tuple(Slot(day, zone="UTC") for day in days))) if "change" in one]


def test_a_session_is_no_clash_with_itself_and_cancelled_ones_are_none(signed_in):
    venue = factories.a_venue("Centre St-Pierre")
    factories.a_session("Annulée", venue=venue, cancelled_at=factories.clock.now())
    session = factories.a_session("Celle-ci", venue=venue, published=False)
    assert "Rien à signaler pour ces dates." in look(signed_in, here(session, "modifier"))


def test_moving_and_repeating_look_first_too(signed_in):
    venue = factories.a_venue("Centre St-Pierre")
    factories.a_session("Déjà là", venue=venue, starts_in=timedelta(days=8))
    session = factories.a_session("Celle-ci", venue=venue)
    for page in ("deplacer", "nouvelle-edition"):
        assert "aux mêmes heures" in look(signed_in, here(session, page), **{**AT_TEN, "meetings-0-date": "2026-12-02"})
    assert journal() == []


def test_after_saving_the_page_of_the_draft_says_it_again(signed_in):
    series = factories.a_series()
    factories.a_session("Autre", series=series)
    saved = send(signed_in, NEW, title_fr="Cercle", series_id=series.id, **AT_TEN)
    assert "« Autre » s'adresse au même public" in said(signed_in.get(saved.location))


@pytest.mark.parametrize(("field", "typed"), [("date", "2026-13-45"), ("date", "0001-01-01"), ("date", "9999-12-31"),
                                              ("end", "09:00"), ("start", "x"), ("zone", "Mars/Olympus")])  # fmt: skip
def test_what_is_to_correct_is_said_beside_its_field_while_looking(signed_in, field, typed):
    answer = send(signed_in, NEW, check="1", **{**AT_TEN, f"meetings-0-{field}": typed})
    assert (answer.status_code, 'aria-invalid="true"' in answer.text, sessions()) == (422, True, [])


@pytest.mark.parametrize(
    ("zone", "day", "start", "end", "field", "words"),
    [
        ("Europe/Paris", "2027-03-28", "02:30", "05:00", "start", "2 h 30 n'existe pas. Choisissez 1 h 30 ou 3 h 30."),
        ("Europe/Paris", "2026-12-01", "02:30", "05:00", "", ""),
        (
            "America/Vancouver",
            "2027-11-06",
            "22:00",
            "01:30",
            "end",
            "1 h 30 arrive deux fois. Choisissez 0 h 30 ou 2 h 30, que tout le monde lira",
        ),
        ("UTC", "2027-03-14", "02:30", "05:00", "", ""),
        ("", "2027-03-14", "02:30", "05:00", "start", "2 h 30 n'existe pas"),
    ],
)
def test_hours_are_those_of_the_zone_of_the_date(signed_in, zone, day, start, end, field, words):
    answer = send(signed_in, NEW, title_fr="Cercle", meetings__0__zone=zone, meetings__0__date=day,
                  meetings__0__start=start, meetings__0__end=end)  # fmt: skip
    assert answer.status_code == (422 if words else 303)
    if words:
        assert words in said(answer)
        assert f'id="meetings-0-{field}-error"' in answer.text


def test_a_date_in_another_zone_is_said_wherever_it_is_read(signed_in):
    send(signed_in, NEW, title_fr="Cercle", capacity=3, city="Montréal", meetings__0__zone="America/Vancouver",
         meetings__0__date="2026-12-01", meetings__0__start="10:00", meetings__0__end="12:00")  # fmt: skip
    [session] = sessions()
    assert session.starts_at == datetime(2026, 12, 1, 18, tzinfo=UTC)
    session.published_at = factories.clock.now()
    db.session.commit()
    for path in ("/", f"/rencontres/{session.id}-cercle", here(session), "/calendrier/2026/12"):
        assert "10 h à 12 h, heure de Vancouver" in plainly(signed_in.get(path).text), path
    for path in (f"/rencontres/{session.id}.ics", "/calendrier.ics"):
        feed = signed_in.get(path).text
        assert "DTSTART;TZID=America/Vancouver:20261201T100000" in feed
        assert "TZID:America/Vancouver" in feed
    form = fields_of(signed_in.get(here(session, "deplacer")))
    assert form["meetings-0-zone"] == "America/Vancouver"


def test_a_zone_that_no_list_offers_stays_that_of_its_date(signed_in):
    session = factories.a_session(published=False)
    session.live_meetings[0].timezone = "Asia/Kolkata"
    db.session.commit()
    page = signed_in.get(here(session, "modifier"))
    assert fields_of(page)["meetings-0-zone"] == "Asia/Kolkata"
    assert send_again(signed_in, here(session, "modifier"), page).status_code == 303
    assert sessions()[0].live_meetings[0].timezone == "Asia/Kolkata"
