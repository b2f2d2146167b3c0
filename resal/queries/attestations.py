"""Where each person stands with their attestation: issued, ready to be, not yet and why, revoked.

Never before the end of what it is for, nor while the list of who came is open: a date nobody was asked about
is neither a presence nor an absence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

from resal import clock
from resal.db import db
from resal.language import dates, gettext
from resal.models import Attestation, Registration, Series, SeriesRegistration, TrainingSession
from resal.models.registration import SEATED
from resal.queries import attestation_rules, time_spent
from resal.queries.attestation_rules import Rule
from resal.queries.time_spent import Spent

NOTHING = Spent()


@dataclass(frozen=True)
class Scope:
    """What one attestation is for: a session, or the sessions of a series together."""

    rule: Rule
    session: TrainingSession | None
    series: Series | None
    sessions: tuple[TrainingSession, ...]

    @property
    def ids(self) -> list[int]:
        return [session.id for session in self.sessions]

    def mine(self) -> ColumnElement[bool]:
        """The attestations for just this."""
        if self.series is not None:
            return Attestation.series_id == self.series.id
        return Attestation.training_session_id == (self.session.id if self.session else None)


@dataclass(frozen=True)
class Standing:
    """`state`: issued, ready, waiting (not yet, `said` says why), revoked, or none (there is none to have).

    `late`: it may be a mistake, to be written about, rather than a matter of time.
    """

    state: str
    said: str
    code: str = ""
    of_series: bool = False
    late: bool = False


def scope_of(session: TrainingSession) -> Scope:
    """What somebody who comes to this session gets an attestation for."""
    rule = attestation_rules.of_session(session)
    if rule.of == "series" and session.series is not None:
        return scope_of_series(session.series)
    return scope_of_alone(session)


def scope_of_alone(session: TrainingSession) -> Scope:
    """This session alone, whatever its rule."""
    return Scope(attestation_rules.of_session(session), session, None, (session,))


def scope_for_the_team(subject: TrainingSession | Series) -> Scope:
    """What the attestations on a page of the team are for: just this."""
    return scope_of_series(subject) if isinstance(subject, Series) else scope_of_alone(subject)


def scope_of_series(series: Series) -> Scope:
    """The sessions of a series that take, or took, place."""
    held = held_in([series.id]).options(selectinload(TrainingSession.meetings))
    return Scope(attestation_rules.of_series(series), None, series, tuple(db.session.scalars(held)))


def held_in(series: Sequence[int]) -> Select[TrainingSession]:
    """The sessions of these series that take, or took, place."""
    return (
        select(TrainingSession)
        .where(
            TrainingSession.series_id.in_(series), TrainingSession.published_at.is_not(None),
            TrainingSession.cancelled_at.is_(None),
        )
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    )  # fmt: skip


def of_registration(registration: Registration) -> Standing | None:
    """How somebody with a seat stands, for their own page; None where there is nothing to say of it.

    Before the end it asks nothing of the database: everybody reads the same.
    """
    session = registration.training_session
    if registration.state not in SEATED or session.cancelled:
        return None
    if not _over(session, clock.now()):
        return before_the_end(session)
    return of_place(registration)[1]


def of_place(registration: Registration) -> tuple[Scope, Standing]:
    """How somebody stands once it is over, and with the attestation of what: what the rule says today, or what
    they were given under another one, when they have nothing under this one.
    """
    session, person = registration.training_session, registration.participant_id
    scope = scope_of(session)
    standing = of_person(scope, person)
    other = None if standing.state in ("issued", "ready") else _under_another_rule(session, scope)
    held = latest(other, [person]).get(person) if other is not None else None
    if other is None or held is None or held.ended_at is not None:
        return scope, standing
    return other, issued(other, held)


def before_the_end(session: TrainingSession) -> Standing | None:
    """What anybody with a seat in a session to come reads of it; None once it is over."""
    rule = attestation_rules.of_session(session)
    if rule.of == "none" or _over(session, clock.now()):
        return None
    of_series = rule.of == "series"
    return Standing("waiting", _later(of_series), of_series=of_series)


def of_whole(whole: SeriesRegistration) -> tuple[Standing, Registration | None] | None:
    """How somebody who comes to a whole series stands with the attestation of it, and the place that leads to it.

    None where attestations are for each session.
    """
    before = before_the_end_of(whole.series)
    if before is None:
        return None
    scope = scope_of_series(whole.series)
    following = [session.id for session in scope.sessions if attestation_rules.of_session(session).of == "series"]
    places = select(Registration).where(
        Registration.participant_id == whole.participant_id, Registration.training_session_id.in_(following),
        Registration.state.in_(SEATED),
    )  # fmt: skip
    place = db.session.scalars(places.order_by(Registration.id.desc()).limit(1)).first()
    return (of_person(scope, whole.participant_id) if place else before), place


def before_the_end_of(series: Series) -> Standing | None:
    """What anybody who comes to a whole series that is to come reads of it."""
    if attestation_rules.of_series(series).of != "series":
        return None
    return Standing("waiting", _later(True), of_series=True)


def of_person(scope: Scope, participant_id: int) -> Standing:
    """How somebody stands with the attestation of a session or a series."""
    last = latest(scope, [participant_id]).get(participant_id)
    return judge(scope, last, lambda: time_spent.in_sessions(scope.ids, participant_id).get(participant_id, NOTHING))


def judge(scope: Scope, last: Attestation | None, spent: Callable[[], Spent]) -> Standing:
    """How somebody stands whose last attestation for this is `last`; `spent`, asked only if it matters: what they
    attended of it.
    """
    if last is not None:
        return issued(scope, last)
    why = closed_to_all(scope, clock.now())
    if why is not None:
        return Standing("none" if scope.rule.of == "none" else "waiting", why, of_series=scope.series is not None)
    return _earned(scope, spent())


def latest(scope: Scope, participants: Sequence[int] | None = None) -> Mapping[int, Attestation]:
    """The last attestation of each of these people (None: of everybody) for this, by participant."""
    mine = select(Attestation).where(scope.mine(), Attestation.participant_id.is_not(None)).order_by(Attestation.id)
    if participants is not None:
        mine = mine.where(Attestation.participant_id.in_(participants))
    return {one.participant_id: one for one in db.session.scalars(mine) if one.participant_id is not None}


def closed_to_all(scope: Scope, now: datetime) -> str | None:
    """Why nobody can have one yet, in a sentence; None when it is a question of who came."""
    of_series = scope.series is not None
    if scope.rule.of == "none":
        return gettext("Il n'y a pas d'attestation pour cette rencontre.")
    if scope.rule.of == "series" and not of_series:
        return gettext("L'attestation est pour toute la série.")
    if not scope.sessions or not all(_over(session, now) for session in scope.sessions):
        return _later(of_series)
    if any(session.attendance_closed_at is None for session in scope.sessions):
        return gettext("La coordination n'a pas encore terminé la liste des présences.")
    return None


def short_of(rule: Rule, spent: Spent) -> str | None:
    """What somebody lacks to have earned one, in a sentence; None when they have."""
    if not spent.parts:
        return gettext("On n'a pas noté votre présence. Vous y étiez?")
    least = attestation_rules.least(rule)
    if rule.count == "meetings" and len(spent.parts) < rule.least:
        return gettext("Il faut au moins %(least)s; on en a noté %(n)s pour vous.", least=least, n=len(spent.parts))
    if rule.count == "hours" and spent.minutes < rule.least_minutes:
        if spent.unknown:
            return gettext("La durée de votre présence reste à noter.")
        came = dates.duration(spent.minutes)
        return gettext("Il faut au moins %(least)s; on a noté %(came)s de présence.", least=least, came=came)
    return None


def _under_another_rule(session: TrainingSession, scope: Scope) -> Scope | None:
    """The whole series of a session that has its own, or the session alone."""
    if scope.series is not None:
        return scope_of_alone(session)
    return scope_of_series(session.series) if session.series is not None else None


def issued(scope: Scope, last: Attestation) -> Standing:
    """What is said of an attestation that was given, whether it still holds or was taken back."""
    of_series = scope.series is not None
    if last.ended_at is None:
        return Standing("issued", gettext("Numéro %(code)s.", code=last.code), last.code, of_series)
    said = gettext("La coordination a retiré cette attestation. Raison : %(reason)s", reason=last.reason)
    return Standing("revoked", said, last.code, of_series, late=True)


def _earned(scope: Scope, spent: Spent) -> Standing:
    of_series, why = scope.series is not None, short_of(scope.rule, spent)
    if why is None:
        return Standing("ready", gettext("Votre présence est notée."), of_series=of_series)
    return Standing("waiting", why, of_series=of_series, late=True)


def _over(session: TrainingSession, now: datetime) -> bool:
    """Only what has dates ends."""
    return session.ends_at is not None and session.ends_at <= now


def _later(of_series: bool) -> str:
    if of_series:
        return gettext("Elle sera sur cette page après la dernière rencontre de la série.")
    return gettext("Elle sera sur cette page après la rencontre.")
