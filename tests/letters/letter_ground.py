"""What every sample letter stands on: an hour, a network, a session, somebody who registers."""

from datetime import UTC, datetime, timedelta

import factories

from resal.actions import Actor, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.letters.stationery import Stationery
from resal.models import Letter, Network, Registration, TrainingSession, localized

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
IN_EIGHT_DAYS = timedelta(days=8, hours=3, minutes=30)
TEAM = Actor("account")
PAPER = Stationery(
    "https://resal.example", ("k" * 40,), "RÉSAL <resal@example.org>", "Coordination <coordination@example.org>"
)
TITLE = localized({"fr": "Haine en ligne : répondre", "en": "Online hate: responding"})


def network() -> None:
    """A network that can be reached."""
    db.session.add(
        Network(
            name=localized({"fr": "Réseau d'échange et de soutien aux actions locales", "en": "Local Action Network"}),
            acronym="RÉSAL", email="coordination@example.org", phone="514 555-0123",
            postal_address="3535, avenue du Parc, Montréal",
        )
    )  # fmt: skip
    db.session.commit()


def a_session(**columns: object) -> TrainingSession:
    """In person, with all that a letter may say of a session."""
    venue = columns.pop("venue", None) or factories.a_venue("Maison des jeunes Quinka-Buzz")
    values = {
        "title": TITLE, "starts_in": IN_EIGHT_DAYS, "venue": venue, "languages": ["fr", "en"], "capacity": 2,
        "instructions": localized({"fr": "Apportez vos questions.\nOn sert à manger.", "en": "Bring your questions."}),
    }  # fmt: skip
    return factories.a_session(**{**values, **columns})


def register(session: TrainingSession, language: str = "fr", name: str = "Samir Haddad") -> Registration:
    typed = Typed(name, "samir@maison.example", "Maison des jeunes", language=language, line=True, mode=session.mode)
    return registering.register(session, typed).registration


def last_letter(kind: str) -> Letter:
    return db.session.query(Letter).filter_by(kind=kind).order_by(Letter.id.desc()).first()
