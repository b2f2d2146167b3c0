"""Finding the same person again, correcting who they are, and how long they are kept."""

from datetime import date, timedelta

from sqlalchemy import bindparam, select

from resal import clock
from resal.actions import Refusal
from resal.db import db
from resal.language import lazy
from resal.language.typography import fold
from resal.models import Organization, Participant, Registration
from resal.models.base import table_of
from resal.models.registration import NEEDS_KEPT
from resal.queries.network import about
from resal.queries.remembered import remembered

MONTH = timedelta(days=31)
_PEOPLE = table_of(Participant).c
IS_THE_SAME = (_PEOPLE.email_key == bindparam("email_key"), _PEOPLE.name_key == bindparam("name_key"))
_SAME = select(Participant).where(*IS_THE_SAME)


def email_key(email: str) -> str:
    """The form in which two spellings of one address are the same."""
    return email.strip().casefold()


def name_key(name: str) -> str:
    """The form in which two spellings of one name are the same: case, accents and spaces aside."""
    return fold(name)


def find(email: str, name: str) -> Participant | None:
    """The participant with this address and name, however they are spelled, or the one they were merged into."""
    return _who_stays(bearer(email, name))


def bearer(email: str, name: str) -> Participant | None:
    """The row that bears this address and name, be it merged into another."""
    return db.session.scalars(_SAME, sameness(email, name)).one_or_none()


def sameness(email: str, name: str) -> dict[str, str]:
    """The values that `IS_THE_SAME` compares with."""
    return {"email_key": email_key(email), "name_key": name_key(name)}


def keep(found: Participant | None, name: str, email: str, organization: str, language: str) -> Participant:
    """Who `find` found, with the organization and language of today; somebody new if nobody.

    The database refuses a second one made at the same instant: whoever calls tries again.
    """
    found = _who_stays(found)
    if found is None or found.erased_at is not None:  # erased an instant ago
        return _create(name, email, organization, language)
    found.language = language
    _place_in(found, organization)
    return found


def correct(participant: Participant, name: str, email: str, organization: str, language: str) -> None:
    """Change what a person says of themself. Raises `Refusal` if somebody else is already that."""
    other = bearer(email, name)
    if other is not None and other.id != participant.id:
        _trade(participant, other)
    participant.name, participant.name_key = name, name_key(name)
    participant.email, participant.email_key = email, email_key(email)
    participant.language = language
    _place_in(participant, organization)


def retain_for(registration: Registration) -> None:
    """Fix when needs and the person's details will be erased: counted from the end of the session."""
    session = registration.training_session
    end = (session.ends_at or clock.now()).date()
    months = about().retention_months
    registration.needs_erase_after = end + NEEDS_KEPT if registration.needs else None
    registration.erase_after = end + months * MONTH
    person = registration.participant
    person.erase_after = max(person.erase_after or date.min, registration.erase_after)


def match_organization(typed: str) -> int | None:
    """The id of the organization meant by a typed name: its name in any language, acronym or alias."""
    return remembered("organization names", _numbers_by_name).get(fold(typed))


def _numbers_by_name() -> dict[str, int]:
    """Each folded name, and the first organization that bears it."""
    known = select(Organization.id, Organization.folded_names).where(Organization.merged_into_id.is_(None))
    rows = db.session.execute(known.order_by(Organization.id.desc())).all()
    return {name: id_ for id_, names in rows for name in names.split("|") if name}


def known_as(person: Participant) -> dict[str, str]:
    """What makes a row findable: the columns of its name and address."""
    return {name: getattr(person, name) for name in ("name", "name_key", "email", "email_key")}


def _who_stays(found: Participant | None) -> Participant | None:
    """Somebody merged into another is that other one."""
    if found is None or found.merged_into_id is None:
        return found
    return db.session.get_one(Participant, found.merged_into_id)


def _trade(participant: Participant, other: Participant) -> None:
    """Somebody takes a name and address that was merged into theirs: that row bears the old ones from now on."""
    if other.merged_into_id != participant.id:
        raise Refusal(lazy("Ce nom et ce courriel sont déjà ceux d'une autre inscription."), field="email")
    before, own = known_as(participant), known_as(other)
    other.email_key = on_its_way(other)
    db.session.flush()
    for column, value in own.items():
        setattr(participant, column, value)
    db.session.flush()
    for column, value in before.items():
        setattr(other, column, value)


def on_its_way(person: Participant) -> str:
    """Nobody's address, for the instant in which two rows trade theirs: each is unique."""
    return f"#{person.id}"


def _create(name: str, email: str, organization: str, language: str) -> Participant:
    participant = Participant(
        name=name, name_key=name_key(name), email=email, email_key=email_key(email), language=language,
        created_at=clock.now(),
    )  # fmt: skip
    _place_in(participant, organization)
    db.session.add(participant)
    return participant


def _place_in(participant: Participant, organization: str) -> None:
    if organization and organization != participant.organization_name:
        participant.organization_name = organization
        participant.organization_id = match_organization(organization)
