"""The form of an agenda: a row for each line, and the text that people paste to begin with."""

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from resal.actions import Refusal
from resal.actions.scheduling.agenda import AS_TEXT, LONGEST_TITLE, MOST_LINES, LinePlan, check
from resal.language import agenda_lines, dates, gettext, lazy
from resal.language.agenda_lines import WHOLE, AgendaLine
from resal.language.spoken_times import Day
from resal.models import AgendaItem, TrainingSession
from resal.models.meeting import SPEAKER
from resal.queries import agenda_names, words
from resal.queries.agenda_names import Named, Names
from resal.queries.agenda_remarks import Slot, after_midnight, inverted, minutes, out_of_order, remarks
from resal.queries.directory_names import ORGANIZATION, PERSON
from resal.web.forms.base import _, attach, one_line
from resal.web.forms.differences import Difference
from resal.web.forms.fields import OfARevision, Rearranging, Rows, code_choice, hour, is_number, line, offer, row_choice

LONGEST_PASTE = 60_000
OTHERS_ARE = {
    AS_TEXT: lazy("Laisser ces noms dans le texte"),
    PERSON: lazy("Ajouter ces personnes au répertoire"),
    ORGANIZATION: lazy("Ajouter ces organismes au répertoire"),
}
PARTS = {"": lazy("Sans moment"), **words.PARTS}
_SHORTER = _("Raccourcissez cette liste.")


def _title(label: Any) -> Any:
    length = Length(max=LONGEST_TITLE, message=_("Raccourcissez : 500 caractères au plus."))
    return StringField(label, filters=[one_line], validators=[Optional(), length])


class LineRow(Form):
    """One line: when, in which track, what, by whom. `names` (Names) knows the directory once offered."""

    item = HiddenField()
    day = row_choice(_("Jour"))
    start = hour(_("Début"))
    end = hour(_("Fin"))
    part = code_choice(_("Moment"), PARTS, default="")
    track = line(_("Volet"))
    text_fr = _title(_("Titre"))
    text_en = _title(_("Titre en anglais"))
    led_by = TextAreaField(_("Avec"), validators=[Optional(), Length(max=2000, message=_SHORTER)])
    others_are = code_choice(_("Noms qui ne sont pas au répertoire"), OTHERS_ARE, default=AS_TEXT)
    names: Names

    @property
    def blank(self) -> bool:
        """Nothing was written in this row."""
        written = (self.text_fr, self.text_en, self.led_by, self.track, self.start, self.end)
        return not any(field._value() for field in written)

    @property
    def id(self) -> int | None:
        return int(self.item.data) if is_number(self.item.data or "") else None

    @property
    def lasts(self) -> str:
        """« 45 min », when both hours are known; that they are the wrong way round."""
        start, end = self.start.data, self.end.data
        if not start or not end:
            return ""
        return gettext("heures à l'envers") if inverted(start, end) else dates.duration(minutes(start, end))

    @property
    def said_when(self) -> str:
        """« 9 h 30 à 10 h 15 », « Matin », or nothing."""
        if self.start.data:
            return dates.hours(self.start.data, self.end.data)
        return words.word(words.PARTS, self.part.data)

    @property
    def named(self) -> Named:
        """Who is meant by the names written here."""
        return self.names.of(self.led_by.data or "", self.id)

    def plan(self) -> LinePlan:
        named = self.named
        return LinePlan(
            {"fr": self.text_fr.data or "", "en": self.text_en.data or ""}, self.id, self.day.data,
            self.part.data or None, self.start.data, self.end.data, self.track.data or "",
            tuple((id_, role or SPEAKER) for id_, role, _name in named.people), named.organization_ids, named.others,
            self.others_are.data or AS_TEXT,
        )  # fmt: skip

    def slot(self, number: int) -> Slot:
        people = tuple((id_, name) for id_, _role, name in self.named.people)
        return Slot(number, self.day.data, self.start.data, self.end.data, self.track.data or "", people)


