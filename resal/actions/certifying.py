"""Attestations: the rule, issuing one when it is earned and asked for, taking it back, issuing it again.

One is made when somebody asks, the person or the team, never for everybody by itself: what nobody needs is
not kept for five years. Its number is given once, under the lock of the person.
"""

import re
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from resal import clock
from resal.actions import PARTICIPANT, SYSTEM, Actor, Refusal
from resal.actions.journal import note
from resal.calendars.values import one_line
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import owing_attestations
from resal.models import Attestation, Localized, Participant, Registration, Series, TrainingSession
from resal.queries import attestation_rules, attestations, time_spent
from resal.queries.attestation_papers import issuer
from resal.queries.attestation_rules import Rule
from resal.queries.attestations import Scope
from resal.queries.time_spent import Spent
from resal.queries.words import HOME

KEPT = timedelta(days=1827)  # five years, whichever they are
_LETTERS, _DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
# what would turn the text around a name (Unicode TR9); the joiners that some scripts need stay
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@transaction
def set_rule(subject: TrainingSession | Series, rule: Rule | None, actor: Actor) -> None:
    """Who gets an attestation of this session or series; None: a session follows its series, a series the usual rule.

    Those issued already stay as they are. Raises `Refusal` for a rule that makes no sense there.
    """
    hold(subject)
    if rule is not None and rule.of != "none" and not 1 <= rule.least <= attestation_rules.MOST:
        raise Refusal(lazy("Écrivez un nombre entre 1 et %(most)s."), field="least", most=attestation_rules.MOST)
    if rule is not None and rule.of == "series" and not isinstance(subject, Series):
        raise Refusal(lazy("C'est la série qui dit s'il y a une attestation pour toute la série."), field="of")
    stored = rule.stored() if rule is not None else None
    before = subject.attestation_rule or None
    if isinstance(subject, Series):
        subject.attestation_rule = stored or {}
    else:
        subject.attestation_rule = stored
    if stored != before:
        note(actor, "attestation.rule", subject)


@transaction
def issue(registration: Registration, actor: Actor = PARTICIPANT) -> Attestation:
    """The attestation of somebody with a seat: the one they have, or a first one. Twice is once.

    Raises `Refusal` with the reason when it is not earned yet, or was taken back.
    """
    person = hold(registration.participant)
    scope = attestations.scope_of(registration.training_session)
    standing = attestations.of_person(scope, person.id)
    if standing.state == "issued":
        return attestations.latest(scope, [person.id])[person.id]
    if standing.state != "ready":
        raise Refusal(standing.said)
    spent = time_spent.in_sessions(scope.ids, person.id)[person.id]
    issued = _issue(scope, person, registration.language, person.name, _facts(scope, spent))
    note(actor, "attestation.issued", issued)
    return issued


@transaction
def issue_all(subject: TrainingSession | Series, actor: Actor) -> int:
    """Issue theirs to all who have earned one and have none; returns how many. Raises `Refusal` before the time."""
    scope = attestations.scope_for_the_team(subject)
    why = attestations.closed_to_all(scope, clock.now())
    if why is not None:
        raise Refusal(why)
    earned = {
        id_: spent
        for id_, spent in time_spent.in_sessions(scope.ids).items()
        if attestations.short_of(scope.rule, spent) is None
    }
    people = [hold(person) for person in _people(earned)]
    have = attestations.latest(scope, [person.id for person in people])
    due = [person for person in people if person.id not in have and person.erased_at is None]
    for person in due:
        _issue(scope, person, person.language, person.name, _facts(scope, earned[person.id]))
    if due:
        note(actor, "attestation.issued_all", subject, people=len(due))
    return len(due)


@transaction
def revoke(attestation: Attestation, reason: str, actor: Actor) -> Attestation:
    """Take one back: its number says so from now on, and the person is told why. Twice is once.

    Raises `Refusal` without a reason.
    """
    hold(attestation)
    if attestation.ended_at is not None:
        return attestation
    if not one_line(reason):
        raise Refusal(lazy("Dites pourquoi, en quelques mots"), field="reason")
    attestation.ended_at, attestation.reason = clock.now(), one_line(reason)
    note(actor, "attestation.revoked", attestation)
    _tell("attestation_revoked", attestation)
    return attestation


@transaction
def reissue(attestation: Attestation, name: str, actor: Actor) -> Attestation:
    """Another one in its place, with this name and what is recorded now; the old number says that it is replaced.

    Doing it twice gives the one that replaced it. Raises `Refusal` without a name, or when what is recorded does
    not suffice any more. Of somebody who was erased, the facts stay those of the first one.
    """
    hold(attestation)
    if attestation.replaced_by_id is not None:
        return db.session.get_one(Attestation, attestation.replaced_by_id)
    if not _printable(name):
        raise Refusal(lazy("Entrez le prénom et le nom"), field="name")
    again = _replace(attestation, name, _facts_again(attestation), actor)
    _tell("attestation_reissued", again)
    return again


