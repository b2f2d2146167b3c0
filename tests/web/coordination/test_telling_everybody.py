"""Publishing, moving, cancelling: looked at twice, told once to each."""

from datetime import date, time, timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send, send_again
from flask import current_app

from resal.db import db
from resal.letters.rendering import render
from resal.letters.stationery import Stationery
from resal.models import Entry, TrainingSession, localized

DAY = timedelta(days=1)
HOSTILE = "<script>alert(1)</script>\"'>{{1111*1111}}"


def here(session, page=""):
    return f"/coordination/rencontres/{session.id}{page and '/' + page}"


def read(session):
    db.session.expire_all()
    return db.session.get(TrainingSession, session.id)


def deeds():
    db.session.expire_all()
    return [entry.deed for entry in db.session.query(Entry).filter(Entry.deed.like("session.%")).order_by(Entry.id)]


def a_full_room(**columns):
    """Two seated, one of them reading English, one waiting; one who left."""
    session = factories.a_session("Haine en ligne", venue=factories.a_venue("Centre St-Pierre"), **columns)
    factories.a_registration(session)
    factories.a_registration(session, language="en")
    factories.a_registration(session, state="waiting")
    factories.a_registration(session, state="withdrawn")
    return session


def rendered(letter):
    settings = current_app.extensions["resal"]
    return render(letter, Stationery(settings.base_url, settings.secret_keys, settings.mail_from))


def subject_of(letter):
    return str(rendered(letter)["Subject"])


def text_of(letter):
    return rendered(letter).get_body(("plain",)).get_content()


def test_publishing_says_first_what_is_missing_and_refuses_without_it(signed_in):
    session = factories.a_session("Haine", published=False, starts_in=None, capacity=None)
    page = plainly(signed_in.get(here(session, "publier")).text).replace("&#39;", "'")
    for words in ("une date, ou les mots pour la dire", "un lieu ou un lien", "le nombre de places", "l'animation"):
        assert words in page
    assert "Aucun courriel ne part." in page
    answer = signed_in.post(
        here(session, "publier"),
        data={"csrf_token": fields_of(signed_in.get("/coordination/rencontres/nouvelle"))["csrf_token"]},
    )
    assert (answer.status_code, read(session).published, deeds()) == (422, False, [])
    assert "Il manque encore quelque chose avant de publier." in plainly(answer.text)


def test_publishing_shows_the_session_to_everybody(signed_in, outbox):
    session = factories.a_session("Haine", published=False, venue=factories.a_venue())
    answer = send(signed_in, here(session, "publier"))
    assert (answer.status_code, answer.location) == (303, here(session))
    assert (read(session).published, deeds(), outbox()) == (True, ["session.published"], [])
    assert "La rencontre est publiée." in signed_in.get(here(session)).text
    assert signed_in.get(here(session, "publier")).location == here(session)


def test_going_back_to_a_draft_is_asked_then_done(signed_in):
    session = factories.a_session()
    assert signed_in.get(here(session, "retirer")).status_code == 200
    assert read(session).published
    assert send(signed_in, here(session, "retirer")).status_code == 303
    assert (read(session).published, deeds()) == (False, ["session.unpublished"])
    assert signed_in.get(here(session, "retirer")).location == here(session)


def test_what_people_registered_for_does_not_go_back_to_a_draft(signed_in):
    session = a_full_room()
    answer = send(signed_in, here(session, "retirer"))
    assert (answer.status_code, read(session).published, deeds()) == (422, True, [])
    assert "annulez plutôt la rencontre" in answer.text


def test_a_move_is_looked_at_before_it_is_made(signed_in, outbox):
    session = a_full_room()
    first = plainly(signed_in.get(here(session, "deplacer")).text)
    assert "3 personnes seront prévenues par courriel." in first
    look = send(signed_in, here(session, "deplacer"), meetings__0__date="2026-12-10", meetings__0__start="13:30",
                meetings__0__end="16:30")  # fmt: skip
    page = plainly(look.text)
    assert (look.status_code, deeds(), outbox()) == (200, [], [])
    assert page.index("mardi 1er décembre 2026, 10 h à 13 h") < page.index("jeudi 10 décembre 2026, 13 h 30 à 16 h 30")
    assert "Déplacer et prévenir 3 personnes" in page
    corrected = send_again(signed_in, here(session, "deplacer"), look, back=1)
    assert (corrected.status_code, fields_of(corrected)["meetings-0-date"], deeds()) == (200, "2026-12-10", [])


def test_a_move_tells_each_person_once_and_keeps_the_seats(signed_in, outbox):
    session = a_full_room()
    uid = session.live_meetings[0].uid
    look = send(signed_in, here(session, "deplacer"), meetings__0__date="2026-12-10")
    answer = send_again(signed_in, here(session, "deplacer"), look, sure=1)
    assert (answer.status_code, answer.location, deeds()) == (303, here(session), ["session.moved"])
    [meeting] = read(session).live_meetings
    assert (meeting.date, meeting.start_time, meeting.uid) == (date(2026, 12, 10), time(10), uid)
    letters = outbox()
    assert [letter.kind for letter in letters] == ["moved"] * 3
    assert len({letter.registration_id for letter in letters}) == 3
    assert plainly(subject_of(letters[0])) in plainly(look.text)
    assert "Les courriels à 3 personnes partent dans 15 minutes." in plainly(signed_in.get(here(session)).text)
    assert "Avant : mardi 1er décembre 2026, 10 h" in plainly(signed_in.get(here(session)).text)


