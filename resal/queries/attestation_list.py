"""The attestations of a session or a series as the team sees them: who has one, who could, who lacks what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext, lazy, ngettext
from resal.language.typography import fold
from resal.models import Attestation, Participant, Registration
from resal.models.registration import SEATED
from resal.queries import attestation_rules, attestations, time_spent
from resal.queries.attestations import NOTHING, Scope
from resal.queries.paging import Pages, offset, pages
from resal.queries.readings import shown
from resal.queries.time_spent import Spent

PAGE = 100
STATES = {"valid": lazy("Délivrée"), "revoked": lazy("Retirée"), "replaced": lazy("Remplacée")}
PILLS = {"valid": "ok", "revoked": "off", "replaced": None}


@dataclass(frozen=True)
class Line:
    """Somebody with a seat, or with an attestation. `id` and `code`: of the attestation, if there is one."""

    name: str
    time: str
    pill: str | None
    state_text: str
    id: int | None = None
    code: str = ""


@dataclass(frozen=True)
class AttestationList:
    """A page of them. `why`: why nobody can have one yet; `due`: how many earned one and have none."""

    lines: tuple[Line, ...]
    pages: Pages
    rule: str
    why: str
    issued: int
    due: int


@dataclass(frozen=True)
class SeriesLink:
    """The series whose page holds the attestations of a session that follows its rule."""

    title: str
    href: str


def of_scope(scope: Scope, number: int, page: str, id_: int) -> AttestationList:
    """A page of the list, from 1; `page` and `id_`: whose address the pages beside it have."""
    why = attestations.closed_to_all(scope, clock.now()) or ""
    people, spent = _people(scope), time_spent.in_sessions(scope.ids)
    last = attestations.latest(scope)
    due = {person for person, came in spent.items() if person not in last and not _lacks(scope, came)}
    everybody = sorted(
        [*_lines(people, spent, last, due, bool(why)), *_of_nobody(scope)],
        key=lambda line: (fold(line.name), line.id or 0),
    )
    start = offset(number, PAGE)
    return AttestationList(
        tuple(everybody[start : start + PAGE]), pages(len(everybody), PAGE, number, partial(_href, page, id_)),
        attestation_rules.said(scope.rule), why, sum(line.pill == "ok" for line in everybody), 0 if why else len(due),
    )  # fmt: skip


def valid(scope: Scope) -> list[Attestation]:
    """Those that hold, in the order of names."""
    held = db.session.scalars(select(Attestation).where(scope.mine(), Attestation.ended_at.is_(None)))
    return sorted(held, key=lambda one: (fold(one.name), one.id))


def series_of(scope: Scope) -> SeriesLink | None:
    """The series, when the attestation is for all of it."""
    session = scope.session
    if session is None or session.series is None or scope.rule.of != "series":
        return None
    return SeriesLink(
        shown(session.series.title).text, path("coordination.series_attestations", current(), id=session.series.id)
    )


def _people(scope: Scope) -> Mapping[int, str]:
    """The names of those with a seat, by id."""
    seated = (
        select(Participant.id, Participant.name)
        .join(Registration, Registration.participant_id == Participant.id)
        .where(Registration.training_session_id.in_(scope.ids), Registration.state.in_(SEATED))
        .distinct()
    )
    return dict(db.session.execute(seated).all())


def _lines(
    people: Mapping[int, str], spent: Mapping[int, Spent], last: Mapping[int, Attestation], due: set[int], closed: bool
) -> Iterator[Line]:
    for id_ in {**people, **last}:
        attestation, time = last.get(id_), _time(spent.get(id_, NOTHING))
        name = people.get(id_, "") or gettext("Nom effacé")
        if attestation is not None:
            differs = id_ in people and _says_otherwise(attestation, spent.get(id_, NOTHING))
            yield _attested(attestation, time, differs)
        elif id_ in due and not closed:
            yield Line(name, time, "soon", gettext("À délivrer"))
        else:
            yield Line(name, time, None, "" if closed else gettext("Ne suffit pas"))


def _of_nobody(scope: Scope) -> Iterator[Line]:
    """Those of people whose row is gone, the last of each: what was replaced has another line."""
    orphans = select(Attestation).where(
        scope.mine(), Attestation.participant_id.is_(None), Attestation.replaced_by_id.is_(None)
    )
    return (_attested(one, "") for one in db.session.scalars(orphans))


def _attested(one: Attestation, time: str, differs: bool = False) -> Line:
    said = gettext("Délivrée, à revoir : les présences ont changé") if differs else gettext(STATES[one.state])
    return Line(one.name, time, PILLS[one.state], said, one.id, one.code)


def _says_otherwise(one: Attestation, spent: Spent) -> bool:
    """Whether one that holds tells other dates, or another time, than what is noted now."""
    noted = sorted({part.day.isoformat() for part in spent.parts}), None if spent.unknown else spent.minutes
    return one.state == "valid" and noted != (one.facts["days"], one.facts["minutes"])


def _lacks(scope: Scope, spent: Spent) -> bool:
    return attestations.short_of(scope.rule, spent) is not None


def _time(spent: Spent) -> str:
    """« 2 dates, 5 h », « 1 date, durée à noter »."""
    if not spent.parts:
        return gettext("Aucune présence")
    came = ngettext("%(n)s date", "%(n)s dates", len(spent.parts))
    known = dates.duration(spent.minutes) if spent.minutes else ""
    missing = gettext("durée à noter") if spent.unknown else ""
    return ", ".join(part for part in (came, known, missing) if part)


def _href(page: str, id_: int, number: int) -> str:
    return path(page, current(), query={"page": number if number > 1 else ""}, id=id_)
