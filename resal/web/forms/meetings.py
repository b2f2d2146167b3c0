"""Rows of dates: the days and hours of a session, checked one by one."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from wtforms import Form, FormField

from resal.actions import Refusal
from resal.actions.scheduling import MeetingPlan
from resal.actions.scheduling.dates import check
from resal.language import gettext
from resal.models import Localized, TrainingSession, localized
from resal.web.forms.base import _, attach
from resal.web.forms.fields import Choice, Rows, day, hour, line, offer, row_choice, texts, web_address

MOST_DATES = 40
# a session may end after midnight; an end twelve hours or more "before" its start is a slip
LONGEST_EVENING = timedelta(hours=12)


class MeetingRow(Form):
    """One dated part: a day, its hours, and what sets it apart from the others."""

    date = day(_("Date"))
    start = hour(_("Début"))
    end = hour(_("Fin"))
    title_fr = line(_("Titre de cette date"))
    title_en = line(_("Titre de cette date, en anglais"))
    venue_id = row_choice(_("Lieu de cette date"))
    link = web_address(_("Lien de cette date"))

    @property
    def blank(self) -> bool:
        """Nothing was written in this row."""
        return not self.special and not any(field._value() for field in (self.date, self.start, self.end))

    @property
    def special(self) -> bool:
        """It has a title, a place or a link of its own."""
        return bool(self.title_fr.data or self.title_en.data or self.venue_id.data or self.link.data or self._wrong())

    def _wrong(self) -> bool:
        return any(field.errors for field in (self.title_fr, self.title_en, self.venue_id, self.link))

    def plan(self, before: Localized | None = None) -> MeetingPlan:
        """What was written; only once it was found right. `before`: the title it replaces."""
        return MeetingPlan(
            self.date.data, self.start.data, self.end.data, localized(dict(texts(self, "title", before)), before),
            self.venue_id.data, self.link.data or "",
        )  # fmt: skip


def meeting_rows() -> Any:
    """The rows of a form, one at least."""
    return Rows(FormField(MeetingRow), min_entries=1, max_entries=MOST_DATES)


def rows_of(session: TrainingSession) -> list[dict[str, Any]]:
    """What the rows of a session show."""
    return [
        {
            "date": meeting.date, "start": meeting.start_time, "end": meeting.end_time, "venue_id": meeting.venue_id,
            "title_fr": meeting.title.in_language("fr"), "title_en": meeting.title.in_language("en"),
            "link": meeting.link,
        }
        for meeting in session.live_meetings
    ]  # fmt: skip


def offer_venues(rows: Rows, venues: Sequence[Choice]) -> None:
    for row in rows.forms:
        offer(row.venue_id, venues, gettext("Le lieu de la rencontre"))


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
    for row in written(rows):
        if not row.errors:
            _check(row, zone)
    return not any(row.errors for row in rows.forms)


def plans(rows: Rows, session: TrainingSession | None = None) -> list[MeetingPlan]:
    """The dates written, once found right. `session`: the one whose titles they replace."""
    before = [meeting.title for meeting in session.live_meetings] if session else []
    titles: Iterable[Localized | None] = [*before, *[None] * len(rows.forms)]
    return [row.plan(title) for row, title in zip(written(rows), titles, strict=False)]


def moment_problem(local: datetime, zone: str) -> Refusal | None:
    """Why a local moment makes no sense, if it does not."""
    try:
        check([MeetingPlan(local.date(), local.time())], zone)
    except Refusal as refusal:
        return refusal
    return None


def _check(row: MeetingRow, zone: str) -> None:
    if row.date.data is None:
        row.date.errors = [gettext("Choisissez la date, ou retirez cette ligne")]
    elif _backwards(row):
        row.end.errors = [gettext("L'heure de fin doit suivre l'heure de début.")]
    else:
        try:
            check([row.plan()], zone)
        except Refusal as refusal:
            attach(row, refusal)


def _backwards(row: MeetingRow) -> bool:
    start, end = row.start.data, row.end.data
    if start is None or end is None or end > start:
        return False
    evening = datetime.combine(date.min, start)
    return datetime.combine(date.min + timedelta(days=1), end) - evening >= LONGEST_EVENING
