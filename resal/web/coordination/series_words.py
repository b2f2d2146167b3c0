"""What a change to several sessions would do to each, in words, before anything is done."""

from collections.abc import Iterator
from typing import NamedTuple

from resal.actions.scheduling import MovePlan, SeriesChange, Step, left_alone
from resal.language import current, gettext
from resal.models import Facilitator, TrainingSession
from resal.queries import occasions
from resal.queries.readings import shown
from resal.queries.words import POLICIES, word
from resal.web import doors
from resal.web.coordination import previewing


class Difference(NamedTuple):
    """One thing that changes; `told`: people who have a place hear of it."""

    label: str
    before: str
    after: str
    told: bool = False


class SessionLook(NamedTuple):
    """One session of the preview; `reason`: why it stays as it is, `blocks` when that stops everything."""

    id: int
    title: str
    title_lang: str | None
    when: str
    draft: bool
    reason: str
    blocks: bool
    differences: list[Difference]

    @property
    def told(self) -> bool:
        return any(one.told for one in self.differences)


def changed(steps: list[Step], change: SeriesChange) -> list[SessionLook]:
    return [
        _look(step.session, step.reason, step.blocks, list(_differences(step, change)) if step.acts else [])
        for step in steps
    ]


def cancelled(rows: list[TrainingSession]) -> list[SessionLook]:
    off = Difference(gettext("État"), gettext("Publiée"), gettext("Annulée"), told=True)
    draft = Difference(gettext("État"), gettext("Brouillon"), gettext("Annulée"))
    return [
        _look(row, reason, False, [] if reason else [off if row.published else draft])
        for row, reason in ((row, left_alone(row)) for row in rows)
    ]


def _look(session: TrainingSession, reason: str, blocks: bool, differences: list[Difference]) -> SessionLook:
    title = shown(session.title)
    return SessionLook(
        session.id, title.text, title.lang, occasions.first_moment(session), not session.published, reason, blocks,
        differences,
    )  # fmt: skip


def _differences(step: Step, change: SeriesChange) -> Iterator[Difference]:
    """Only what is really different in this session."""
    every = [*_told_of(step, change), *_seats(step.session, change), *_others(step.session, change)]
    return (one for one in every if one.before != one.after)


def _told_of(step: Step, change: SeriesChange) -> Iterator[Difference]:
    """When and where, which letters tell."""
    session = step.session
    before = previewing.now(session)
    to = MovePlan(step.plans, change.venue_of(session), change.link_of(session), session.mode)
    after = previewing.moved(session, to)
    yield Difference(gettext("Quand"), "\n".join(before.when), "\n".join(after.when), told=True)
    yield Difference(gettext("Où"), ", ".join(before.where), ", ".join(after.where), told=True)
    yield Difference(gettext("Lien"), session.link, change.link_of(session), told=True)


def _seats(session: TrainingSession, change: SeriesChange) -> Iterator[Difference]:
    capacity, policy = change.capacity or session.capacity, change.registration or session.registration
    yield Difference(gettext("Places"), _number(session.capacity), _number(capacity))
    if session.mode == "hybrid":
        online = change.capacity_online or session.capacity_online
        yield Difference(gettext("Places en ligne"), _number(session.capacity_online), _number(online))
    yield Difference(gettext("Inscription"), word(POLICIES, session.registration), word(POLICIES, policy))


def _others(session: TrainingSession, change: SeriesChange) -> Iterator[Difference]:
    """Who leads, and the instructions."""
    led = _names(led.facilitator.name for led in session.facilitations)
    yield Difference(gettext("Animation"), led, "" if "leaders" in change.emptied else _leaders(change) or led)
    for language, label in (("fr", gettext("Consignes")), ("en", gettext("Consignes en anglais"))):
        after = change.instructions_of(session).get(language) or ""
        yield Difference(label, session.instructions.in_language(language), after)


def _leaders(change: SeriesChange) -> str:
    return _names(doors.row(Facilitator, id_).name for id_, _role in change.leaders)


def _names(names: Iterator[str]) -> str:
    return ", ".join(names)


def _number(seats: int | None) -> str:
    return gettext("sans limite", current()) if seats is None else str(seats)
