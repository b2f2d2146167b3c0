"""The letters of one person, as they may see them: to which address, when, with which subject."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from resal.calendars.values import one_line
from resal.db import db
from resal.letters.rendering import subject
from resal.models import Letter, Participant, Registration

MOST = 500


def of_person(person: Participant) -> ColumnElement[bool]:
    """The condition of a letter about a place of this person, or sent to them by name."""
    theirs = select(Registration.id).where(Registration.participant_id == person.id)
    by_name = and_(
        Letter.to_email == person.email, Letter.to_name.in_((one_line(person.name), "")), Letter.account_id.is_(None)
    )
    return or_(Letter.registration_id.in_(theirs), by_name)


def to_person(person: Participant) -> list[dict[str, Any]]:
    """The latest first. Those to an address that several people share are theirs by the name on them."""
    found = select(Letter).where(of_person(person)).order_by(Letter.id.desc())
    return [
        {
            "subject": subject(letter), "to_name": letter.to_name, "to": letter.to_email, "state": letter.state,
            "written_at": letter.created_at.isoformat(),
            "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
        }
        for letter in db.session.scalars(found.limit(MOST))
    ]  # fmt: skip
