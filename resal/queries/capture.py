"""What was written down of sessions, for the team: takeaways in any state, next steps, one of each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Select, func, select

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext, lazy
from resal.models import (
    Facilitation,
    Facilitator,
    Localized,
    NextStep,
    Organization,
    Takeaway,
    TrainingSession,
)
from resal.queries import actors, cautions, words
from resal.queries.paging import Filter, Pages, offset, pages
from resal.queries.readings import shown

PAGE = 30
STATES = {"raw": lazy("À relire"), "reviewed": lazy("Relu"), "published": lazy("Publié")}
PILLS = {"raw": "soon", "published": "ok"}
STEP_PILLS = {"done": "ok", "dropped": "off", "under way": "soon"}
# what the address says: (words of the filter, state it keeps)
FILTERS: dict[str, tuple[str, str]] = {
    "": (lazy("À relire"), "raw"),
    "relus": (lazy("Relus"), "reviewed"),
    "publies": (lazy("Publiés"), "published"),
}
STEPS = "suites"
OPEN = ("proposed", "agreed", "under way")


@dataclass(frozen=True)
class Kept:
    """A takeaway; `cautions` are what to look at before it is published, in words."""

    id: int
    kind: str
    kind_label: str
    title: str
    text: str
    text_lang: str | None
    state: str
    pill: str | None
    state_text: str
    cautions: tuple[str, ...]
    session_title: str
    session_id: int


@dataclass(frozen=True)
class Step:
    """A next step; `line` says who, until when."""

    id: int
    text: str
    text_lang: str | None
    line: str
    overdue: bool
    state_text: str
    pill: str | None
    session_title: str
    session_id: int


@dataclass(frozen=True)
class Capture:
    """What a session has left so far, the latest first; `ready` could be published as they are."""

    takeaways: tuple[Kept, ...]
    steps: tuple[Step, ...]
    ready: int


@dataclass(frozen=True)
class Review:
    """A page of the list across sessions: takeaways, or next steps."""

    takeaways: tuple[Kept, ...]
    steps: tuple[Step, ...]
    filters: tuple[Filter, ...]
    pages: Pages


@dataclass(frozen=True)
class Change:
    """A line of the history of a next step."""

    moment: str
    state_text: str
    who: str
    reason: str


def of_session(session: TrainingSession) -> Capture:
    """What the page of capture shows under its box."""
    kept = _kept(_takeaways().where(Takeaway.training_session_id == session.id).order_by(Takeaway.position.desc()))
    steps = _steps(_next_steps().where(NextStep.training_session_id == session.id).order_by(NextStep.position.desc()))
    ready = [row for row in kept if row.state != "published" and not row.cautions]
    return Capture(kept, steps, len(ready))


def publishable(session: TrainingSession) -> list[Takeaway]:
    """The takeaways of a session that are not public yet and hold nothing to look at twice."""
    waiting = (Takeaway.training_session_id == session.id, Takeaway.state != "published")
    rows = db.session.execute(_takeaways().where(*waiting).order_by(Takeaway.position)).all()
    known = _known(row.session_id for row in rows)
    ids = [row.id for row in rows if not _cautions(row, known)]
    return list(db.session.scalars(select(Takeaway).where(Takeaway.id.in_(ids)).order_by(Takeaway.position)))


def recorded(session: TrainingSession, text: str, kind: str) -> bool:
    """Whether the last thing written down of this session is this one: a form sent twice."""
    model, said = (NextStep, NextStep.text) if kind == "next-step" else (Takeaway, Takeaway.text)
    last = select(said).where(model.training_session_id == session.id).order_by(model.id.desc()).limit(1)
    found: Localized | None = db.session.scalar(last)
    return found is not None and text in [found.in_language(language) for language in found.languages()]


def of_takeaway(takeaway: Takeaway) -> Kept:
    """One takeaway, with what to look at before it is published."""
    [row] = _kept(_takeaways().where(Takeaway.id == takeaway.id))
    return row


def review(code: str, number: int) -> Review:
    """A page of what is to review, was reviewed or is public; or of the next steps, open ones first."""
    counts, of_steps = _counts(), code == STEPS
    wanted = _takeaways().where(Takeaway.state == FILTERS[code][1]) if not of_steps else None
    kept = _kept(_at(wanted, number, Takeaway.id.desc())) if wanted is not None else ()
    steps = _steps(_at(_next_steps(), number, *_most_pressing())) if of_steps else ()
    total = counts[STEPS if of_steps else FILTERS[code][1]]
    return Review(kept, steps, _filters(counts, code), pages(total, PAGE, number, partial(_href, code)))


def history(step: NextStep, zone: str) -> tuple[Change, ...]:
    """What happened to a next step; `zone`, the team's own, tells the hours."""
    who = actors.said(change.actor for change in step.history)
    return tuple(
        Change(
            dates.moment_short(change.at, zone), words.word(words.STEP_STATES, change.after), who[change.actor],
            change.reason,
        )
        for change in step.history
    )  # fmt: skip


