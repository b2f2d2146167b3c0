"""The programme in the form of a programme file: what `resal import programme` reads.

Importing a file and exporting gives it back, with these liberties: what is nothing (null, an
empty text or list) is left out, except the date of a session that has none; keys that name
several things (themes, funders, led_by…) come in no particular order; days in a row with the
same hours come as `date` and `end_date`; what the form cannot say is left out rather than made
public (takeaways not published, private next steps, documents for some only); invented examples
too, unless something real rests on them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from resal.models import (
    AgendaItem,
    Facilitation,
    Facilitator,
    FollowUp,
    Localized,
    Meeting,
    Network,
    NextStep,
    Organization,
    Resource,
    Series,
    Takeaway,
    Theme,
    TrainingSession,
    Venue,
)

Json = dict[str, Any]
Keyed = Theme | Organization | Venue | Facilitator | Series | TrainingSession
K = TypeVar("K", Theme, Organization, Venue, Facilitator, Series, TrainingSession)

UNTAGGED = "und"
"""A text whose language the file does not say (ISO 639-2, "undetermined")."""


def export_programme(session: Session) -> Json:
    """The file as JSON values. For the team: it holds drafts, and the links of online sessions."""
    return _Export(session).file()


class _Export:
    """One export; `used` are the rows that something exported names."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.used: set[Keyed] = set()
        self.network = session.scalars(select(Network).order_by(Network.id).limit(1)).first()

    def file(self) -> Json:
        """What names others is made first, so that `used` is known when theirs turn comes."""
        sessions = [row for row in self._all(TrainingSession) if not row.example]
        events = [self._event(row) for row in sessions]
        series = [self._series(row) for row in self._kept(Series)]
        people = [self._person(row) for row in self._kept(Facilitator)]
        bodies = [row for row in self._kept(Organization) if row.merged_into_id is None]
        organizations = [self._organization(row) for row in _with_parents(bodies)]
        return _filled(
            about=self.network.about if self.network else "",
            network=_network(self.network) if self.network else {},
            themes=[_theme(row) for row in self._all(Theme)],
            organizations=organizations,
            venues=[_venue(row) for row in self._kept(Venue)],
            people=people,
            series=series,
            events=events,
        )

    def _all(self, model: type[K]) -> Sequence[K]:
        return self.session.scalars(select(model).order_by(model.id)).all()

    def _kept(self, model: Any) -> list[Any]:
        return [row for row in self._all(model) if not row.example or row in self.used]

    def _name(self, row: Keyed | None) -> str | None:
        """The key by which to name this row."""
        if row is None:
            return None
        self.used.add(row)
        return row.key

    def _names(self, rows: Iterable[Keyed]) -> list[str]:
        return [name for row in rows if (name := self._name(row))]

    def _tie(self, other: TrainingSession | None) -> str | None:
        return None if other is None or other.example else other.key

    def _organization(self, row: Organization) -> Json:
        return _filled(
            key=row.key, **_words("name", row.name), acronym=row.acronym, kind=row.kind,
            parent=self._name(row.parent), city=row.city, website=row.website,
            territories=row.territories, hidden=row.hidden or None,
        )  # fmt: skip

    def _person(self, row: Facilitator) -> Json:
        roles = [_filled(org=self._name(role.organization), **_words("title", role.title)) for role in row.roles]
        return _filled(key=row.key, name=row.name, **_words("bio", row.bio), roles=roles)

    def _series(self, row: Series) -> Json:
        return _filled(
            key=row.key, **_words("title", row.title), **_words("summary", row.summary),
            funders=self._names(row.funders), themes=self._names(row.themes),
        )  # fmt: skip

    def _event(self, row: TrainingSession) -> Json:
        return _filled(
            key=row.key, series=self._name(row.series), number_in_series=row.number_in_series,
            kind=row.kind, mode=row.mode, **_session_words(row), themes=self._names(row.themes),
            languages=row.languages, timezone=self._zone(row), venue=self._name(row.venue),
            city=row.city, link=row.link, external_url=row.external_url,
            **_seats(row), **_status(row), edition=row.edition_number,
            edition_of=self._tie(row.first_edition), follows=self._tie(row.follows),
            organizers=self._names(row.organizers), funders=self._names(row.funders),
            facilitators=self._facilitators(row.facilitations), **self._left_behind(row),
            agenda=[self._agenda_line(item) for item in row.agenda],
        ) | self._dates(row.live_meetings)  # fmt: skip

    def _zone(self, row: TrainingSession) -> str | None:
        return None if self.network and self.network.timezone == row.timezone else row.timezone

    def _dates(self, meetings: list[Meeting]) -> Json:
        if not meetings:
            return {"date": None}
        apart = any(part.title or part.venue or part.link or _abroad(part) for part in meetings)
        if apart or not _in_a_row(meetings):
            return {"meetings": [self._meeting(part) for part in meetings]}
        last = meetings[-1].date.isoformat() if len(meetings) > 1 else None
        return _filled(date=meetings[0].date.isoformat(), end_date=last, **_hours(meetings[0]))

    def _meeting(self, part: Meeting) -> Json:
        return _filled(
            **_when(part), **_words("title", part.title),
            venue=self._name(part.venue), link=part.link,
        )  # fmt: skip

    def _facilitators(self, rows: list[Facilitation]) -> list[str | Json]:
        whole = [(self._name(row.facilitator), row.role) for row in rows if row.meeting_id is None]
        return [key if role == "facilitator" else {"person": key, "role": role} for key, role in whole if key]

    def _agenda_line(self, item: AgendaItem) -> Json:
        return _filled(
            part=item.part, date=_live_date(item.meeting), **_hours(item), **_words("", item.text),
            led_by=self._names([*item.facilitators, *item.organizations]),
            track=item.track,
        )  # fmt: skip

    def _left_behind(self, row: TrainingSession) -> Json:
        seen_by = "circle" if row.visibility == "confidential" else "public"
        return {
            "takeaways": self._rows(
                row, Takeaway, self._takeaway, lambda one: (one.state, one.visibility) == ("published", seen_by)
            ),
            "next_steps": self._rows(row, NextStep, self._next_step, lambda one: one.public),
            "follow_ups": [_follow_up(one) for one in row.follow_ups],
            "resources": self._rows(row, Resource, _resource, lambda one: one.audience == "everyone"),
        }

    def _rows(
        self, row: TrainingSession, model: Any, one_as_json: Callable[[Any], Json], told: Callable[[Any], bool]
    ) -> list[Json]:
        rows = select(model).where(model.training_session_id == row.id).order_by(model.position, model.id)
        return [one_as_json(one) for one in self.session.scalars(rows) if told(one)]

    def _takeaway(self, row: Takeaway) -> Json:
        return _filled(
            kind=row.kind, **_words("title", row.title), **_words("", row.text),
            facilitator=self._name(row.facilitator), themes=self._names(row.themes),
        )  # fmt: skip

    def _next_step(self, row: NextStep) -> Json:
        owner = self._name(row.owner_facilitator) or self._name(row.owner_organization) or row.owner_name
        due = row.due_on.isoformat() if row.due_on else None
        return _filled(**_words("", row.text), owner=owner, due=due, state=row.state)


