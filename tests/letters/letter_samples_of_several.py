"""Letters to somebody whom a colleague registered with others."""

import factories
from letter_ground import a_session, last_letter

from resal.actions import registering
from resal.actions.registering import Typed
from resal.models import Letter, TrainingSession


def by_a_colleague(language: str, **columns: object) -> Letter:
    session = a_session(**columns)
    _register_two(session, language, "each")
    return last_letter("confirmed" if session.capacity == 2 else "waiting")


def together(language: str) -> Letter:
    """Two of them, when one seat of two is free."""
    session = a_session()
    factories.a_registration(session)
    _register_two(session, language, "all")
    return last_letter("waiting")


def _register_two(session: TrainingSession, language: str, wait: str) -> None:
    people = [
        Typed(name, email, "Maison des jeunes", language=language, mode=session.mode, line=True, source="colleague")
        for name, email in (("Ana Silva", "ana@maison.example"), ("Samir Haddad", "samir@maison.example"))
    ]
    registering.register_several(session, people, wait)