class AgendaForm(Rearranging, OfARevision, FlaskForm):
    """The whole agenda. `items`: the lines of now; `sent`: filled in from what was sent.

    `touched`: the number, from 0, of the row that a button has just moved or made.
    """

    touched: int | None = None

    lines = Rows(FormField(LineRow), min_entries=1)
    pasted = TextAreaField(
        _("Collez le déroulement"),
        validators=[Optional(), Length(max=LONGEST_PASTE, message=_("Collez ce texte en plusieurs fois."))],
    )

    def __init__(self, session: TrainingSession, items: Sequence[AgendaItem], sent: bool = True) -> None:
        self.session = session
        self.days = session.live_meetings
        self.names = agenda_names.names(items)
        sending = {} if sent else {"formdata": None}
        rows = [_data(item, self.names, {day.id for day in self.days}) for item in items]
        super().__init__(data={"lines": rows, "revision": str(session.revision)}, **sending)
        self.offer()

    def offer(self) -> None:
        """Give each row the days it may be of, and the directory."""
        days = [(day.id, dates.day_long(day.date)) for day in self.days]
        for row in self.lines.forms:
            row.names = self.names
            offer(row.day, days, gettext("Toute la rencontre"))

    @property
    def tracks(self) -> list[str]:
        """The tracks written so far, to choose from."""
        return list(dict.fromkeys(row.track.data for row in self.lines.forms if row.track.data))

    @property
    def remarks(self) -> list[str]:
        """What to look at twice."""
        return remarks([row.slot(n) for n, row in self._numbered()], self.days)

    @property
    def out_of_order(self) -> bool:
        """Whether lines stand below others that begin later."""
        slots = [row.slot(n) for n, row in self._numbered()]
        return any(out_of_order(slots, {day.id: day for day in self.days}))

    def rearranged(self, pressed: Any) -> bool:
        moved = super().rearranged(pressed)
        if "by_time" in pressed:
            self._put_in_order()
            moved = True
        self.offer()
        return moved

    def _rearrange(self, button: str, name: str, index: int) -> None:
        self.touched = index + {"up": -1, "down": 1, "insert": 1}.get(button, 0) if button != "drop" else None
        super()._rearrange(button, name, index)

    def _put_in_order(self) -> None:
        """Day by day, hour by hour; a line without an hour stays behind the one it follows."""
        days = {day.id: (n, day) for n, day in enumerate(self.days, 1)}
        last: dict[int | None, tuple[bool, time]] = {}

        def key(row: LineRow) -> tuple[int, tuple[bool, time]]:
            number, day = days.get(row.day.data, (0, None))
            if row.start.data:
                last[number] = after_midnight(row.start.data, day)
            return number, last.get(number, (False, time(0)))

        self.lines.sort(key)

    def add_row(self, name: str) -> None:
        self.insert_row(name, len(self.lines.entries) - 1)

    def insert_row(self, name: str, index: int) -> None:
        """One more line below this one: of the same day and track, from where it ends."""
        above = self.lines.forms[index] if index < len(self.lines.entries) else None
        like = {"day": above.day.data, "track": above.track.data, "start": above.end.data} if above else {}
        self.lines.insert(index + 1, **{name_: value for name_, value in like.items() if value})

    def take_pasted(self, instead: bool) -> bool:
        """Let the lines of the pasted text be rows, after the others or instead of them; nothing is saved."""
        found = agenda_lines.read((self.pasted.data or "")[:LONGEST_PASTE], agenda_names.role_codes())
        kept = [] if instead else [row for row in self.lines.forms if not row.blank]
        problem = self._cannot_take(found, len(kept))
        if problem:
            self.pasted.errors = [problem]
            return False
        self.lines.entries = [entry for entry in self.lines.entries if entry.form in kept]
        for one in found:
            self.lines.insert(len(self.lines.entries), **self._row_of(one))
        self.pasted.data, self.pasted.raw_data = "", None
        self.offer()
        return True

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if (self.pasted.data or "").strip() and not self.pasted.errors:
            self.pasted.errors = [gettext("Ce texte n'est pas encore lu : ajoutez-le aux lignes, ou effacez-le.")]
        if len(list(self._numbered())) > MOST_LINES:
            self.form_errors.append(gettext("Un déroulement a 200 lignes au plus."))
        for _n, row in self._numbered():
            self._check(row)
        return right and not (self.pasted.errors or self.form_errors or any(row.errors for row in self.lines.forms))

    def plans(self) -> list[LinePlan]:
        """The lines written, once found right."""
        return [row.plan() for _n, row in self._numbered()]

    def text(self) -> str:
        """The agenda as text, as it can be pasted again."""
        return agenda_lines.write([self._as_line(row) for _n, row in self._numbered()], _said_day)

    def differences(self, stored: "AgendaForm") -> list[Difference]:
        """What is stored now beside what was typed, line by line, where they differ (trust, K10)."""
        now = {row.id: stored.said(row) for _n, row in stored._numbered()}
        typed = [(n, self.said(row), now.pop(row.id, "")) for n, row in self._numbered()]
        found = [Difference(gettext("Ligne %(n)s", n=n), then, text) for n, text, then in typed if text != then]
        return [*found, *(Difference(gettext("Ligne que vous n'avez pas"), text, "") for text in now.values())]

    def said(self, row: LineRow) -> str:
        return agenda_lines.write([self._as_line(row)], _said_day)

    def _numbered(self) -> Iterator[tuple[int, LineRow]]:
        return ((n, row) for n, row in enumerate(self.lines.forms, 1) if not row.blank)

    def _check(self, row: LineRow) -> None:
        if row.errors:
            return
        try:
            check(row.plan(), {day.id: day for day in self.days}, self.session.timezone)
        except Refusal as refusal:
            attach(row, refusal)

    def _cannot_take(self, found: Sequence[AgendaLine], already: int) -> str:
        if not found:
            return gettext("Collez d'abord un texte.")
        if already + len(found) > MOST_LINES:
            return gettext("Un déroulement a 200 lignes au plus : ce texte en a %(n)s.", n=len(found))
        return ""

    def _row_of(self, one: AgendaLine) -> dict[str, Any]:
        return {
            "day": self._day_of(one.day), "start": one.start, "end": one.end, "part": one.part or "",
            "track": one.track, "text_fr": one.french, "text_en": one.english,
            "led_by": "\n".join(agenda_names.written(name) for name in one.names),
        }  # fmt: skip

    def _day_of(self, said: Day | str | None) -> int | None:
        """The meeting that is meant: the first when nothing is said, none for the whole session."""
        if said is None:
            return self.days[0].id if self.days else None
        if not isinstance(said, Day):
            return None
        return next((day.id for n, day in enumerate(self.days, 1) if said.is_(n, day.date)), None)

    def _as_line(self, row: LineRow) -> AgendaLine:
        numbers = {day.id: Day(n) for n, day in enumerate(self.days, 1)}
        names = agenda_lines.names_of((row.led_by.data or "").replace("\n", ";"))
        part = row.part.data if row.part.data in words.PARTS else None
        return AgendaLine(
            numbers.get(row.day.data, WHOLE[0]), part, row.start.data, row.end.data,
            row.track.data or "", row.text_fr.data or "", row.text_en.data or "", names,
        )  # fmt: skip


def _said_day(day: Day | str | None) -> str:
    if isinstance(day, Day):
        return gettext("Jour %(n)s", n=day.number)
    return gettext("Toute la rencontre")


def _data(item: AgendaItem, names: Names, days: set[int]) -> dict[str, Any]:
    """What the row of a line shows at first; a day that is no more is not chosen."""
    return {
        "item": str(item.id), "day": item.meeting_id if item.meeting_id in days else None,
        "start": item.start_time, "end": item.end_time, "part": item.part or "", "track": item.track,
        "text_fr": item.text.in_language("fr"), "text_en": item.text.in_language("en"),
        "led_by": names.written_of(item),
    }  # fmt: skip
