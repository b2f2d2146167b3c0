"""Dates by a rule: its fields, and the rows it adds to a form, to be looked at before they are saved."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from wtforms import BooleanField, Form, FormField

from resal import clock
from resal.actions import Refusal
from resal.actions.scheduling import MeetingPlan
from resal.actions.scheduling.dates import check
from resal.actions.scheduling.recurring import MOST_DATES, WEEK, Days, Rule, days_of
from resal.language import dates, gettext, lazy, ngettext, typed_dates
from resal.queries.clashes import Slot
from resal.web.forms.base import _, attach, say
from resal.web.forms.fields import Rearranging, code_choice, count, day, hour, lines, ticks
from resal.web.forms.meetings import add_date, backwards, right, written

RHYTHM_WORDS = {
    WEEK: lazy("chaque semaine"),
    "first": lazy("le premier lundi, mardi… du mois"),
    "second": lazy("le deuxième lundi, mardi… du mois"),
    "third": lazy("le troisième lundi, mardi… du mois"),
    "fourth": lazy("le quatrième lundi, mardi… du mois"),
    "last": lazy("le dernier lundi, mardi… du mois"),
    "day": lazy("en comptant les jours"),
}
WEEKDAYS = {
    "0": lazy("lundi"), "1": lazy("mardi"), "2": lazy("mercredi"), "3": lazy("jeudi"), "4": lazy("vendredi"),
    "5": lazy("samedi"), "6": lazy("dimanche"),
}  # fmt: skip


class RuleForm(Form):
    """A rule as it is typed. Nothing of it is kept: it only adds rows."""

    rhythm = code_choice(_("À quel rythme?"), RHYTHM_WORDS, default=WEEK)
    step = count(_("Une fois sur"), _("Comptez à partir de 1"), 99, default=1)
    weekdays = ticks(_("Quels jours?"), WEEKDAYS, coerce=int)
    first = day(_("À partir du"))
    times = count(_("Nombre de dates"), _("Comptez à partir de 1"))
    until = day(_("Jusqu'au"))
    start = hour(_("Commence à"))
    end = hour(_("Finit à"))
    excepted = lines(_("Sauf ces dates"))
    spare_holidays = BooleanField(_("Sauf les jours fériés du Québec"), default=True)

    @property
    def blank(self) -> bool:
        """Nobody wrote a rule."""
        typed = (self.first, self.times, self.until, self.start, self.end, self.excepted)
        return not self.weekdays.data and not any(field._value() for field in typed)

    def validate(self, extra_validators: Any = None) -> bool:
        """At saving: a rule whose dates were never added is not forgotten in silence."""
        if not self.blank:
            words = gettext("Cette règle n'a pas encore ajouté ses dates : ajoutez-les, ou videz-la.")
            self.first.errors = [words]
        return self.blank

    def days(self, taken: frozenset[date], room: int, today: date) -> Days | None:
        """What the rule gives, or None when something in it is to correct, which is said beside its field."""
        if not self._is_right():
            return None
        try:
            return days_of(self._rule(taken), today, room)
        except Refusal as refusal:
            attach(self, refusal)
            return None

    def _is_right(self) -> bool:
        fields = super().validate()
        if self.first.data is None and not self.first.errors:
            self.first.errors = [gettext("Choisissez la première date")]
        if self.end.data and self.start.data is None and not self.start.errors:
            self.start.errors = [gettext("Indiquez aussi l'heure de début.")]
        if self.start.data and self.end.data and backwards(self.start.data, self.end.data):
            self.end.errors = [gettext("L'heure de fin doit suivre l'heure de début.")]
        return fields and self._exceptions_are_dates() and not any(field.errors for field in self)

    def _exceptions_are_dates(self) -> bool:
        if self.first.data is None:
            return True
        unread = [part for part, meant in self._excepted(self.first.data) if meant is None]
        if unread:
            words = gettext("On ne lit pas « %(text)s » : écrivez 2026-12-25 ou 25 décembre.", text=unread[0][:40])
            self.excepted.errors = [words]
        return not unread

    def _excepted(self, first: date) -> Iterator[tuple[str, date | None]]:
        return ((part, typed_dates.day(part, first)) for part in typed_dates.parts(self.excepted.data or ""))

    def _rule(self, taken: frozenset[date]) -> Rule:
        first = self.first.data
        return Rule(
            self.rhythm.data, first, self.step.data or 1, tuple(self.weekdays.data or ()), self.until.data,
            self.times.data, frozenset(meant for _part, meant in self._excepted(first) if meant),
            self.spare_holidays.data, taken,
        )  # fmt: skip


class Dated(Rearranging):
    """For forms with dates: the buttons that add those of a rule, and that only have them looked at.

    `zone`: the one of the session; `checking`: the second button was pressed; `by_rule`: what the
    first one did, in words.
    """

    rule = FormField(RuleForm)
    meetings: Any
    zone: str
    checking = False
    by_rule: tuple[str, ...] = ()

    def rearranged(self, pressed: Any) -> bool:
        if pressed.get("add") == "rule":
            self.by_rule = self._add_by_rule()
            return True
        self.checking = "check" in pressed
        return self.checking or super().rearranged(pressed)

    def add_row(self, name: str) -> None:
        if name == "meetings":
            add_date(self.meetings)
        else:
            super().add_row(name)

    def slots(self, venue_id: int | None) -> tuple[Slot, ...]:
        """The dates as they stand, but those with something to correct, which is said beside them."""
        self.meetings.validate(self)
        right(self.meetings, self.zone)
        return tuple(
            Slot(
                row.date.data, row.start.data, row.end.data, row.zone.data or self.zone, row.venue_id.data or venue_id
            )
            for row in written(self.meetings) if not row.errors
        )  # fmt: skip

    def _add_by_rule(self) -> tuple[str, ...]:
        rule, rows = self.rule.form, self.meetings
        start, end = rule.start.data, rule.end.data
        if start is None and end is None and not rule.start.errors:
            start, end = rows.forms[-1].start.data, rows.forms[-1].end.data
        taken = frozenset(row.date.data for row in written(rows) if row.date.data and row.start.data == start)
        days = rule.days(taken, MOST_DATES - len(written(rows)), clock.today(self.zone))
        if days is None:
            return ()
        rows.keep(lambda row: not row.blank and (row.date._value() or row.special))
        for one in days.kept:
            rows.add(date=one, **{name: at for name, at in (("start", start), ("end", end)) if at is not None})
        self.rule.process(None)
        strange = (_strange(MeetingPlan(one, start, end), self.zone) for one in days.kept)
        return (_added(len(days.kept)), *(_left_out(*one) for one in days.left_out), *filter(None, strange))


def _added(number: int) -> str:
    if not number:
        return gettext("Aucune date n'est ajoutée.")
    return ngettext(
        "Une date est ajoutée. Relisez-la, puis enregistrez.",
        "%(n)s dates sont ajoutées. Relisez-les, retirez celles qu'il ne faut pas, puis enregistrez.", number,
    )  # fmt: skip


def _strange(plan: MeetingPlan, zone: str) -> str:
    """What will have to be corrected before a date of a rule is saved, as an hour that comes twice that night."""
    try:
        check([plan], zone)
    except Refusal as refusal:
        return gettext("À corriger, %(day)s : %(why)s", day=dates.day_running(plan.date), why=say(refusal))
    return ""


def _left_out(one: date, why: str) -> str:
    return gettext("Laissée de côté, %(day)s : %(why)s.", day=dates.day_running(one), why=gettext(why))
