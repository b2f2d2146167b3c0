"""Rows of dates: the days and hours of a session, checked one by one."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import Form, FormField, HiddenField
from wtforms.fields.choices import SelectChoice

from resal.actions import Refusal
from resal.actions.scheduling import MeetingPlan
from resal.actions.scheduling.dates import check, order, plans_of, too_many
from resal.actions.scheduling.recurring import MOST_DATES
from resal.language import gettext, lazy
from resal.models import Localized, TrainingSession, localized
from resal.queries.words import ZONES, zone_name
from resal.web.forms.base import _, attach, say
from resal.web.forms.fields import (
    Choice,
    Rows,
    code_choice,
    day,
    hour,
    is_number,
    line,
    offer,
    row_choice,
    texts,
    web_address,
)

# a session may end after midnight; an end twelve hours or more "before" its start is a slip
LONGEST_EVENING = timedelta(hours=12)


_SAME_ZONE = lazy("Celui de la rencontre")


class MeetingRow(Form):
    """One dated part: a day, its hours, and what sets it apart from the others."""

    meeting_id = HiddenField()
    date = day(_("Date"))
    start = hour(_("Début"))
    end = hour(_("Fin"))
    title_fr = line(_("Titre de cette date"))
    title_en = line(_("Titre de cette date, en anglais"))
    venue_id = row_choice(_("Lieu de cette date"))
    link = web_address(_("Lien de cette date"))
    zone = code_choice(_("Fuseau horaire de cette date"), {"": _SAME_ZONE, **ZONES}, default="")

    @property
    def blank(self) -> bool:
        """Nothing was written in this row."""
        return not self.special and not any(field._value() for field in (self.date, self.start, self.end))

    @property
    def special(self) -> bool:
        """It has a title, a place, a link or a time zone of its own."""
        own = (self.title_fr, self.title_en, self.venue_id, self.link, self.zone)
        return any(field.data or field.errors for field in own)

    @property
    def comes_from(self) -> int | None:
        """The id of the meeting that this row says otherwise; None for a new one, or when it is no number."""
        said = str(self.meeting_id.data or "")
        return int(said) if is_number(said) else None

    def plan(self, titles: dict[int, Localized] | None = None) -> MeetingPlan:
        """What was written; only once it was found right. `titles`: of each meeting, before."""
        before = (titles or {}).get(self.comes_from or 0)
        return MeetingPlan(
            self.date.data, self.start.data, self.end.data, localized(dict(texts(self, "title", before)), before),
            self.venue_id.data, self.link.data or "", self.zone.data or "", self.comes_from,
        )  # fmt: skip


def meeting_rows() -> Any:
    """The rows of a form, one at least."""
    return Rows(FormField(MeetingRow), min_entries=1, max_entries=MOST_DATES)


def rows_of(session: TrainingSession) -> list[dict[str, Any]]:
    """What the rows of a session show."""
    return [
        {
            "meeting_id": str(plan.meeting_id or ""), "date": plan.date, "start": plan.start, "end": plan.end,
            "venue_id": plan.venue_id, "title_fr": plan.title.in_language("fr"),
            "title_en": plan.title.in_language("en"), "link": plan.link, "zone": plan.zone,
        }
        for plan in plans_of(session)
    ]  # fmt: skip


def offer_choices(rows: Rows, venues: Sequence[Choice], session: TrainingSession | None) -> None:
    """Give each row the venues, and the zones that its meetings have already."""
    others = {meeting.timezone for meeting in session.live_meetings} - {*ZONES} if session else set()
    for row in rows.forms:
        offer(row.venue_id, venues, gettext("Le lieu de la rencontre"))
        row.zone.choices = [*row.zone.choices, *(SelectChoice(zone, zone_name(zone)) for zone in sorted(others))]


def add_date(rows: Rows) -> None:
    """One more date, at the hours of the one before."""
    last = rows.forms[-1] if rows.forms else None
    hours = {"start": last.start.data, "end": last.end.data} if last else {}
    rows.add(**{name: value for name, value in hours.items() if value is not None})


def written(rows: Rows) -> list[MeetingRow]:
    """The rows that say something."""
    return [row for row in rows.forms if not row.blank]


def right(rows: Rows, zone: str) -> bool:
    """Check the rows that say something; what is wrong is said beside its field."""
    if rows.asked > MOST_DATES:
        rows.forms[-1].date.errors = [say(too_many(rows.asked))]
    for row in written(rows):
        if not row.errors:
            _check(row, zone)
    return not any(row.errors for row in rows.forms)


def plans(rows: Rows, session: TrainingSession | None = None) -> list[MeetingPlan]:
    """The dates written, once found right, in the order of days. `session`: the one whose dates they replace."""
    titles = {meeting.id: meeting.title for meeting in session.live_meetings} if session else {}
    return sorted((row.plan(titles) for row in written(rows)), key=order)


def moment_problem(local: datetime, zone: str) -> Refusal | None:
    """Why a local moment makes no sense, if it does not."""
    try:
        check([MeetingPlan(local.date(), local.time())], zone)
    except Refusal as refusal:
        return refusal
    return None


def backwards(start: time | None, end: time | None) -> bool:
    """Whether an end makes no sense after this start, not even the next morning."""
    if start is None or end is None or end > start:
        return False
    evening = datetime.combine(date.min, start)
    return datetime.combine(date.min + timedelta(days=1), end) - evening >= LONGEST_EVENING


def _check(row: MeetingRow, zone: str) -> None:
    if row.date.data is None:
        row.date.errors = [gettext("Choisissez la date, ou retirez cette ligne")]
    elif backwards(row.start.data, row.end.data):
        row.end.errors = [gettext("L'heure de fin doit suivre l'heure de début.")]
    else:
        try:
            check([row.plan()], zone)
        except Refusal as refusal:
            attach(row, refusal)