def _with_parents(rows: list[Organization]) -> list[Organization]:
    """These, and those they belong to, in the order of their numbers."""
    return sorted({one for row in rows for one in _line_of(row)}, key=lambda row: row.id)


def _line_of(row: Organization | None) -> Iterator[Organization]:
    while row is not None:
        yield row
        row = row.parent


def _network(row: Network) -> Json:
    return _filled(
        **_words("name", row.name), acronym=row.acronym, coordinator=row.coordinator,
        **_words("territory", row.territory), **_words("concern", row.concern),
        audience=row.audience, timezone=row.timezone,
    )  # fmt: skip


def _theme(row: Theme) -> Json:
    return _filled(key=row.key, **_words("label", row.label), aliases=row.aliases)


def _venue(row: Venue) -> Json:
    return _filled(
        key=row.key, name=row.name, address=row.address, borough=row.borough, city=row.city,
        latitude=row.latitude, longitude=row.longitude, **_words("access", row.access),
        capacity=row.capacity,
    )  # fmt: skip


def _session_words(row: TrainingSession) -> Json:
    objectives = {key: text.split("\n") for key, text in _words("objectives", row.objectives).items()}
    names = ["title", "summary", "audience", "instructions", "date_known_as"]
    names += ["cancelled_reason"] if row.cancelled else []
    return objectives | {key: text for name in names for key, text in _words(name, getattr(row, name)).items()}


def _seats(row: TrainingSession) -> Json:
    low, high = row.attendance_low, row.attendance_high
    return {
        "capacity": row.capacity,
        "capacity_online": row.capacity_online,
        "registration": row.registration,
        "opens_at": _local(row.opens_at, row.timezone),
        "closes_at": _local(row.closes_at, row.timezone),
        "waiting_list": row.waiting_list,
        "attendance_about": low if high in (None, low) else f"{low}-{high}",
    }


def _status(row: TrainingSession) -> Json:
    status = "cancelled" if row.cancelled else "published" if row.published else "draft"
    return {"status": status, "visibility": row.visibility}


def _follow_up(row: FollowUp) -> Json:
    return _filled(kind=row.kind, **_words("when", row.when), **_words("", row.text))


def _resource(row: Resource) -> Json:
    return _filled(kind=row.kind, **_words("title", row.title), language=row.language, url=row.url)


def _in_a_row(meetings: list[Meeting]) -> bool:
    first = meetings[0]
    return all(
        part.date == first.date + timedelta(days=n) and _hours(part) == _hours(first) for n, part in enumerate(meetings)
    )


def _when(part: Meeting) -> Json:
    """Day and hours; the file has one zone for a session, so hours of another are those of the session meanwhile."""
    if not _abroad(part) or part.start_time is None:
        return {"date": part.date.isoformat(), **_hours(part)}
    start, end = (at.astimezone(ZoneInfo(part.training_session.timezone)) for at in (part.starts_at, part.ends_at))
    last = _hour(end.time()) if part.end_time else None
    return {"date": start.date().isoformat(), "start_time": _hour(start.time()), "end_time": last}


def _abroad(part: Meeting) -> bool:
    return part.timezone != part.training_session.timezone


def _hours(part: Meeting | AgendaItem) -> Json:
    return {"start_time": _hour(part.start_time), "end_time": _hour(part.end_time)}


def _live_date(part: Meeting | None) -> str | None:
    return part.date.isoformat() if part and part.removed_at is None else None


def _hour(hour: time | None) -> str | None:
    return hour.strftime("%H:%M") if hour else None


def _local(moment: datetime | None, zone: str) -> str | None:
    return moment.astimezone(ZoneInfo(zone)).isoformat() if moment else None


def _words(name: str, text: Localized) -> dict[str, str]:
    """`title` → {"title_fr": …, "title_en": …}; without a name {"fr": …, "en": …}."""
    keys = {language: f"{name}_{language}" if name else language for language in text.languages()}
    return {name if language == UNTAGGED else key: text[language] for language, key in keys.items()}


def _filled(**values: Any) -> Json:
    """Without what is nothing: None, empty text, empty list."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
