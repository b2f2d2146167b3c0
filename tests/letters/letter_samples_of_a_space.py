"""Letters about somebody's own space: the link to all their places, another address, the last one of all."""

from datetime import timedelta

import factories
from letter_ground import NOW, TEAM, a_session, last_letter, register

from resal.actions import attending, certifying, erasing, readdressing, spaces
from resal.actions.people import find
from resal.models import Letter, Participant


def space_link(language: str) -> Letter:
    person = _person("Samir Haddad")
    spaces.send(person.email, language)
    return last_letter("space_link")


def space_link_for_several(language: str) -> Letter:
    _person("Inès Caron")
    return space_link(language)


def address_confirm(language: str) -> Letter:
    readdressing.ask(_person("Samir Haddad"), "samir.haddad@quartier.example", language)
    return last_letter("address_confirm")


def address_asked(language: str) -> Letter:
    address_confirm(language)
    return last_letter("address_asked")


def erased(language: str) -> Letter:
    erasing.erase(factories.a_participant("Inès Caron", email="ines@maison.example", language=language))
    return last_letter("erased")


def erased_with_places(language: str) -> Letter:
    """With an attestation that stays, and two places that somebody else may have."""
    session = a_session(starts_in=-timedelta(days=2), attendance_closed_at=NOW)
    came = register(a_session(), language, "Inès Caron")
    register(a_session(), language, "Inès Caron")
    over = factories.a_registration(session, came.participant, language=language)
    attending.mark(over, session.live_meetings[0], "present", TEAM)
    certifying.issue(over)
    erasing.erase(came.participant)
    return last_letter("erased")


def _person(name: str) -> Participant:
    return find("samir@maison.example", name) or factories.a_participant(name, email="samir@maison.example")