def owner(step: NextStep) -> str:
    """Who does it: an organization, a facilitator, or the name that was typed."""
    if step.owner_organization:
        return shown(step.owner_organization.name).text
    return step.owner_facilitator.name if step.owner_facilitator else step.owner_name


def facilitator_named(name: str) -> int | None:
    """The id of the facilitator with exactly this name."""
    return db.session.scalar(select(Facilitator.id).where(Facilitator.name == name).order_by(Facilitator.id).limit(1))


def _takeaways() -> Select[*tuple[Any, ...]]:
    return select(
        Takeaway.id, Takeaway.kind, Takeaway.title, Takeaway.text, Takeaway.state,
        TrainingSession.title.label("session_title"), TrainingSession.id.label("session_id"),
    ).join(Takeaway.training_session)  # fmt: skip


def _kept(query: Select[*tuple[Any, ...]]) -> tuple[Kept, ...]:
    rows = db.session.execute(query).all()
    known = _known(row.session_id for row in rows)
    return tuple(_row(row, known) for row in rows)


def _row(row: Any, known: dict[int, list[str]]) -> Kept:
    text = shown(row.text)
    found = () if row.state == "published" else _cautions(row, known)
    return Kept(
        row.id, row.kind, words.word(words.TAKEAWAY_KINDS, row.kind), shown(row.title).text, text.text, text.lang,
        row.state, PILLS.get(row.state), gettext(STATES[row.state]), found, shown(row.session_title).text,
        row.session_id,
    )  # fmt: skip


def _cautions(row: Any, known: dict[int, list[str]]) -> tuple[str, ...]:
    written = [value.in_language(language) for value in (row.text, row.title) for language in value.languages()]
    found = [words_ for text in written for words_ in cautions.of_text(text, known.get(row.session_id, ()))]
    return tuple(gettext(words_) for words_ in dict.fromkeys(found))


def _known(session_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names that are public already, of those who led each session."""
    wanted = set(session_ids)
    led = select(Facilitation.training_session_id, Facilitator.name).join(Facilitation.facilitator)
    names: dict[int, list[str]] = {}
    for id_, name in db.session.execute(led.where(Facilitation.training_session_id.in_(wanted))) if wanted else ():
        names.setdefault(id_, []).append(name)
    return names


def _next_steps() -> Select[*tuple[Any, ...]]:
    return (
        select(
            NextStep, TrainingSession.title.label("session_title"), TrainingSession.id.label("session_id"),
            TrainingSession.timezone, Organization.name.label("body"), Facilitator.name.label("facilitator"),
        )
        .join(NextStep.training_session)
        .outerjoin(NextStep.owner_organization)
        .outerjoin(NextStep.owner_facilitator)
    )  # fmt: skip


def _steps(query: Select[*tuple[Any, ...]]) -> tuple[Step, ...]:
    return tuple(_step(row) for row in db.session.execute(query))


def _step(row: Any) -> Step:
    step, text = row.NextStep, shown(row.NextStep.text)
    who = shown(row.body).text or row.facilitator or step.owner_name
    due = gettext("pour le %(day)s", day=dates.day_medium(step.due_on)) if step.due_on else ""
    return Step(
        step.id, text.text, text.lang, " · ".join(part for part in (who, due) if part),
        step.overdue(clock.now(), clock.today(row.timezone)), words.word(words.STEP_STATES, step.state),
        STEP_PILLS.get(step.state), shown(row.session_title).text, row.session_id,
    )  # fmt: skip


def _most_pressing() -> tuple[Any, ...]:
    return (NextStep.state.not_in(OPEN), NextStep.due_on.is_(None), NextStep.due_on, NextStep.id.desc())


def _at(query: Select[*tuple[Any, ...]], number: int, *order: Any) -> Select[*tuple[Any, ...]]:
    return query.order_by(*order).offset(offset(number, PAGE)).limit(PAGE)


def _counts() -> Counter[str]:
    counted = select(Takeaway.state, func.count().label("number")).group_by(Takeaway.state)
    counts = Counter({row.state: row.number for row in db.session.execute(counted)})
    counts[STEPS] = db.session.scalar(select(func.count()).select_from(NextStep)) or 0
    return counts


def _filters(counts: Counter[str], code: str) -> tuple[Filter, ...]:
    states: Sequence[tuple[str, str, str]] = [
        *((name, text, state) for name, (text, state) in FILTERS.items()),
        (STEPS, lazy("Suites"), STEPS),
    ]
    return tuple(Filter(gettext(text), _href(name), counts[state], name == code) for name, text, state in states)


def _href(code: str, number: int = 1) -> str:
    asked = {"etat": code, "page": number if number > 1 else ""}
    return path("coordination.takeaways", current(), query=asked)
