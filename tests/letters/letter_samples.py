"""One letter of each kind, in every shape that reads differently; needs a database and a stopped clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import factories
from letter_ground import NOW, TEAM, a_session, last_letter, register
from letter_samples_asked_for import announced, dated, opened
from letter_samples_of_a_correction import correction_accepted, correction_accepted_in_part, correction_declined
from letter_samples_of_a_series import (
    series_already,
    series_cancelled,
    series_changed,
    series_changed_for_one_place,
    series_confirmed,
    series_left,
)
from letter_samples_of_a_space import (
    address_asked,
    address_confirm,
    erased,
    erased_with_places,
    space_link,
    space_link_for_several,
)
from letter_samples_of_an_attestation import attestation_reissued, attestation_revoked, attestation_revoked_of_a_series
from letter_samples_of_several import by_a_colleague, together
from letter_samples_of_the_line import first_come, lapsed, merged, offered

from resal.actions import registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import LinePlan
from resal.actions.scheduling.dates import plans_of
from resal.db import db
from resal.letters import owing
from resal.models import Letter, TrainingSession, localized


def confirmed(language: str, **columns: object) -> Letter:
    register(a_session(**columns), language)
    return last_letter("confirmed")


def online(language: str) -> Letter:
    link = "https://meet.example/98"
    return confirmed(language, mode="online", venue=None, link=link, venue_id=None)


def waiting(language: str) -> Letter:
    session = a_session(capacity=1)
    factories.a_registration(session)
    factories.a_registration(session, state="waiting")
    register(session, language)
    return last_letter("waiting")


def requested(language: str) -> Letter:
    register(a_session(registration="approval"), language)
    return last_letter("requested")


def declined(language: str) -> Letter:
    registration = register(a_session(registration="approval"), language)
    registering.decline(registration, "cet atelier est réservé aux intervenants de rue.", TEAM)
    return last_letter("declined")


def promoted(language: str) -> Letter:
    session = a_session(capacity=1)
    first = factories.a_registration(session)
    register(session, language)
    registering.withdraw(first)
    return last_letter("promoted")


def moved(language: str) -> Letter:
    session = a_session()
    register(session, language)
    [plan] = plans_of(session)
    later = replace(plan, date=plan.date + timedelta(days=8))
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=[later], link=""), session.revision, TEAM)
    return last_letter("moved")


def one_of_four_moved(language: str) -> Letter:
    session = a_session(meetings=4)
    register(session, language)
    first, second, _dropped, fourth = plans_of(session)
    dates = [first, replace(second, date=second.date + timedelta(days=2)), fourth]
    more = replace(fourth, date=fourth.date + timedelta(days=7), meeting_id=None, zone="America/Vancouver")
    scheduling.reschedule(
        session, scheduling.MovePlan.of(session, meetings=[*dates, more], link=""), session.revision, TEAM
    )
    return last_letter("moved")


def moved_elsewhere(language: str) -> Letter:
    session = a_session(capacity=1)
    factories.a_registration(session)
    register(session, language)
    venue = factories.a_venue("Bibliothèque Frontenac", address="2550, rue Ontario Est", borough="Ville-Marie")
    scheduling.reschedule(session, scheduling.MovePlan.of(session, venue_id=venue.id, link=""), session.revision, TEAM)
    return last_letter("moved")


def postponed(language: str) -> Letter:
    session = a_session(date_known_as=localized({"fr": "hiver 2027", "en": "winter 2027"}))
    register(session, language)
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=[], link=""), session.revision, TEAM)
    return last_letter("moved")


def cancelled(language: str, **columns: object) -> Letter:
    session = a_session(**columns)
    register(session, language)
    reason = {"fr": "l'animatrice est malade", "en": "the facilitator is ill"}
    scheduling.cancel(session, reason, TEAM)
    return last_letter("cancelled")


def cancelled_with_another_edition(language: str) -> Letter:
    first = a_session(starts_in=-timedelta(days=300))
    a_session(first_edition_id=first.id, starts_in=timedelta(days=50))
    return cancelled(language, first_edition_id=first.id, starts_in=timedelta(days=9))


def restored(language: str) -> Letter:
    letter = cancelled(language)
    letter.state = "sent"
    db.session.commit()
    scheduling.restore(letter.registration.training_session, TEAM)
    return last_letter("restored")


def changed(language: str, **columns: object) -> Letter:
    """Of an agenda: a new line, one moved, one reworded, one removed, as somebody registered reads it."""
    session = an_agenda_that_changes(language, **columns)
    register(session, language)
    word = {"fr": "Une invitée se joint à nous.", "en": "A guest joins us."}
    scheduling.announce(session, word, session.revision, TEAM, tell_registered=True)
    return last_letter("changed")


def changed_for_a_leader(language: str) -> Letter:
    session = an_agenda_that_changes(language)
    scheduling.announce(session, {}, session.revision, TEAM, tell_leaders=True)
    return last_letter("changed")


def an_agenda_that_changes(language: str, **columns: object) -> TrainingSession:
    session = a_session(published=False, **columns)
    leader = factories.a_facilitator("Ana Silva", email="ana@maison.example", languages=[language])
    lines = [
        _line(session, "Accueil", "Welcome", 13), _line(session, "Le tour de table", "Round table", None),
        _line(session, "La rue", "The street", 14, leaders=[(leader.id, "moderator")]),
        _line(session, "Les écrans", "Screens", 15),
    ]  # fmt: skip
    scheduling.write_agenda(session, lines, session.revision, TEAM)
    scheduling.publish(session, TEAM)
    welcome, table, street, _ = [replace(line, id=item.id) for line, item in zip(lines, session.agenda, strict=True)]
    after = [
        welcome, replace(table, text={"fr": "Les présentations", "en": "Who is here"}),
        replace(street, start=time(15), end=time(15, 45), track="Salle 2"), _line(session, "La suite", "Next", 16),
    ]  # fmt: skip
    scheduling.write_agenda(session, after, session.revision, TEAM)
    return session


def _line(session: TrainingSession, french: str, english: str, hour: int | None, **more: Any) -> LinePlan:
    [meeting] = session.live_meetings
    start = None if hour is None else time(hour, 30)
    return LinePlan({"fr": french, "en": english}, meeting_id=meeting.id, start=start, **more)


def already(language: str) -> Letter:
    session = a_session()
    register(session, language)
    register(session, language)
    return last_letter("already")


def already_waiting(language: str) -> Letter:
    letter = waiting(language)
    register(letter.registration.training_session, language)
    return last_letter("already")


def withdrawn(language: str, **columns: object) -> Letter:
    registering.withdraw(register(a_session(**columns), language))
    return last_letter("withdrawn")


def withdrawn_from_the_line(language: str) -> Letter:
    registering.withdraw(waiting(language).registration)
    return last_letter("withdrawn")


def removed_by_the_team(language: str) -> Letter:
    registering.remove(register(a_session(), language), "", TEAM)
    return last_letter("withdrawn")


def address_changed(language: str) -> Letter:
    typed = Typed("Samir Haddad", "samir.haddad@maison.example", "Maison des jeunes", language=language)
    registering.change(register(a_session(), language), typed)
    return last_letter("address_changed")


def sign_in(language: str) -> Letter:
    account = factories.an_account(language=language, email="dominique@resal.example")
    letter = owing.for_account("sign_in", account, "f" * 32, NOW + timedelta(minutes=30))
    db.session.add(letter)
    db.session.commit()
    return letter


SAMPLES: dict[str, Callable[[str], Letter]] = {
    "confirmed": confirmed,
    "confirmed-online": online,
    "confirmed-three-meetings": lambda language: confirmed(language, meetings=3),
    "confirmed-confidential": lambda language: confirmed(language, visibility="confidential"),
    "confirmed-without-a-date": lambda language: confirmed(
        language, starts_in=None, date_known_as=localized({"fr": "hiver 2027", "en": "winter 2027"})
    ),
    "confirmed-by-a-colleague": by_a_colleague,
    "waiting-by-a-colleague": lambda language: by_a_colleague(language, capacity=1),
    "waiting-together": together,
    "waiting": waiting,
    "requested": requested,
    "declined": declined,
    "promoted": promoted,
    "offered": offered,
    "offered-confidential": lambda language: offered(language, visibility="confidential"),
    "first-come-today": lambda language: first_come(language, 6),
    "first-come-tomorrow": first_come,
    "first-come-in-two-days": lambda language: first_come(language, 48),
    "lapsed": lapsed,
    "merged": merged,
    "moved": moved,
    "moved-elsewhere": moved_elsewhere,
    "moved-one-of-four": one_of_four_moved,
    "moved-to-an-unknown-date": postponed,
    "cancelled": cancelled,
    "cancelled-confidential": lambda language: cancelled(language, visibility="confidential"),
    "cancelled-with-another-edition": cancelled_with_another_edition,
    "restored": restored,
    "changed": changed,
    "changed-for-a-leader": changed_for_a_leader,
    "changed-confidential": lambda language: changed(language, visibility="confidential"),
    "already": already,
    "already-waiting": already_waiting,
    "withdrawn": withdrawn,
    "withdrawn-three-meetings": lambda language: withdrawn(language, meetings=3),
    "withdrawn-from-the-line": withdrawn_from_the_line,
    "removed-by-the-team": removed_by_the_team,
    "address-changed": address_changed,
    "dated": dated,
    "dated-before-registration-opens": lambda language: dated(language, opens_at=NOW + timedelta(days=2)),
    "opened": opened,
    "announced": announced,
    "series-confirmed": series_confirmed,
    "series-already": series_already,
    "series-left": series_left,
    "series-changed": series_changed,
    "series-changed-for-one-place": series_changed_for_one_place,
    "series-cancelled": series_cancelled,
    "correction-accepted": correction_accepted,
    "correction-accepted-confidential": lambda language: correction_accepted(language, visibility="confidential"),
    "correction-accepted-in-part": correction_accepted_in_part,
    "correction-declined": correction_declined,
    "attestation-revoked": attestation_revoked,
    "attestation-revoked-confidential": lambda language: attestation_revoked(language, visibility="confidential"),
    "attestation-revoked-of-a-series": attestation_revoked_of_a_series,
    "attestation-reissued": attestation_reissued,
    "sign-in": sign_in,
    "space-link": space_link,
    "space-link-for-several": space_link_for_several,
    "address-confirm": address_confirm,
    "address-asked": address_asked,
    "erased": erased,
    "erased-with-places": erased_with_places,
}
