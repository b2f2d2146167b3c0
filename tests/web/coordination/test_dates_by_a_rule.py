"""Dates added by a rule are rows like others, looked at, corrected and dropped before anything is saved."""

import re
from datetime import UTC, date, datetime, time

import factories
import pytest
from filling_in import fields_of, plainly, send, send_again
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sessions_at_hand import here, journal, sessions

NEW = "/coordination/rencontres/nouvelle"
SIX_TUESDAYS = {
    "rule-first": "2026-12-01", "rule-times": "6", "rule-start": "18:00", "rule-end": "20:00", "rule-weekdays": ["1"],
}  # fmt: skip


def rows(page):
    shown = fields_of(page)
    return [shown[f"meetings-{n}-date"] for n in range(400) if f"meetings-{n}-date" in shown]


def said(page):
    return plainly(page.text).replace("&#39;", "'")


def test_a_date_of_a_rule_at_an_hour_that_comes_twice_is_said_when_added_and_refused_when_saved(signed_in):
    page = send(signed_in, NEW, title_fr="Veille", add="rule", **{
        "rule-first": "2027-10-31", "rule-times": "2", "rule-start": "01:30", "rule-weekdays": ["6"]})  # fmt: skip
    words = "À corriger, le dimanche 7 novembre 2027 : Cette nuit-là, on recule l'heure : 1 h 30 arrive deux fois."
    assert words in said(page)
    assert said(page).count("À corriger") == 1
    assert (send_again(signed_in, NEW, page).status_code, sessions()) == (422, [])


def test_dates_without_hours_on_one_day_keep_the_order_a_person_gives_them(signed_in):
    day = {"meetings-0-date": "2026-12-01", "meetings-0-title_fr": "Second", "meetings-1-date": "2026-12-01",
           "meetings-1-title_fr": "Premier", "meetings-2-date": "2026-12-02"}  # fmt: skip
    page = signed_in.post(NEW, data={**fields_of(signed_in.get(NEW)), "title_fr": "Deux", **day, "check": "1"})
    assert "Les dates se rangent d'elles-mêmes par jour et par heure." in said(page)
    assert re.findall(r'name="(?:up|down)" value="([^"]+)"', page.text) == ["meetings-0", "meetings-1"]
    moved = send_again(signed_in, NEW, page, up="meetings-1")
    send_again(signed_in, NEW, moved)
    assert [m.title["fr"] for m in sessions()[0].live_meetings[:2]] == ["Premier", "Second"]


def test_six_tuesdays_are_added_then_one_is_dropped_and_the_others_saved(signed_in):
    page = send(signed_in, NEW, title_fr="Cercle", add="rule", **SIX_TUESDAYS)
    assert (page.status_code, sessions()) == (200, [])
    assert rows(page) == ["2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22", "2026-12-29", "2027-01-05"]
    assert "6 dates sont ajoutées." in said(page)
    assert fields_of(page)["rule-first"] == ""
    dropped = send_again(signed_in, NEW, page, drop="meetings-4")
    assert rows(dropped)[4:] == ["2027-01-05"]
    assert send_again(signed_in, NEW, dropped).status_code == 303
    [session] = sessions()
    assert [(m.date.isoformat(), m.start_time, m.end_time) for m in session.live_meetings] == [
        (day, time(18), time(20)) for day in rows(dropped)
    ]
    assert session.title["fr"] == "Cercle"


def test_what_is_left_out_is_said_with_its_reason(signed_in):
    page = send(signed_in, NEW, add="rule", **{**SIX_TUESDAYS, "rule-first": "2026-12-11", "rule-weekdays": ["4"]},
                **{"rule-excepted": "18 décembre, 2027-01-08"})  # fmt: skip
    words = said(page)
    for one in ("Laissée de côté, le vendredi 18 décembre 2026 : votre exception.",
                "Laissée de côté, le vendredi 25 décembre 2026 : Noël.",
                "Laissée de côté, le vendredi 1er janvier 2027 : le jour de l'An."):  # fmt: skip
        assert one in words
    assert rows(page)[:2] == ["2026-12-11", "2027-01-15"]


