"""What an agenda may not be, what deserves a second look, and what breaks nothing."""

import re
from datetime import date, time

import factories
import pytest
from agendas_at_hand import a_day, on, page_of, pasted, read, titles, written
from filling_in import fields_of, plainly, send, send_again
from hypothesis import given
from hypothesis import strategies as st
from sessions_at_hand import here

from resal.actions.scheduling.dates import MeetingPlan
from resal.db import db
from resal.models import TrainingSession
from resal.web.forms.agenda import LONGEST_PASTE


@pytest.mark.parametrize("button", ["up", "down", "insert", "drop"])
@pytest.mark.parametrize("value", ["lines-999", "lines-x", "lines--1", "revision-0", "9"])
def test_a_button_nobody_made_breaks_nothing(signed_in, button, value):
    session = a_day()
    written(signed_in, session, "Un")
    assert send(signed_in, page_of(session), **{button: value}).status_code in (200, 303)
    assert titles(session) == ["Un"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": "15:00", "end": "14:00"}, "L'heure de fin doit suivre l'heure de début."),
        ({"start": "15:00", "end": "15:00"}, "L'heure de fin doit suivre l'heure de début."),
        ({"end": "15:00"}, "Indiquez aussi l'heure de début."),
        ({"start": "25:00"}, "Écrivez l'heure comme 13:30"), ({"start": "midi"}, "Écrivez l'heure comme 13:30"),
        ({"text_fr": "", "track": "A"}, "Donnez un titre à cette ligne."),
        ({"text_fr": "é" * 501}, "Raccourcissez : 500 caractères au plus."),
        ({"text_fr": "é" * 499, "led_by": "Personne"}, "Raccourcissez : 500 caractères au plus."),
        ({"track": "é" * 201}, "Raccourcissez : 200 caractères au plus"),
        ({"led_by": "é" * 2001}, "Raccourcissez cette liste."),
        ({"day": "999999"}, "Choisissez dans la liste"), ({"day": "-1"}, "Choisissez dans la liste"),
        ({"part": "midnight"}, "Choisissez dans la liste"), ({"others_are": "nobody"}, "Choisissez dans la liste"),
    ],
)  # fmt: skip
def test_what_nobody_could_follow_is_refused_beside_its_field_and_nothing_typed_is_lost(signed_in, changes, sentence):
    session = a_day()
    page = pasted(signed_in, session, "Un\nDeux")
    answer = send_again(
        signed_in, page_of(session), page, **{f"lines-1-{name}": value for name, value in changes.items()}
    )
    assert (answer.status_code, read(session)) == (422, [])
    assert sentence in plainly(answer.text).replace("&#39;", "'")
    fields = fields_of(answer)
    assert {name: fields[f"lines-1-{name}"] for name in changes if name not in ("day", "part", "others_are")} == {
        name: value for name, value in changes.items() if name not in ("day", "part", "others_are")
    }
    assert fields["lines-0-text_fr"] == "Un"


def test_an_hour_that_does_not_exist_that_night_is_refused_with_two_others(signed_in):
    session = on(factories.a_session(), MeetingPlan(date(2027, 3, 14), time(1), time(6)))
    answer = send_again(signed_in, page_of(session), pasted(signed_in, session, "2 h 30 Tournée"))
    assert (answer.status_code, read(session)) == (422, [])
    assert "2 h 30 n'existe pas. Choisissez 1 h 30 ou 3 h 30." in plainly(answer.text).replace("&#39;", "'")


def test_a_night_may_end_the_next_morning(signed_in):
    session = on(factories.a_session(), MeetingPlan(date(2026, 12, 1), time(20), time(2)))
    assert written(signed_in, session, "22 h–1 h Tournée").status_code == 303
    page = plainly(signed_in.get(page_of(session)).text)
    assert "<strong>22 h à 1 h</strong> · Tournée" in page
    assert "· 3 h</span>" in page
    assert "sort des heures" not in page


def test_what_deserves_a_second_look_is_said_and_saved_all_the_same(signed_in):
    session = a_day()
    factories.a_facilitator("Ana Silva")
    text = (
        "9 h–10 h Trop tôt\n14 h–15 h [A] Un | Ana Silva\n14 h 30–15 h [A] Deux\n14 h 15–14 h 45 [B] Trois | Ana Silva"
        "\n# Toute la rencontre\n15 h Sans jour"
    )
    assert written(signed_in, session, text).status_code == 303
    page = plainly(signed_in.get(page_of(session)).text)
    for sentence in (
        "La ligne 1 sort des heures de la rencontre, 13 h 30 à 16 h 30.",
        "Les lignes 2 et 3 se chevauchent.",
        "Ana Silva est attendu aux lignes 2 et 4 en même temps.",
        "La ligne 5 a une heure, mais pas de jour.",
        "Ligne 2 · <strong>14 h à 15 h</strong> · Un",
    ):
        assert sentence in page
    assert "Les lignes 2 et 4" not in page


