"""The attestations of one person, for all their places at once: as their own pages say it, in two statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from resal.db import db
from resal.models import Attestation, Registration, Series, TrainingSession
from resal.models.registration import SEATED
from resal.queries import attestation_rules, attestations
from resal.queries.attestations import Scope, Standing
from resal.queries.time_spent import Part, Recorded, Spent


@dataclass(frozen=True)
class _Known:
    """All that was given to this person, what they attended by session, and the sessions of their series."""

    given: Mapping[tuple[str, int], Attestation]
    attended: Mapping[int, Sequence[Part]]
    sessions: Mapping[int, Sequence[TrainingSession]]

    def standing(self, scope: Scope) -> Standing:
        return attestations.judge(scope, self.given.get(_key(scope)), lambda: self._spent(scope))

    def holds(self, scope: Scope) -> bool:
        held = self.given.get(_key(scope))
        return held is not None and held.ended_at is None

    def of_series(self, series: Series) -> Scope:
        sessions = tuple(self.sessions.get(series.id, ()))
        return Scope(attestation_rules.of_series(series), None, series, sessions)

    def _spent(self, scope: Scope) -> Spent:
        return Spent(tuple(part for id_ in scope.ids for part in self.attended.get(id_, ())))


def of_places(places: Iterable[Registration], recorded: Sequence[Recorded]) -> dict[int, Standing]:
    """How somebody stands with the attestation of each of these places that are over, by registration.

    `recorded`: all that the door wrote down of them. Says the same as `attestations.of_registration`.
    """
    seated = [place for place in places if place.state in SEATED and not place.training_session.cancelled]
    if not seated:
        return {}
    known = _known(seated, recorded)
    return {place.id: _standing(place.training_session, known) for place in seated}


def _standing(session: TrainingSession, known: _Known) -> Standing:
    before = attestations.before_the_end(session)
    if before is not None:
        return before
    alone = attestations.scope_of_alone(session)
    whole = known.of_series(session.series) if session.series is not None else None
    own, other = (whole, alone) if whole is not None and alone.rule.of == "series" else (alone, whole)
    standing = known.standing(own)
    if other is not None and standing.state not in ("issued", "ready") and known.holds(other):
        return known.standing(other)
    return standing


def _known(seated: Sequence[Registration], recorded: Sequence[Recorded]) -> _Known:
    mine = select(Attestation).where(Attestation.participant_id == seated[0].participant_id).order_by(Attestation.id)
    given = {_subject(one): one for one in db.session.scalars(mine)}
    attended: dict[int, list[Part]] = defaultdict(list)
    for line in recorded:
        if line.attended:
            attended[line.part.session_id].append(line.part)
    return _Known(given, attended, _of_series(seated))


def _of_series(seated: Sequence[Registration]) -> Mapping[int, Sequence[TrainingSession]]:
    """The sessions that take, or took, place in each series whose attestation is one for all of them."""
    rules = {place.training_session.series_id: attestation_rules.of_session(place.training_session) for place in seated}
    wanted = [id_ for id_, rule in rules.items() if id_ is not None and rule.of == "series"]
    found: dict[int, list[TrainingSession]] = defaultdict(list)
    for session in db.session.scalars(attestations.held_in(wanted)) if wanted else ():
        found[session.series_id or 0].append(session)
    return found


def _key(scope: Scope) -> tuple[str, int]:
    if scope.series is not None:
        return "series", scope.series.id
    return "session", scope.session.id if scope.session else 0


def _subject(one: Attestation) -> tuple[str, int]:
    return ("series", one.series_id) if one.series_id is not None else ("session", one.training_session_id or 0)