def follow(registration: Registration, actor: Actor) -> Attestation | None:
    """Replace the attestation of somebody whose presence was corrected, in the transaction that did it.

    Nothing (None) where they have none that holds, where it says the same, or where it is not earned any more,
    which the team sees. Whoever calls tells the person.
    """
    person = hold(registration.participant)
    scope = attestations.scope_of(registration.training_session)
    last = attestations.latest(scope, [person.id]).get(person.id)
    spent = time_spent.in_sessions(scope.ids, person.id).get(person.id, attestations.NOTHING)
    if last is None or last.ended_at is not None or attestations.short_of(scope.rule, spent) is not None:
        return None
    facts = _facts(scope, spent)
    return None if facts == last.facts else _replace(last, last.name, facts, actor)


@transaction
def forget_old() -> int:
    """Erase those whose time has passed; returns how many."""
    erased = db.session.execute(delete(Attestation).where(Attestation.erase_after < clock.today(HOME)))
    count = int(erased.rowcount)  # type: ignore[attr-defined] # a DELETE has a row count
    if count:
        note(SYSTEM, "attestations.erased", None, count=count)
    return count


def _people(ids: Iterable[int]) -> list[Participant]:
    """In the order of their ids, in which everybody holds them."""
    return list(db.session.scalars(select(Participant).where(Participant.id.in_(ids)).order_by(Participant.id)))


def _issue(scope: Scope, person: Participant, language: str, name: str, facts: dict[str, Any]) -> Attestation:
    issued = Attestation(
        code=_new_code(), training_session=scope.session, series=scope.series, participant=person, language=language,
        name=_printable(name), facts=facts, issued_at=clock.now(), erase_after=clock.today(HOME) + KEPT,
    )  # fmt: skip
    db.session.add(issued)
    db.session.flush()
    return issued


def _replace(attestation: Attestation, name: str, facts: dict[str, Any], actor: Actor) -> Attestation:
    attestation.ended_at = attestation.ended_at or clock.now()
    db.session.flush()
    again = _like(attestation, name, facts)
    attestation.replaced_by_id = again.id
    note(actor, "attestation.reissued", again)
    return again


def _like(before: Attestation, name: str, facts: dict[str, Any]) -> Attestation:
    again = Attestation(
        code=_new_code(), training_session_id=before.training_session_id, series_id=before.series_id,
        participant_id=before.participant_id, language=before.language, name=_printable(name), facts=facts,
        issued_at=clock.now(), erase_after=_never_sooner(before.erase_after),
    )  # fmt: skip
    db.session.add(again)
    db.session.flush()
    return again


def _never_sooner(than: date) -> date:
    return max(than, clock.today(HOME) + KEPT)


def _facts(scope: Scope, spent: Spent) -> dict[str, Any]:
    """What it proves, in values that need no other row: see `Attestation`."""
    attended = {part.session_id for part in spent.parts}
    came_to = [session for session in scope.sessions if session.id in attended]
    whole = scope.series or scope.session or came_to[0]
    facts = {
        "title": _texts(whole.title),
        "days": sorted({part.day.isoformat() for part in spent.parts}),
        "dates": len({meeting.date for session in scope.sessions for meeting in session.live_meetings}),
        "minutes": None if spent.unknown else spent.minutes,
        "leaders": list(dict.fromkeys(led.facilitator.name for session in came_to for led in session.facilitations)),
        "issuer": issuer(),
    }
    return facts | ({"sessions": [_texts(session.title) for session in came_to]} if scope.series else {})


def _facts_again(attestation: Attestation) -> dict[str, Any]:
    """Those of now, or of then for somebody whose presences are known no more."""
    person, subject = attestation.participant, attestation.training_session or attestation.series
    if person is None or person.erased_at is not None or subject is None:
        return attestation.facts
    scope = attestations.scope_for_the_team(subject)
    spent = time_spent.in_sessions(scope.ids, person.id).get(person.id, attestations.NOTHING)
    if attestations.short_of(scope.rule, spent) is not None:
        raise Refusal(lazy("Ce qui est noté aux présences ne suffit plus pour cette attestation."))
    return _facts(scope, spent)


def _texts(text: Localized) -> dict[str, str]:
    return {language: text[language] for language in text.languages()}


def _printable(name: str) -> str:
    return one_line(_TURNS.sub("", name))


def _new_code() -> str:
    """A number nobody has, easy to read aloud: without the letters and digits that look alike."""
    while True:
        pairs = ["".join(secrets.choice(kind) for kind in (_LETTERS, _LETTERS, _DIGITS, _DIGITS)) for _ in range(2)]
        code = "-".join(pairs)
        if db.session.scalar(select(Attestation.id).where(Attestation.code == code)) is None:
            return code


def _tell(kind: str, attestation: Attestation) -> None:
    """Write to the person, if they are still known, at their last place in what it is for."""
    subject = attestation.training_session or attestation.series
    if attestation.participant_id is None or subject is None:
        return
    places = select(Registration).where(
        Registration.participant_id == attestation.participant_id,
        Registration.training_session_id.in_(attestations.scope_for_the_team(subject).ids),
    )
    last = db.session.scalars(places.order_by(Registration.id.desc()).limit(1)).first()
    if last is not None and last.participant.erased_at is None:
        db.session.add(owing_attestations.letter(kind, attestation, last))
