"""Letters that answer somebody who said that they were there."""

from datetime import timedelta

import factories
from letter_ground import NOW, TEAM, a_session, last_letter

from resal.actions import attending, certifying, correcting
from resal.actions.people import find
from resal.actions.stays import Stay
from resal.models import Correction, Letter


def a_correction(language: str, **columns: object) -> Correction:
    """Somebody of whom an absence was noted at a session that is over."""
    session = a_session(starts_in=-timedelta(days=2), attendance_closed_at=NOW, **columns)
    person = find("samir@maison.example", "Samir Haddad") or factories.a_participant(
        "Samir Haddad", email="samir@maison.example"
    )
    place = factories.a_registration(session, person, language=language)
    attending.mark(place, session.live_meetings[0], "absent", TEAM)
    return correcting.ask(place, session.live_meetings[0], "J'étais là.")


def correction_accepted(language: str, **columns: object) -> Letter:
    correcting.accept(a_correction(language, **columns), None, TEAM)
    return last_letter("correction_accepted")


def correction_accepted_in_part(language: str) -> Letter:
    asked = a_correction(language)
    attending.mark_part(asked.registration, asked.meeting, Stay(minutes=30), TEAM)
    certifying.issue(asked.registration)
    correcting.accept(asked, Stay(minutes=90), TEAM)
    return last_letter("correction_accepted")


def correction_declined(language: str) -> Letter:
    correcting.decline(a_correction(language), "la feuille signée ne porte pas votre nom.", TEAM)
    return last_letter("correction_declined")