def test_an_older_form_is_refused_and_both_texts_stand_side_by_side(signed_in):
    session = a_day()
    written(signed_in, session, "14 h Un\nDeux")
    old = signed_in.get(page_of(session))
    send(signed_in, page_of(session), lines__0__text_fr="Un, par quelqu'un d'autre", drop="lines-1")
    send(signed_in, page_of(session), lines__0__text_fr="Un, par quelqu'un d'autre")
    answer = send_again(signed_in, page_of(session), old, lines__0__text_fr="Un à moi")
    said = plainly(answer.text).replace("&#39;", "'")
    assert (answer.status_code, titles(session)) == (422, ["Un, par quelqu'un d'autre", "Deux"])
    assert "Quelqu'un a changé cette rencontre pendant que vous écriviez." in said
    assert "Un, par quelqu'un d'autre" in said
    assert "Un à moi" in said
    send_again(signed_in, page_of(session), answer)
    assert titles(session) == ["Un à moi", "Deux"]


def test_more_than_two_hundred_lines_are_refused_and_stay_in_their_box(signed_in):
    session = a_day()
    text = "\n".join(f"Ligne {n}" for n in range(201))
    answer = pasted(signed_in, session, text)
    assert "Un déroulement a 200 lignes au plus : ce texte en a 201." in plainly(answer.text)
    assert (answer.status_code, fields_of(answer)["pasted"].splitlines()) == (422, text.splitlines())
    full = pasted(signed_in, session, "\n".join(f"Ligne {n}" for n in range(200)))
    more = {"lines-200-text_fr": "De trop"}
    answer = send_again(signed_in, page_of(session), full, **more)
    assert (answer.status_code, read(session)) == (422, [])
    assert fields_of(answer)["lines-200-text_fr"] == "De trop"
    assert send_again(signed_in, page_of(session), full).status_code == 303
    assert len(read(session)) == 200


def test_a_text_that_was_not_read_is_not_forgotten(signed_in):
    session = a_day()
    answer = send(signed_in, page_of(session), lines__0__text_fr="Un", pasted="Deux")
    assert (answer.status_code, read(session), fields_of(answer)["pasted"]) == (422, [], "Deux")
    assert pasted(signed_in, session, "  \n ").status_code == 422
    assert pasted(signed_in, session, "x" * (LONGEST_PASTE + 1)).status_code < 500


def test_a_line_of_a_day_that_is_no_more_asks_for_another(signed_in):
    session = factories.a_session(meetings=2)
    written(signed_in, session, "# Jour 2\n10 h Un")
    assert fields_of(signed_in.get(page_of(session)))["lines-0-day"] == str(session.live_meetings[1].id)
    on(session, MeetingPlan(date(2026, 12, 1), time(13, 30), time(16, 30)))
    page = signed_in.get(page_of(session))
    assert fields_of(page)["lines-0-day"] == ""
    assert "La ligne 1 a une heure, mais pas de jour." in plainly(page.text)


def test_hostile_words_stay_words(signed_in, client):
    session = a_day()
    hostile = "<script>alert(1)</script>\"'{{7*7}}"
    written(signed_in, session, f"[{hostile}] {hostile} | {hostile}")
    for path in (page_of(session), f"/rencontres/{session.id}/deroulement", here(session, "changements")):
        page = (signed_in if "coordination" in path else client).get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text


@given(text=st.text(max_size=300))
def test_no_text_breaks_the_page(app, signed_in, text):
    session = db.session.query(TrainingSession).first() or a_day()
    assert pasted(signed_in, session, text.replace("\ud800", "")).status_code in (200, 422)


def test_hours_the_wrong_way_round_are_said_so_and_have_no_length(signed_in):
    session = a_day()
    page = plainly(pasted(signed_in, session, "14 h 30–14 h Table ronde").text)
    assert "heures à l'envers" in page.replace("&#39;", "'")
    assert "23 h 30" not in page


def test_lines_out_of_the_order_of_time_are_said_and_put_in_order_by_a_button(signed_in):
    session = a_day()
    preview = pasted(signed_in, session, "13 h 30 Accueil\n15 h Table ronde\nDébat libre\n14 h Film")
    words = "La ligne 4 commence avant la ligne 2, écrite plus haut : on la lit à son heure."
    assert words in plainly(preview.text)
    ordered = send_again(signed_in, page_of(session), preview, by_time="1")
    assert (ordered.status_code, read(session)) == (200, [])
    assert "écrite plus haut" not in plainly(ordered.text)
    assert "Ranger les lignes par heure" not in ordered.text
    send_again(signed_in, page_of(session), ordered)
    assert titles(session) == ["Accueil", "Film", "Table ronde", "Débat libre"]


def test_tracks_written_one_after_the_other_are_no_disorder(signed_in):
    session = a_day()
    page = pasted(signed_in, session, "[A] 14 h Rue\n[A] 15 h Parc\n[B] 14 h École\n[B] 15 h Cour")
    assert "écrite plus haut" not in page.text
    send_again(signed_in, page_of(session), page)
    plenary = pasted(signed_in, session, "14 h 30 Pause")
    assert "La ligne 5 commence avant la ligne 4, écrite plus haut" in plainly(plenary.text)


def test_what_was_read_of_a_text_is_a_short_list_whose_lines_open_to_be_corrected(signed_in):
    session = a_day()
    preview = pasted(signed_in, session, "13 h 30–14 h Accueil\n15 h–14 h Table ronde")
    assert " open" not in re.search(r"<details[^>]*><summary>Ligne 1", preview.text)[0]
    refused = send_again(signed_in, page_of(session), preview)
    assert refused.status_code == 422
    assert " open" not in re.search(r"<details[^>]*><summary>Ligne 1", refused.text)[0]
    assert " open" in re.search(r"<details[^>]*><summary>Ligne 2", refused.text)[0]
