"""The form of a session: nothing typed is ever lost, nothing senseless is ever kept."""

import re
from datetime import UTC, date, datetime, time, timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send, send_again
from sessions_at_hand import a_full_session, contents, here, journal, sessions

from resal.models import localized

NEW = "/coordination/rencontres/nouvelle"


def test_a_draft_is_written_down_whole(signed_in):
    venue, leader = factories.a_venue(), factories.a_facilitator()
    theme, body, series = factories.a_theme(), factories.an_organization(), factories.a_series()
    answer = send(
        signed_in, NEW, title_fr=" Haine  en ligne ", title_en="Online hate", summary_fr="Une\r\n\r\ndeux",
        objectives_fr="Repérer\nRépondre", audience_fr="Écoles", kind="workshop", languages=["fr", "en"],
        theme_ids=theme.id, series_id=series.id, number_in_series=3, meetings__0__date="2026-12-02",
        meetings__0__start="13:30", meetings__0__end="16:30", mode="in person", venue_id=venue.id, capacity=40,
        opens_at="2026-11-25T09:00", leaders__0__facilitator_id=leader.id, leaders__0__role="keynote",
        organizers__0__organization_id=body.id,
    )  # fmt: skip
    [session] = sessions()
    assert (answer.status_code, answer.location) == (303, here(session))
    written = contents(session)
    uid = session.live_meetings[0].uid
    assert written == {
        **written, "title": dict(localized({"fr": "Haine en ligne", "en": "Online hate"})),
        "summary": {"fr": "Une\n\ndeux"}, "objectives": {"fr": "Repérer\nRépondre"}, "audience": {"fr": "Écoles"},
        "kind": "workshop", "mode": "in person", "languages": ["fr", "en"], "series_id": series.id,
        "number_in_series": 3, "venue_id": venue.id, "capacity": 40, "capacity_online": None, "registration": "open",
        "opens_at": datetime(2026, 11, 25, 14, 0, tzinfo=UTC), "closes_at": None, "visibility": "public",
        "meetings": [(date(2026, 12, 2), time(13, 30), time(16, 30), {}, None, "", uid)],
        "leaders": [(leader.id, "keynote")], "ties": [[theme.id], [body.id], []],
    }  # fmt: skip
    assert (session.published, journal()) == (False, [("session.drafted", session.id)])
    page = plainly(signed_in.get(answer.location).text)
    assert "Brouillon enregistré à 10 h" in page
    assert "mercredi 2 décembre 2026" in page


@pytest.mark.parametrize("published", [False, True])
def test_saving_without_changing_anything_changes_nothing(signed_in, published):
    session = a_full_session(published_at=factories.clock.now() if published else None)
    before = contents(session)
    answer = send(signed_in, here(session, "modifier"))
    assert (answer.status_code, contents(session)) == (303, before)
    assert journal() == [("session.edited", session.id)]


@pytest.mark.parametrize("button", ["add", "drop"])
def test_adding_or_dropping_a_date_saves_nothing_and_loses_nothing(signed_in, button):
    typed = {"title_fr": "Haine", "summary_fr": "Deux\nlignes", "capacity": "abc", "meetings-0-date": "2026-12-02",
             "meetings-0-start": "13:30", "meetings-0-end": "16:30", "meetings-1-date": "2026-13-45"}  # fmt: skip
    fields = {**fields_of(signed_in.get(NEW)).to_dict(), **typed}
    pressed = {"add": {"add": "meetings"}, "drop": {"drop": "meetings-1"}}[button]
    page = signed_in.post(NEW, data={**fields, **pressed})
    shown = fields_of(page).to_dict()
    kept = {name: value for name, value in typed.items() if button == "add" or "meetings-1" not in name}
    assert page.status_code == 200
    assert {name: shown[name].replace("\r\n", "\n") for name in kept} == kept
    assert ("meetings-2-date" in shown, "meetings-1-date" in shown) == (button == "add", button == "add")
    assert sessions() == []