@pytest.mark.parametrize("change", ["place", "link", "one more date"])
def test_the_subject_that_is_shown_is_the_one_that_leaves(signed_in, outbox, change):
    session = a_full_room(mode="hybrid", link="https://visio.example/1")
    fields = {
        "place": {"venue_id": factories.a_venue("Maison du Parc").id},
        "link": {"link": "https://visio.example/2"},
        "one more date": {"meetings-1-date": "2026-12-20", "meetings-1-start": "09:00"},
    }[change]
    look = send(signed_in, here(session, "deplacer"), **fields)
    send_again(signed_in, here(session, "deplacer"), look, sure=1)
    letters = outbox()
    assert len(letters) == 3
    assert plainly(subject_of(letters[0])) in plainly(look.text)


def test_a_confidential_session_is_moved_under_a_neutral_subject(signed_in):
    session = a_full_room(visibility="confidential")
    look = plainly(send(signed_in, here(session, "deplacer"), meetings__0__date="2026-12-10").text)
    assert "Le courriel : « Changement : votre activité du 10 décembre »" in look


def test_a_shift_of_a_few_minutes_may_be_kept_to_oneself(signed_in, outbox):
    session = a_full_room()
    look = send(signed_in, here(session, "deplacer"), meetings__0__start="10:10")
    assert "Déplacer sans courriel" in look.text
    assert send_again(signed_in, here(session, "deplacer"), look, sure="silently").status_code == 303
    assert (read(session).live_meetings[0].start_time, outbox()) == (time(10, 10), [])


@pytest.mark.parametrize(
    "fields", [{"meetings-0-start": "10:15"}, {"meetings-0-date": "2026-12-10"}, {"link": "https://v.example/2"}]
)
def test_a_greater_change_is_never_silent(signed_in, outbox, fields):
    session = a_full_room()
    look = send(signed_in, here(session, "deplacer"), **fields)
    assert "Déplacer sans courriel" not in look.text
    answer = send_again(signed_in, here(session, "deplacer"), look, sure="silently")
    assert (answer.status_code, deeds(), outbox()) == (422, [], [])
    assert "Un changement de quinze minutes ou plus se dit aux personnes inscrites." in plainly(answer.text)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("meetings-0-date", "", "Choisissez la date"),
        ("meetings-0-date", "0001-01-01", "cette date est d'avant l'an 2000"),
        ("meetings-0-start", "x", "Écrivez l'heure comme 13:30"),
        ("meetings-0-end", "09:00", "L'heure de fin doit suivre l'heure de début."),
        ("venue_id", "999", "Choisissez dans la liste"),
        ("link", "javascript:x", "Écrivez l'adresse au complet, avec https://"),
        ("meetings-0-start", "10:00", "Rien ne change"),
        ("revision", "0", "Quelqu'un a changé cette rencontre"),
    ],
)
def test_a_move_that_makes_no_sense_moves_nothing_and_loses_nothing(signed_in, outbox, field, typed, words):
    session = a_full_room()
    changes = {"sure": 1, field: typed}
    if field == "revision":
        changes["meetings-0-date"] = "2026-12-12"
    answer = send(signed_in, here(session, "deplacer"), **changes)
    assert (answer.status_code, words in plainly(answer.text)) == (422, True)
    assert (read(session).live_meetings[0].date, deeds(), outbox()) == (date(2026, 12, 1), [], [])


def test_a_draft_is_not_moved_but_edited(signed_in):
    session = factories.a_session(published=False)
    assert signed_in.get(here(session, "deplacer")).location == here(session, "modifier")


def test_cancelling_needs_a_reason_and_a_second_look(signed_in, outbox):
    session = a_full_room()
    page = plainly(signed_in.get(here(session, "annuler")).text)
    assert "3 personnes seront prévenues par courriel." in page
    assert "Une personne a demandé qu'on lui écrive en anglais." in page
    empty = send(signed_in, here(session, "annuler"), sure=1)
    assert (empty.status_code, read(session).cancelled) == (422, False)
    assert "Dites pourquoi : les personnes inscrites le liront." in plainly(empty.text)
    look = send(signed_in, here(session, "annuler"), reason_fr="La salle est inondée.", reason_en="A flood.")
    assert (look.status_code, read(session).cancelled, outbox()) == (200, False, [])
    assert "Annuler la rencontre et prévenir 3 personnes" in plainly(look.text)
    answer = send_again(signed_in, here(session, "annuler"), look, sure=1)
    assert (answer.status_code, read(session).cancelled, deeds()) == (303, True, ["session.cancelled"])
    assert read(session).cancelled_reason == localized({"fr": "La salle est inondée.", "en": "A flood."})
    letters = outbox()
    assert [letter.kind for letter in letters] == ["cancelled"] * 3
    assert plainly(subject_of(letters[0])) in plainly(look.text)
    assert "La salle est inondée." in signed_in.get(here(session)).text
    twice = send_again(signed_in, here(session, "annuler"), look, sure=1)
    assert (twice.location, outbox(), deeds()) == (here(session), letters, ["session.cancelled"])


