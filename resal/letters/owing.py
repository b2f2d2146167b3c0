"""What the actions call: one `Letter` for each person, to be added in their own transaction."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import select

from resal import clock
from resal.calendars.values import one_line
from resal.db import db
from resal.language import NAMES, SOURCE
from resal.letters import facts, invitations, occasions
from resal.letters.facts import Facts
from resal.letters.occasions import Occasion, Said, occasion
from resal.models import Account, Facilitator, Letter, Registration, Series, Subscription, TrainingSession
from resal.queries import questions
from resal.queries.remembered import remembered

__all__ = [
    "already_owed", "for_account", "for_everybody", "for_facilitator", "for_registration", "for_subscribers",
    "message_id", "occasion", "said_of", "spoken", "to_whole",
]  # fmt: skip

KINDS = (
    "confirmed", "waiting", "requested", "declined", "promoted", "moved", "cancelled", "restored", "already",
    "withdrawn", "address_changed", "changed", "offered", "first_come", "lapsed",
    "merged",
)  # fmt: skip
TO_SUBSCRIBERS = ("dated", "opened", "announced")
OF_THE_SESSION = ("moved", "cancelled", "restored", "changed")
ELSEWHERE_FROM = ("declined", "cancelled", "withdrawn")
TO_COME_IN = ("confirmed", "promoted", "moved", "restored", "already")


@dataclass(frozen=True, kw_only=True)
class More:
    """What an action knows beside the rows. `reason`: one text, or one by language; `before`: the
    occasion before a change; `gone`: calendar entries of earlier ones; `to_email`: another address
    than the participant's own of now; `newcomer`: somebody nobody knew a moment ago, who so never
    gave up a seat here; `changes`: of the agenda, as a publication keeps them; `colleague`: somebody
    else typed their name; `waits_with`: how many others have seats only when they have one.
    """

    position: int | None = None
    reason: str | dict[str, str] = ""
    before: Occasion | None = None
    gone: Collection[str] = ()
    to_email: str | None = None
    newcomer: bool = False
    colleague: bool = False
    waits_with: int = 0
    changes: Sequence[Facts] = ()


def for_registration(kind: str, registration: Registration, **more: Any) -> Letter:
    """The letter of this kind to this person; `more` are the fields of `More`.

    The registration has its id already. Raises ValueError for a kind nobody wrote.
    """
    [letter] = for_everybody(kind, registration.training_session, [registration], **more)
    return letter


def for_everybody(
    kind: str, session: TrainingSession, registrations: Iterable[Registration], **more: Any
) -> list[Letter]:
    """The same letter to each, in their order; what is common is read once per language."""
    if kind not in KINDS:
        raise ValueError(f"no letter is called {kind!r}")
    people = list(registrations)
    details, common = More(**more), _Common(session, people)
    return [_letter(kind, registration, details, common) for registration in people]


def for_account(kind: str, account: Account, link_nonce: str, expires_at: datetime) -> Letter:
    """`sign_in`: a link that lets a member of the team in, until it expires.

    The nonce alone opens nothing: the link is made from it and the key when the letter leaves.
    """
    language, now = spoken(account.language), clock.now()
    minutes = max(1, round((expires_at - now).total_seconds() / 60))
    said = {"link_nonce": link_nonce, "expires_at": expires_at.isoformat(), "minutes": minutes}
    return Letter(
        kind=kind, unique_key=f"{kind}:{account.id}:{link_nonce}", message_id=message_id(),
        to_name=one_line(account.name), to_email=account.email, language=language,
        facts={**said, "network": facts.contact(language)}, account_id=account.id,
        state="queued", due_at=now, created_at=now,
    )  # fmt: skip


def for_subscribers(kind: str, session: TrainingSession, subscriptions: Iterable[Subscription]) -> list[Letter]:
    """`dated`, `opened` or `announced`: to addresses that asked to be told.

    Raises ValueError for a kind nobody wrote.
    """
    if kind not in TO_SUBSCRIBERS:
        raise ValueError(f"no letter to subscribers is called {kind!r}")
    said, now = cache(partial(facts.for_subscribers, session)), clock.now()
    return [
        Letter(
            kind=kind, unique_key=f"{kind}:{one.id}:{session.id}:{session.revision}", message_id=message_id(),
            to_name="", to_email=one.email, language=spoken(one.language), facts=said(spoken(one.language)),
            revision=session.revision, subscription=one, subscription_id=one.id, training_session_id=session.id,
            state="queued", due_at=now, created_at=now,
        )
        for one in subscriptions
    ]  # fmt: skip


def for_facilitator(kind: str, session: TrainingSession, person: Facilitator, **more: Any) -> Letter:
    """`changed`: to somebody who leads lines of the agenda, in a language they speak, about these lines."""
    details, now = More(**more), clock.now()
    language = next((code for code in person.languages if code in NAMES), SOURCE)
    said = {**facts.of_session(session, language), **facts.of_changes(session, details.changes, language)}
    return Letter(
        kind=kind, unique_key=f"{kind}:facilitator:{person.id}:{session.id}:{session.revision}",
        message_id=message_id(), to_name=one_line(person.name), to_email=person.email, language=language,
        facts={**said, "reason": facts.reason(details.reason, language), "leads": True}, revision=session.revision,
        training_session_id=session.id, state="queued", due_at=now, created_at=now,
    )  # fmt: skip


def already_owed(letter: Letter) -> bool:
    """Whether a letter with the same key was owed before: the same thing is said once."""
    with db.session.no_autoflush:
        same = select(Letter.id).where(Letter.unique_key == letter.unique_key)
        return db.session.scalar(same) is not None


def said_of(session: TrainingSession, language: str) -> Facts:
    """What every letter about this session says."""
    return remembered(("letter", session.id, language), partial(facts.of_session, session, language))


class _Common:
    """What the letters to these people share, read when first asked for."""

    def __init__(self, session: TrainingSession, people: Sequence[Registration]) -> None:
        self.session = session
        self._differences: dict[str, list[Facts]] = {}
        self._said = cache(self._told)
        self._next_edition = cache(partial(facts.next_edition, session))
        self._given_up = cache(partial(invitations.times_given_up, session, people))

    def _told(self, language: str) -> Facts:
        return said_of(self.session, language)

    def seated(self, registration: Registration, language: str) -> Facts:
        """What somebody with a seat needs on the day, by way of taking part."""
        make = partial(facts.for_the_seated, self.session, registration, language)
        return remembered(("seated", self.session.id, registration.mode, language), make)

    def said(self, kind: str, language: str) -> Facts:
        edition = {"next_edition": self._next_edition(language)} if kind in ELSEWHERE_FROM else {}
        return {**self._said(language), **edition}

    def differences(self, before: Said, language: str) -> list[Facts]:
        """What becomes of each date of a session of several, where a date is not what it was."""
        if language not in self._differences:
            found = occasions.differences(before, occasions.said(self.session, language))
            told = [asdict(one) for one in found if one.kind != "link"]
            self._differences[language] = told if any(one["kind"] != "kept" for one in told) else []
        return self._differences[language]

    def given_up(self, registration: Registration) -> int:
        return self._given_up()[registration.participant_id]


def _letter(kind: str, registration: Registration, more: More, common: _Common) -> Letter:
    language, now, person = spoken(registration.language), clock.now(), registration.participant
    return Letter(
        kind=kind, unique_key=_unique_key(kind, registration), message_id=message_id(),
        to_name=one_line(person.name), to_email=more.to_email or person.email, language=language,
        facts=_facts(kind, registration, more, common, language), revision=_version(kind, registration),
        registration=registration, registration_id=registration.id,
        training_session_id=registration.training_session_id, state="queued", due_at=now, created_at=now,
    )  # fmt: skip


def _facts(kind: str, registration: Registration, more: More, common: _Common, language: str) -> Facts:
    said = {**common.said(kind, language), **facts.of_person(registration)}
    if registration.mode == "online" and common.session.mode == "hybrid":
        said["where"] = facts.online(language)
    said |= {"position": more.position, "reason": facts.reason(more.reason, language), "before": None}
    if more.before:
        known = occasions.known_by(more.before.said[language], language, registration.mode)
        said["before"] = {**known, "changed": occasions.what_changed(known, said)}
    said["dates"] = common.differences(more.before.said[language], language) if more.before else []
    if kind in TO_COME_IN and said["seated"]:
        said |= common.seated(registration, language)
    if more.colleague:
        said |= {"by_colleague": True, "to_answer": bool(questions.of(common.session)), "waits_with": more.waits_with}
    if kind == "withdrawn":
        said |= {"left": left(registration), "by_team": registration.state == "cancelled"}
    if kind == "offered":
        said["until"] = facts.offered_until(registration, language)
    if kind == "first_come":
        said["soon"] = facts.soon(common.session)
    if kind == "changed":
        said |= {**facts.of_changes(common.session, more.changes, language), "leads": False}
    return said | _calendar(kind, registration, more, common, language)


def to_whole(letter: Letter, series: Series) -> Letter:
    """A letter about one session to somebody who has a place in it because they come to its whole series."""
    title, _lang = facts.read(series.title, letter.language)
    letter.facts = {**letter.facts, "in_series": one_line(title)}
    return letter


def left(registration: Registration) -> str | None:
    """The state somebody was in before the last move."""
    return registration.history[-1].before if registration.history else None


def since(known: Facts, now: Facts, said: Facts) -> Facts:
    """The facts of a letter about a change, counted from another « before »: what its reader knows.

    Date by date it would count from the wrong one: the letter shows all that was and all that is.
    """
    return {**said, "dates": [], "before": {**known, "changed": occasions.what_changed(known, now)}}


def as_known(known: Facts, said: Facts) -> Facts:
    """The facts of a cancellation, by the date its reader knows, when a later one never reached them."""
    return {**said, **{name: known[name] for name in ("when", "moment", "day") if name in known}}


def _calendar(kind: str, registration: Registration, more: More, common: _Common, language: str) -> Facts:
    leaving = kind == "withdrawn" and left(registration) == "confirmed"
    if leaving or (registration.state == "confirmed" and kind in (*TO_COME_IN, "cancelled")):
        gone = {*more.gone, *(more.before.uids if more.before else ())}
        given_up = 0 if more.newcomer else common.given_up(registration)
        return invitations.facts(registration, language, given_up, gone, leaving)
    return {"calendar": None, "entries": []}


def _unique_key(kind: str, registration: Registration) -> str:
    """The same thing is owed once: per revision, or per day for the reminder of a seat one has."""
    if kind == "already":
        return f"{kind}:{registration.id}:{clock.today(registration.training_session.timezone).isoformat()}"
    return f"{kind}:{registration.id}:{_version(kind, registration)}"


def _version(kind: str, registration: Registration) -> int:
    return registration.training_session.revision if kind in OF_THE_SESSION else registration.revision


def message_id() -> str:
    """128 random bits, fixed for life (RFC 5322 3.6.4 asks only that it be unique).

    The right part is a name of ours, not the sender's domain, which may change before it leaves.
    """
    return f"<{secrets.token_hex(16)}@resal>"


def spoken(language: str | None) -> str:
    """The language a letter is written in."""
    return language if language in NAMES else SOURCE