def test_a_date_more_has_the_hours_of_the_one_before(signed_in):
    fields = {**fields_of(signed_in.get(NEW)).to_dict(), "meetings-0-start": "18:00", "meetings-0-end": "20:00"}
    shown = fields_of(signed_in.post(NEW, data={**fields, "add": "meetings"}))
    assert (shown["meetings-1-date"], shown["meetings-1-start"], shown["meetings-1-end"]) == ("", "18:00", "20:00")


@pytest.mark.parametrize("pressed", [{"add": "title_fr"}, {"add": "x"}, {"drop": "meetings-x"}, {"drop": "meetings-²"},
                                     {"drop": "meetings-999"}, {"drop": "-"}])  # fmt: skip
def test_a_button_that_is_not_ours_breaks_nothing(signed_in, pressed):
    fields = {**fields_of(signed_in.get(NEW)).to_dict(), "meetings-²-date": "2026-12-02", "meetings-99999999-date": "x"}
    assert signed_in.post(NEW, data={**fields, **pressed}).status_code in (200, 422)


LONG = "a" * 10_001
WRONG = [
    ("title_fr", "", "Donnez un titre en français"),
    ("title_fr", "  \x00\x1b ", "Donnez un titre en français"),
    ("title_fr", "a" * 201, "Raccourcissez : 200 caractères au plus"),
    ("title_en", LONG, "Raccourcissez : 200 caractères au plus"),
    *((name, LONG, "Raccourcissez : 10 000 caractères au plus") for name in (
        "summary_fr", "summary_en", "objectives_fr", "objectives_en", "prerequisites_fr", "prerequisites_en",
        "instructions_fr", "instructions_en")),
    *((name, "a" * 201, "Raccourcissez : 200 caractères au plus") for name in (
        "audience_fr", "audience_en", "date_known_as_fr", "date_known_as_en", "city")),
    *((name, value, "Choisissez dans la liste") for value in ("999999", "x", "²") for name in (
        "series_id", "venue_id", "leaders-0-facilitator_id", "organizers-0-organization_id",
        "funders-0-organization_id", "theme_ids")),
    *((name, "x", "Choisissez dans la liste") for name in (
        "kind", "languages", "mode", "registration", "waiting_list", "visibility", "leaders-0-role")),
    *((name, value, "Choisissez dans la liste") for name in ("link_before", "first_come_hours", "offer_hours")
      for value in ("x", "61", "-1", "9" * 5000)),
    *((name, value, words) for name in ("number_in_series", "edition_number") for value, words in (
        ("0", "Comptez à partir de 1"), ("1000", "Ce nombre est trop grand"), ("deux", "Écrivez un nombre entier"))),
    *((name, value, words) for name in ("capacity", "capacity_online", "organization_cap") for value, words in (
        ("0", "Indiquez au moins une place."), ("-5", "Indiquez au moins une place."),
        ("9" * 30, "Ce nombre est trop grand"), ("9" * 400, "Ce nombre est trop grand"),
        ("9" * 5000, "Écrivez un nombre entier"),
        ("4,5", "Écrivez un nombre entier"))),
    *(("minimum", value, "Indiquez au moins une personne.") for value in ("0", "-5")),
    ("minimum", "3", "Indiquez jusqu'à quand décider."),
    ("minimum_by", "2026-11-30", "Indiquez au moins une personne."),
    ("minimum_by", "2026-02-30", "Écrivez la date au complet"),
    ("minimum_by", "9999-12-31", "cette date est à plus de cinq ans"),
    ("minimum_by", "0001-01-01", "cette date est d'avant l'an 2000"),
    *(("meetings-0-date", value, "Écrivez la date au complet") for value in (
        "2026-02-30", "2 décembre", "10000-01-01")),
    ("meetings-0-date", "0001-01-01", "cette date est d'avant l'an 2000"),
    ("meetings-0-date", "9999-12-31", "cette date est à plus de cinq ans"),
    ("meetings-0-date", "", "Choisissez la date, ou retirez cette ligne"),
    ("meetings-0-start", "25:00", "Écrivez l'heure comme 13:30"),
    ("meetings-0-start", "", "Indiquez aussi l'heure de début."),
    ("meetings-0-end", "13:30", "L'heure de fin doit suivre l'heure de début."),
    ("meetings-0-end", "12:00", "L'heure de fin doit suivre l'heure de début."),
    *((name, value, "Écrivez l'adresse au complet, avec https://") for name in ("link", "meetings-0-link")
      for value in ("javascript:alert(1)", "visio.example", "https:// x.y", "data:text/html,x")),
    ("opens_at", "demain", "Écrivez la date et l'heure au complet"),
    ("opens_at", "0001-01-01T00:00", "cette date est d'avant l'an 2000"),
    ("closes_at", "9999-12-31T23:59", "cette date est à plus de cinq ans"),
    ("closes_at", "2026-11-20T09:00", "La fin des inscriptions doit suivre leur ouverture."),
]  # fmt: skip
RIGHT = {"title_fr": "Haine en ligne", "meetings-0-date": "2026-12-02", "meetings-0-start": "13:30",
         "meetings-0-end": "16:30", "capacity": "12", "opens_at": "2026-11-25T09:00"}  # fmt: skip