@pytest.mark.parametrize("reason", [" \x00 ", "a" * 201])
def test_a_reason_that_cannot_be_told_is_refused(signed_in, reason):
    session = a_full_room()
    answer = send(signed_in, here(session, "annuler"), reason_fr=reason, sure=1)
    assert (answer.status_code, read(session).cancelled) == (422, False)


def test_e1_a_hostile_reason_does_nothing(signed_in):
    session = factories.a_session(HOSTILE)
    look = send(signed_in, here(session, "annuler"), reason_fr=HOSTILE, reason_en=HOSTILE)
    done = send_again(signed_in, here(session, "annuler"), look, sure=1)
    moving = signed_in.get(here(session, "deplacer"))
    for page in (look, moving, signed_in.get(done.location), signed_in.get(here(session, "retablir"))):
        assert (page.status_code, "<script>alert" in page.text) == (200, False)


def test_taking_a_cancellation_back_tells_everybody(signed_in, outbox):
    session = a_full_room(cancelled_at=factories.clock.now())
    assert "Rétablir et prévenir 3 personnes" in plainly(signed_in.get(here(session, "retablir")).text)
    answer = send(signed_in, here(session, "retablir"))
    assert (answer.status_code, read(session).cancelled, deeds()) == (303, False, ["session.restored"])
    assert [letter.kind for letter in outbox()] == ["restored"] * 3
    assert signed_in.get(here(session, "retablir")).location == here(session)


def test_an_empty_room_is_told_nothing(signed_in, outbox):
    session = factories.a_session()
    page = plainly(signed_in.get(here(session, "annuler")).text)
    assert "Personne n'est inscrit : aucun courriel ne partira." in page
    look = send(signed_in, here(session, "annuler"), reason_fr="Personne.")
    send_again(signed_in, here(session, "annuler"), look, sure=1)
    assert (read(session).cancelled, outbox()) == (True, [])


def test_who_registered_while_the_page_of_an_empty_room_was_open_is_told_too(signed_in, outbox):
    session = factories.a_session()
    opened = signed_in.get(here(session, "deplacer"))
    factories.a_registration(session)
    look = send_again(signed_in, here(session, "deplacer"), opened, meetings__0__date="2026-12-10")
    assert "Une personne sera prévenue par courriel." in plainly(look.text)
    send_again(signed_in, here(session, "deplacer"), look, sure=1)
    assert [letter.kind for letter in outbox()] == ["moved"]


def test_of_six_evenings_one_moves_and_one_is_dropped_and_each_person_is_told_so_once(signed_in, outbox):
    session = factories.a_session("Cercle", meetings=6, capacity=1)
    factories.a_registration(session)
    factories.a_registration(session, state="waiting")
    uids = [meeting.uid for meeting in session.live_meetings]
    page = send(signed_in, here(session, "deplacer"), drop="meetings-3")
    look = send_again(signed_in, here(session, "deplacer"), page, meetings__1__date="2026-12-10")
    shown = plainly(look.text)
    for words in (
        "Ce qui est déplacé", "mardi 8 décembre 2026, 10 h à 13 h", "jeudi 10 décembre 2026, 10 h à 13 h",
        "Ce qui est annulé", "mardi 22 décembre 2026", "Ce qui ne change pas", "mardi 1er décembre 2026",
    ):  # fmt: skip
        assert words in shown
    assert "Ce qui est ajouté" not in shown
    send_again(signed_in, here(session, "deplacer"), look, sure=1)
    after = {m.uid: m for m in read(session).meetings}
    assert {uid: after[uid].sequence for uid in uids} == {**dict.fromkeys(uids, 0), uids[1]: 1, uids[3]: 1}
    assert [uid for uid in uids if after[uid].removed_at] == [uids[3]]
    assert (after[uids[1]].date, set(after)) == (date(2026, 12, 10), set(uids))
    letters = outbox()
    assert [letter.kind for letter in letters] == ["moved", "moved"]
    assert subject_of(letters[0]) in look.text
    assert plainly(subject_of(letters[0])) == "Changement de dates : Cercle, une date déplacée, une date annulée"
    text = plainly(text_of(letters[0]))
    assert "Les dates changent : une date déplacée, une date annulée." in text
    assert "jeudi 10 décembre 2026, 10 h à 13 h (avant : mardi 8 décembre 2026, 10 h à 13 h)" in text
    assert "Annulé : mardi 22 décembre 2026, 10 h à 13 h" in text
    assert {entry["uid"]: entry["cancelled"] for entry in letters[0].facts["entries"]} == {
        uid: uid == uids[3] for uid in uids
    }