def test_holidays_may_be_kept(signed_in):
    fields = fields_of(signed_in.get(NEW))
    for name, value in {**SIX_TUESDAYS, "rule-first": "2026-12-25", "rule-times": "1", "add": "rule"}.items():
        fields.setlist(name, value if isinstance(value, list) else [value])
    fields.setlist("rule-weekdays", [])
    fields.poplist("rule-spare_holidays")
    assert rows(signed_in.post(NEW, data=fields)) == ["2026-12-25"]


def test_the_same_rule_twice_adds_nothing_twice_and_loses_no_row(signed_in):
    once = send(signed_in, NEW, add="rule", **SIX_TUESDAYS, **{"meetings-0-date": "2026-13-45"})
    assert len(rows(once)) == 7
    assert rows(once)[0] == "2026-13-45"
    twice = send_again(signed_in, NEW, once, add="rule", **SIX_TUESDAYS)
    assert rows(twice) == rows(once)
    assert "Laissée de côté, le mardi 1er décembre 2026 : déjà dans la liste." in said(twice)


def test_a_rule_without_hours_takes_those_of_the_last_row(signed_in):
    page = send(signed_in, NEW, add="rule", **{"meetings-0-date": "2026-11-30", "meetings-0-start": "09:30",
                "meetings-0-end": "12:00", "rule-first": "2026-12-01", "rule-times": "2"})  # fmt: skip
    shown = fields_of(page)
    assert [(shown[f"meetings-{n}-start"], shown[f"meetings-{n}-end"]) for n in range(3)] == [("09:30", "12:00")] * 3


WRONG = [
    ({"rule-times": "400"}, "Une rencontre a au plus 40 dates : cette règle en donne 400."),
    ({"rule-times": "", "rule-until": "2028-12-01"}, "Une rencontre a au plus 40 dates : cette règle en donne"),
    ({"rule-times": ""}, "Dites combien de fois, ou jusqu'à quelle date."),
    ({"rule-times": "-3"}, "Comptez à partir de 1"),
    ({"rule-times": "9" * 400}, "Ce nombre est trop grand"),
    ({"rule-times": "six"}, "Écrivez un nombre entier"),
    ({"rule-step": "0"}, "Comptez à partir de 1"),
    ({"rule-step": "1000000000"}, "Ce nombre est trop grand"),
    ({"rule-first": ""}, "Choisissez la première date"),
    ({"rule-first": "0001-01-01"}, "cette date est à plus de cinq ans"),
    ({"rule-first": "9999-12-31"}, "cette date est à plus de cinq ans"),
    ({"rule-first": "10000-01-01"}, "Écrivez la date au complet"),
    ({"rule-until": "9999-12-31"}, "cette date est à plus de cinq ans"),
    ({"rule-until": "2026-11-01"}, "La dernière date doit suivre la première."),
    ({"rule-end": "17:00"}, "L'heure de fin doit suivre l'heure de début."),
    ({"rule-start": ""}, "Indiquez aussi l'heure de début."),
    ({"rule-start": "25:00"}, "Écrivez l'heure comme 13:30"),
    ({"rule-excepted": "bientôt"}, "On ne lit pas « bientôt » : écrivez 2026-12-25 ou 25 décembre."),
    ({"rule-excepted": "31 février"}, "On ne lit pas « 31 février »"),
    ({"rule-excepted": "x" * 9000}, "Raccourcissez : 200 caractères au plus par ligne"),
    ({"rule-excepted": "<script>alert(1)</script>"}, "On ne lit pas"),
    ({"rule-rhythm": "secondly"}, "Choisissez dans la liste"),
    ({"rule-weekdays": ["7"]}, "Choisissez dans la liste"),
    ({"rule-rhythm": "day", "rule-step": "7", "rule-weekdays": ["0"]}, "Aucune date ne suit cette règle."),
]