@pytest.mark.parametrize(("field", "typed", "words"), WRONG)
def test_what_makes_no_sense_is_said_beside_its_field_and_nothing_is_lost(signed_in, field, typed, words):
    factories.a_theme()
    fields = {**fields_of(signed_in.get(NEW)).to_dict(), **RIGHT, field: typed}
    answer = signed_in.post(NEW, data=fields)
    page = plainly(answer.text)
    assert (answer.status_code, page.count(words) >= 2) == (422, True), page
    assert "<title>Erreur :" in page
    assert 'aria-invalid="true"' in page
    shown = fields_of(answer).to_dict()
    assert {name: shown.get(name) for name in RIGHT if name != field} == {
        name: value for name, value in RIGHT.items() if name != field
    }
    assert sessions() == []


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("2026-03-08", "02:30", "on avance l'heure : 2 h 30 n'existe pas. Choisissez 1 h 30 ou 3 h 30."),
        ("2026-11-01", "01:30", "on recule l'heure : 1 h 30 arrive deux fois. Choisissez 0 h 30 ou 2 h 30, que tout"),
    ],
)
def test_an_hour_that_clocks_skip_or_show_twice_is_refused_with_two_others(signed_in, day, hour, words):
    fields = {**fields_of(signed_in.get(NEW)).to_dict(), **RIGHT, "opens_at": ""}
    fields |= {"meetings-0-date": day, "meetings-0-start": hour, "meetings-0-end": ""}
    answer = signed_in.post(NEW, data=fields)
    assert (answer.status_code, words in plainly(answer.text)) == (422, True)


def test_an_evening_may_end_after_midnight(signed_in):
    send(signed_in, NEW, **{**RIGHT, "meetings-0-start": "22:00", "meetings-0-end": "01:00"})
    [session] = sessions()
    assert session.ends_at - session.starts_at == timedelta(hours=3)


def test_fewer_seats_than_people_is_refused_beside_its_field(signed_in):
    session = factories.a_session(capacity=3)
    for _ in range(2):
        factories.a_registration(session)
    answer = send(signed_in, here(session, "modifier"), capacity=1, title_fr="Autre")
    assert answer.status_code == 422
    assert plainly(answer.text).count("2 personnes ont déjà une place") == 2
    assert fields_of(answer)["title_fr"] == "Autre"
    assert (sessions()[0].capacity, journal()) == (3, [])


def test_a_session_with_people_let_in_beyond_its_seats_is_corrected_all_the_same(signed_in):
    session = factories.a_session("Titer", capacity=1)
    for _person in range(2):
        factories.a_registration(session)
    assert send(signed_in, here(session, "modifier"), title_fr="Titre").status_code == 303
    assert (sessions()[0].title["fr"], sessions()[0].capacity) == ("Titre", 1)


