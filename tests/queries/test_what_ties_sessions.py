"""What a session's page brings together from others."""

from datetime import datetime, timedelta

import pytest
from factories import a_next_step, a_registration, a_series, a_session, a_takeaway

from resal import clock
from resal.db import db
from resal.models import FollowUp, TrainingSession, localized
from resal.queries import seats, session_page, session_ties
from resal.queries.standing import standing


def over(title: str, days: int = 30, **columns: object) -> TrainingSession:
    return a_session(title, starts_in=-timedelta(days=days), **columns)


def page_of(session: TrainingSession, **query: str) -> session_page.SessionPage:
    return session_page.of(session, "http://127.0.0.1:8000", query)


def kept(session: TrainingSession) -> list[tuple[str, list[str]]]:
    ties = session_ties.ties(session)
    return [(before.line.replace("\u00a0", " "), [str(row.text) for row in before.rows]) for before in ties.before]


def test_the_last_time_is_told_from_editions_the_training_followed_and_the_series() -> None:
    series = a_series()
    first = over("Première édition", 300, edition_number=1)
    training = over("Formation", 60)
    before = over("Avant dans la série", 20, series=series, number_in_series=2)
    for session, said in ((first, "De l'édition"), (training, "De la formation"), (before, "De la série")):
        a_takeaway(said, session)
    second = a_session("Deuxième édition", first_edition_id=first.id)
    circle = a_session("Cercle", follows_id=training.id)
    later = a_session("Suivante", series=series)
    assert kept(second) == [("1re édition de cette formation, 28 janvier 2026.", ["De l’édition"])]
    assert kept(circle) == [("La formation que cette rencontre prolonge, 25 septembre 2026.", ["De la formation"])]
    assert kept(later) == [("Rencontre 2 de la série, 4 novembre 2026.", ["De la série"])]


def test_what_was_agreed_then_is_shown_as_long_as_it_is_open() -> None:
    series = a_series()
    before = over("Avant", series=series)
    a_next_step("Écrire un guide", before)
    a_next_step("Faite", before, state="done")
    promised = session_ties.ties(a_session(series=series)).promised
    assert [step.text.text for step in promised] == ["Écrire un guide"]


def test_editions_series_and_follow_ups_are_each_in_their_place_and_once() -> None:
    series = a_series()
    first = over("Édition 1", 90, series=series)
    session = over("Édition 2", series=series, first_edition_id=first.id)
    circle = a_session("Cercle", series=series, follows_id=session.id)
    other = a_session("Autre", series=series)
    session.follow_ups = [FollowUp(text=localized({"fr": "Un cercle"}), became_id=circle.id)]
    db.session.commit()
    ties = session_ties.ties(session)
    assert [[row.title for row in rows] for rows in (ties.editions, ties.followed_by, ties.series)] == [
        ["Édition 1"], ["Cercle"], ["Autre"],
    ]  # fmt: skip
    assert [(follow_up.text.text, follow_up.href) for follow_up in ties.follow_ups] == [
        ("Un cercle", f"/rencontres/{circle.id}-cercle")
    ]
    assert [row.title for row in session_ties.ties(other).series] == ["Édition 1", "Édition 2", "Cercle"]


@pytest.mark.parametrize("hidden", [{"published": False}, {"visibility": "unlisted"}, {"visibility": "confidential"}])
def test_ties_lead_only_to_listed_sessions(hidden: dict[str, object]) -> None:
    series = a_series()
    secret = over("Secrète", series=series, **hidden)
    a_takeaway("Secret", secret)
    a_next_step("Secrète", secret)
    session = a_session(series=series, first_edition_id=secret.id, follows_id=secret.id)
    assert session_ties.ties(session) == session_ties.Ties((), (), (), (), (), (), ())


@pytest.mark.parametrize(
    ("columns", "taken", "code", "pills", "button"),
    [
        ({"capacity": 10}, 0, "open", ["Places disponibles"], "S’inscrire"),
        ({"capacity": None}, 0, "open", ["Places disponibles"], "S’inscrire"),
        ({"capacity": 4}, 1, "few", ["3 places libres"], "S’inscrire"),
        ({"capacity": 1}, 1, "full", ["Complet"], "M’ajouter à la liste d’attente"),
        ({"capacity": 1, "waiting_list": "none"}, 1, "full", ["Complet"], "Nous écrire"),
        ({"opens_at": datetime.fromisoformat("2026-11-26T09:00-05:00")}, 0, "soon", ["Inscription dès le 26 novembre"],
         "Prévenez-moi"),
        ({"registration": "closed"}, 0, "closed", ["Inscriptions terminées"], "Nous écrire"),
        ({"registration": "invitation"}, 0, "invitation", ["Sur invitation"], "Nous écrire"),
        ({"moved_at": datetime.fromisoformat("2026-11-20T09:00-05:00"), "capacity": 10}, 0, "open", ["Nouvelle date"],
         "S’inscrire"),
        ({"cancelled_at": datetime.fromisoformat("2026-11-20T09:00-05:00")}, 0, "cancelled", ["Annulée"],
         "Voir les autres rencontres"),
        ({"registration": "none"}, 0, "none", [], None),
        ({"starts_in": -timedelta(days=3)}, 0, "over", ["Terminée"], None),
    ],
)  # fmt: skip
def test_each_state_has_its_pill_and_its_button(
    columns: dict[str, object], taken: int, code: str, pills: list[str], button: str | None
) -> None:
    session = a_session(**columns)
    for _ in range(taken):
        a_registration(session)
    page = page_of(session)
    action = page.facts.action.label if page.facts.action else None
    assert (page.code, [pill.text.replace("\u00a0", " ") for pill in page.facts.pills], action) == (code, pills, button)
    assert standing(session, seats.whole(seats.of_session(session)), clock.now()).code == code


def test_a_session_that_is_over_leads_to_what_was_learned() -> None:
    session = over("Passée")
    a_takeaway("", session)
    action = page_of(session).facts.action
    assert action is not None
    assert (action.label, action.href) == ("Lire ce qu’on a appris", "#appris")


def test_the_key_of_an_unlisted_session_goes_with_its_button() -> None:
    session = a_session(visibility="unlisted")
    action = page_of(session, cle="secret").facts.action
    assert action is not None
    assert action.href == f"/rencontres/{session.id}/inscription?cle=secret"


def test_machines_read_the_event_of_a_listed_session_and_of_no_other() -> None:
    session = a_session("Haine en ligne", capacity=4)
    a_registration(session)
    event = page_of(session).structured
    assert event is not None
    assert {name: event[name] for name in ("@type", "name", "startDate", "endDate", "remainingAttendeeCapacity")} == {
        "@type": "Event", "name": "Haine en ligne", "startDate": "2026-12-01T10:00-05:00",
        "endDate": "2026-12-01T13:00-05:00", "remainingAttendeeCapacity": 3,
    }  # fmt: skip
    assert page_of(a_session(visibility="confidential")).structured is None
    assert page_of(a_session(starts_in=None)).structured is None
