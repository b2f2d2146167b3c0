"""Letters about somebody's own space: the link to all their places, another address, the last one of all."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from resal import clock
from resal.calendars.values import one_line
from resal.db import db
from resal.language import dates
from resal.letters import facts
from resal.letters.owing import message_id, spoken
from resal.models import AddressChange, Attestation, Letter, Participant, SpaceLink
from resal.queries.words import HOME


def with_links(links: Sequence[SpaceLink], language: str) -> Letter:
    """`space_link`: one letter for all who share an address, in the language in which it was asked for.

    The facts hold the nonces of the links, which alone open nothing: numbers may be given again.
    """
    now, first = clock.now(), links[0]
    spaces = [{"nonce": link.nonce, "name": facts.whole_name(link.participant.name)} for link in links]
    said = {"spaces": spaces, "until": _day(first.ends_at, language), "network": facts.contact(spoken(language))}
    return Letter(
        kind="space_link", unique_key=f"space_link:{first.nonce}", message_id=message_id(),
        to_name=one_line(first.participant.name) if len(links) == 1 else "", to_email=first.participant.email,
        language=spoken(language), facts=said, state="queued", due_at=now, created_at=now,
    )  # fmt: skip


def for_change(change: AddressChange, language: str) -> list[Letter]:
    """`address_confirm` to the new address, with a link; `address_asked` to the old one."""
    person, now = change.participant, clock.now()
    said = {"change": change.nonce, "until": _day(change.ends_at, language), "network": facts.contact(spoken(language))}
    return [
        Letter(
            kind=kind, unique_key=f"{kind}:{change.nonce}", message_id=message_id(), to_name=one_line(person.name),
            to_email=email, language=spoken(language), facts=said, state="queued", due_at=now, created_at=now,
        )
        for kind, email in (("address_confirm", change.email), ("address_asked", person.email))
    ]  # fmt: skip


def farewell(person: Participant, freed: int) -> Letter:
    """`erased`: the last one, owed before the person is forgotten. `freed`: how many places to come they had."""
    now, language = clock.now(), spoken(person.language)
    kept = select(func.max(Attestation.erase_after)).where(Attestation.participant_id == person.id)
    until = db.session.scalar(kept)
    said = {
        "freed": freed, "attested": dates.day_medium(until, language) if until else "",
        "network": facts.contact(language),
    }  # fmt: skip
    return Letter(
        kind="erased", unique_key=f"erased:{person.id}", message_id=message_id(), to_name="", to_email=person.email,
        language=language, facts=said, state="queued", due_at=now, created_at=now,
    )  # fmt: skip


def _day(moment: datetime, language: str) -> str:
    return dates.day_medium(moment.astimezone(ZoneInfo(HOME)).date(), spoken(language))