@pytest.mark.parametrize(("change", "words"), WRONG)
def test_j2_a_rule_that_makes_no_sense_adds_nothing_and_loses_nothing(signed_in, change, words):
    typed = {**SIX_TUESDAYS, **change}
    page = send(signed_in, NEW, title_fr="Cercle", add="rule", **typed)
    assert (page.status_code, words in said(page), rows(page)) == (422, True, [""]), said(page)
    assert "<script>alert" not in page.text
    shown = fields_of(page)
    assert shown["title_fr"] == "Cercle"
    lost = {name for name, value in typed.items() if name not in change and [shown[name]] != [*value][:1] and
            shown[name] != value}  # fmt: skip
    assert lost == set()


def test_a_rule_forgotten_at_saving_is_pointed_out(signed_in):
    page = send(signed_in, NEW, title_fr="Cercle", **SIX_TUESDAYS)
    assert (page.status_code, sessions()) == (422, [])
    assert "Cette règle n'a pas encore ajouté ses dates" in said(page)


def test_there_is_room_for_forty(signed_in):
    many = {"rule-first": "2026-12-01", "rule-times": "40", "rule-rhythm": "day"}
    page = send(signed_in, NEW, add="rule", **many)
    assert len(rows(page)) == 40
    more = send_again(signed_in, NEW, page, add="rule", **{**many, "rule-first": "2027-06-01", "rule-times": "2"})
    assert (more.status_code, "il en reste 0" in said(more), len(rows(more))) == (422, True, 40)


def test_four_hundred_rows_are_refused_in_a_sentence(signed_in):
    fields = fields_of(signed_in.get(NEW))
    for n in range(400):
        fields.setlist(f"meetings-{n}-date", ["2026-12-01"])
        fields.setlist(f"meetings-{n}-start", ["10:00"])
    fields.setlist("title_fr", ["Cercle"])
    answer = signed_in.post(NEW, data=fields)
    assert (answer.status_code, sessions()) == (422, [])
    assert "Une rencontre a au plus 40 dates : vous en avez 400." in said(answer)


@pytest.mark.parametrize("page", ["modifier", "nouvelle-edition", "deplacer"])
def test_every_form_with_dates_takes_a_rule(signed_in, page):
    session = factories.a_session(published=page != "modifier")
    before = len(journal())
    answer = send(signed_in, here(session, page), add="rule", **SIX_TUESDAYS)
    kept = [] if page == "nouvelle-edition" else ["2026-12-01"]
    assert rows(answer) == [*kept, "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22", "2026-12-29", "2027-01-05"]
    assert len(journal()) == before


def test_the_clock_of_each_date_is_that_of_the_wall(signed_in, freeze):
    freeze(datetime(2026, 10, 1, 14, tzinfo=UTC))
    page = send(signed_in, NEW, title_fr="Cercle", add="rule", **{**SIX_TUESDAYS, "rule-first": "2026-10-20"})
    send_again(signed_in, NEW, page)
    [session] = sessions()
    assert [m.starts_at.hour for m in session.live_meetings] == [22, 22, 23, 23, 23, 23]
    assert {m.start_time for m in session.live_meetings} == {time(18)}
    assert session.live_meetings[-1].date == date(2026, 11, 24)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.dictionaries(
    st.sampled_from(["rule-first", "rule-until", "rule-times", "rule-step", "rule-start", "rule-excepted",
                     "rule-weekdays", "rule-rhythm", "meetings-0-date", "meetings-0-meeting_id", "meetings-0-zone"]),
    st.text(max_size=20) | st.sampled_from(["2026-12-01", "0001-01-01", "9999-12-31", "-1", "1", "99", "25 déc."]),
))  # fmt: skip
@pytest.mark.parametrize("button", ["add", "check"])
def test_whatever_is_typed_the_form_comes_back(signed_in, button, typed):
    answer = send(signed_in, NEW, **{**typed, button: "rule"})
    assert answer.status_code in (200, 422)
    assert sessions() == []
