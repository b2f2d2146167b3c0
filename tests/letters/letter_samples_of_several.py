"""Letters to somebody whom a colleague registered with others."""

from letter_ground import a_session, last_letter

from resal.actions import registering
from resal.actions.registering import Typed
from resal.models import Letter


def by_a_colleague(language: str, **columns: object) -> Letter:
    session = a_session(**columns)
    people = [
        Typed(name, email, "Maison des jeunes", language=language, mode=session.mode, line=True, source="colleague")
        for name, email in (("Ana Silva", "ana@maison.example"), ("Samir Haddad", "samir@maison.example"))
    ]
    registering.register_several(session, people, "each")
    return last_letter("confirmed" if session.capacity == 2 else "waiting")