def test_more_seats_let_in_who_waits(signed_in, outbox):
    session = factories.a_session(capacity=1)
    factories.a_registration(session)
    factories.a_registration(session, state="waiting")
    send(signed_in, here(session, "modifier"), capacity=2)
    assert [letter.kind for letter in outbox()] == ["promoted"]


def test_k10_who_saves_second_sees_both_texts_and_loses_neither(signed_in):
    session = factories.a_session("Premier titre", capacity=4)
    opened = signed_in.get(here(session, "modifier"))
    send(signed_in, here(session, "modifier"), title_fr="Titre de quelqu'un d'autre", capacity=7)
    answer = send_again(signed_in, here(session, "modifier"), opened, title_fr="Mon titre", capacity=4)
    page = plainly(answer.text)
    assert answer.status_code == 422
    assert "Quelqu'un a changé cette rencontre pendant que vous écriviez." in plainly(answer.text)
    assert "Titre de quelqu&#39;un d&#39;autre" in page
    assert (fields_of(answer)["title_fr"], fields_of(answer)["capacity"]) == ("Mon titre", "4")
    assert sessions()[0].title["fr"] == "Titre de quelqu'un d'autre"
    assert "Dominique Tremblay" in page
    again = send_again(signed_in, here(session, "modifier"), answer)
    assert (again.status_code, sessions()[0].title["fr"], sessions()[0].capacity) == (303, "Mon titre", 4)


def test_what_differs_in_a_published_session_is_only_what_its_form_asks_for(signed_in):
    session = factories.a_session("Premier titre", venue=factories.a_venue())
    opened = signed_in.get(here(session, "modifier"))
    send(signed_in, here(session, "modifier"), title_fr="Un autre titre")
    page = plainly(send_again(signed_in, here(session, "modifier"), opened, title_fr="Mon titre").text)
    labels = re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', page)
    assert labels == ["Titre"]


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "9" * 40])
def test_a_form_that_does_not_say_its_revision_never_wins(signed_in, revision):
    session = factories.a_session("Titre")
    answer = send(signed_in, here(session, "modifier"), title_fr="Autre", revision=revision)
    assert (answer.status_code, sessions()[0].title["fr"]) == (422, "Titre")


def test_b10_the_dates_of_a_published_session_do_not_change_by_the_back_door(signed_in):
    session = factories.a_session("Titre", venue=factories.a_venue())
    before = contents(session)
    other = factories.a_venue()
    send(
        signed_in, here(session, "modifier"), meetings__0__date="2027-01-01", venue_id=other.id, link="https://a.b/c",
        published_at="", cancelled_at="2026-01-01", id="77", access_nonce="0",
    )  # fmt: skip
    assert contents(session) == before


def test_the_english_that_the_french_has_left_behind_is_pointed_out(signed_in):
    session = factories.a_session("Titre")
    send(signed_in, here(session, "modifier"), title_fr="Titre changé")
    assert "Anglais à relire : le titre." in plainly(signed_in.get(here(session)).text)
    form = plainly(signed_in.get(here(session, "modifier")).text)
    assert "Le français a changé depuis : relisez l'anglais." in form


def test_the_form_asks_as_much_for_thirty_of_everything_as_for_one(signed_in, queries):
    def asked():
        with queries() as sent:
            signed_in.get(NEW)
        return len(sent)

    def one_of_each():
        for make in (factories.a_venue, factories.a_facilitator, factories.an_organization, factories.a_theme,
                     factories.a_series):  # fmt: skip
            make()

    one_of_each()
    once = asked()
    for _ in range(29):
        one_of_each()
    assert asked() == once


def test_how_people_meet_may_still_be_unknown(signed_in):
    session = factories.a_session("x", published=False, mode=None)
    send(signed_in, here(session, "modifier"), capacity=7)
    assert (contents(session)["mode"], contents(session)["capacity"]) == (None, 7)
    send(signed_in, here(session, "modifier"), mode="online")
    assert contents(session)["mode"] == "online"
    send(signed_in, here(session, "modifier"), mode="")
    assert contents(session)["mode"] is None
