"""The agenda of a session: its lines, by day and in parallel tracks, written in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from typing import Any

from sqlalchemy import select

from resal import clock, tokens
from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.revising import revise
from resal.actions.scheduling import publications
from resal.actions.scheduling.dates import refuse_strange_hour
from resal.actions.scheduling.drafting import refuse_older
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.language.typography import fold
from resal.models import AgendaItem, Facilitator, Meeting, Organization, TrainingSession, localized
from resal.models.meeting import AGENDA_ROLES, PARTS, SPEAKER
from resal.queries.agenda import items
from resal.queries.agenda_remarks import inverted
from resal.queries.directory_names import ORGANIZATION, PERSON

MOST_LINES = 200
LONGEST_TITLE = 500
LONGEST_TRACK = 200
AS_TEXT = "text"


@dataclass(frozen=True)
class LinePlan:
    """One line as somebody wrote it. `id`: the line it was; `meeting_id`: None is the whole session.

    `leaders`: facilitator id and role. `others`: what is written of names the directory does not
    have, and the role and name of each; `others_are`: text of the line, or a person or an
    organization to add to the directory.
    """

    text: dict[str, str]
    id: int | None = None
    meeting_id: int | None = None
    part: str | None = None
    start: time | None = None
    end: time | None = None
    track: str = ""
    leaders: Sequence[tuple[int, str]] = ()
    organization_ids: Sequence[int] = ()
    others: Sequence[tuple[str, str | None, str]] = ()
    others_are: str = AS_TEXT

    @property
    def said(self) -> dict[str, str]:
        """The text by language; names that stay out of the directory follow it, in parentheses."""
        names = _in_text(self.others) if self.others_are == AS_TEXT else ""
        texts = {code: text.strip() for code, text in self.text.items()}
        return {code: f"{text} ({names})" if names and text else text for code, text in texts.items()}


def _in_text(others: Iterable[tuple[str, str | None, str]]) -> str:
    """« Panel : Ana, Léa; Inès »: a role before the names that share it, as it was pasted."""
    groups = [[*group] for _role, group in groupby(others, key=lambda one: one[1])]
    return "; ".join(", ".join([group[0][0], *(name for *_, name in group[1:])]) for group in groups)


@transaction
def write_agenda(session: TrainingSession, lines: Sequence[LinePlan], revision: int, actor: Actor) -> TrainingSession:
    """Let the agenda be these lines, in this order; those that were there keep who they are.

    Raises `Refusal` for what makes no sense, or for an older form (trust, K10).
    """
    hold(session)
    refuse_older(session, revision)
    if len(lines) > MOST_LINES:
        raise Refusal(lazy("Un déroulement a 200 lignes au plus."))
    days = {meeting.id: meeting for meeting in session.live_meetings}
    for line in lines:
        check(line, days, session.timezone)
    publications.keep_what_was_shown(session, actor)
    _write(session, lines, _Directory(lines, actor))
    session.revision += 1
    revise([session])
    note(actor, "session.agenda", session)
    return session


def check(line: LinePlan, days: dict[int, Meeting], zone: str) -> None:
    """Raises `Refusal` for a line that nobody could follow, or that would not fit."""
    texts = line.said.values()
    if not any(texts):
        raise Refusal(lazy("Donnez un titre à cette ligne."), field="text_fr")
    if any(len(text) > LONGEST_TITLE for text in texts):
        raise Refusal(lazy("Raccourcissez : 500 caractères au plus."), field="text_fr")
    if len(line.track) > LONGEST_TRACK:
        raise Refusal(lazy("Raccourcissez : 200 caractères au plus"), field="track")
    if line.part not in (None, *PARTS) or any(role not in AGENDA_ROLES for _, role in line.leaders):
        raise Refusal(lazy("Choisissez dans la liste"), field="part")
    if line.meeting_id is not None and line.meeting_id not in days:
        raise Refusal(lazy("La rencontre n'a pas lieu ce jour-là."), field="day")
    _check_hours(line, days, zone)


def _check_hours(line: LinePlan, days: dict[int, Meeting], zone: str) -> None:
    if line.end is not None and line.start is None:
        raise Refusal(lazy("Indiquez aussi l'heure de début."), field="start")
    if line.start is not None and line.end is not None and inverted(line.start, line.end):
        raise Refusal(lazy("L'heure de fin doit suivre l'heure de début."), field="end")
    by_night = line.start is not None and line.end is not None and line.end <= line.start
    meeting = days.get(line.meeting_id or 0)
    for name, hour in (("start", line.start), ("end", line.end)):
        if meeting and not (name == "end" and by_night):
            refuse_strange_hour(meeting.date, hour, zone, name)


class _Directory:
    """The people and organizations that lines name, and those that they add, each once."""

    def __init__(self, lines: Iterable[LinePlan], actor: Actor) -> None:
        lines = list(lines)
        self.actor = actor
        self.people = _by_id(Facilitator, {id_ for line in lines for id_, _ in line.leaders})
        self.bodies = _by_id(Organization, {id_ for line in lines for id_ in line.organization_ids})
        self._added: dict[tuple[str, str], Any] = {}

    def leaders(self, line: LinePlan) -> dict[Facilitator, str | None]:
        """Who leads a line, by role; somebody who left the directory meanwhile is left out."""
        roles: dict[Facilitator, str | None] = {
            self.people[id_]: role for id_, role in line.leaders if id_ in self.people
        }
        if line.others_are == PERSON:
            roles |= {self._new(PERSON, name): role or SPEAKER for _, role, name in line.others}
        return roles

    def organizations(self, line: LinePlan) -> list[Organization]:
        found = [self.bodies[id_] for id_ in line.organization_ids if id_ in self.bodies]
        added = [self._new(ORGANIZATION, name) for _, _, name in line.others] if line.others_are == ORGANIZATION else []
        return list(dict.fromkeys([*found, *added]))

    def _new(self, kind: str, name: str) -> Any:
        key = (kind, fold(name))
        if key not in self._added:
            row = _person(name) if kind == PERSON else _organization(name)
            db.session.add(row)
            note(self.actor, "facilitator.saved" if kind == PERSON else "organization.saved", row)
            self._added[key] = row
        return self._added[key]


def _write(session: TrainingSession, lines: Sequence[LinePlan], directory: _Directory) -> None:
    before = {item.id: item for item in items(session)}
    kept = []
    for position, line in enumerate(lines):
        item = before.pop(line.id or 0, None) or AgendaItem()
        item.position, item.meeting_id, item.part = position, line.meeting_id, line.part
        item.start_time, item.end_time, item.track = line.start, line.end, line.track
        others = {code: item.text[code] for code in item.text.languages() if code not in line.text}
        item.text = localized({**others, **line.said}, item.text)
        item.lead(directory.leaders(line))
        item.organizations = directory.organizations(line)
        kept.append(item)
    session.agenda = kept


def _by_id(model: Any, ids: set[int]) -> dict[int, Any]:
    return {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(ids)))} if ids else {}


def _person(name: str) -> Facilitator:
    return Facilitator(name=name, nonce=tokens.new_nonce())


def _organization(name: str) -> Organization:
    return Organization(name=localized({"fr": name}), created_at=clock.now())
