"""Fields that forms of the team share: lines, texts, days and hours, figures, choices, rows.

Each factory gives a WTForms field with the words for what is wrong with it already said.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.utils import unset_value
from wtforms.validators import DataRequired, Length, NumberRange, Optional, StopValidation, ValidationError

from resal.queries.readings import outgoing
from resal.web.forms.base import LONGEST_LINE, LONGEST_TEXT, _, clean, one_line

Choice = tuple[int, str]
MOST_SEATS = 100_000
_FROM_THE_LIST = _("Choisissez dans la liste")
_TOO_LARGE = _("Ce nombre est trop grand")


def line(label: Any, missing: Any = None, more: Sequence[Any] = ()) -> Any:
    """One line of text; `missing`: what to say when it must be there and is not; `more`: other validators."""
    length = Length(max=LONGEST_LINE, message=_("Raccourcissez : 200 caractères au plus"))
    presence = DataRequired(missing) if missing else Optional()
    return StringField(label, filters=[one_line], validators=[presence, length, *more])


def prose(label: Any) -> Any:
    """A text of several lines."""
    length = Length(max=LONGEST_TEXT, message=_("Raccourcissez : 10 000 caractères au plus"))
    return TextAreaField(label, filters=[clean], validators=[Optional(), length])


def lines(label: Any) -> Any:
    """A list of short texts, one a line."""
    length = Length(max=LONGEST_TEXT, message=_("Raccourcissez : 10 000 caractères au plus"))
    return TextAreaField(label, filters=[clean], validators=[Optional(), length, _has_short_lines])


def web_address(label: Any) -> Any:
    """An address of the web, which pages and letters will link to (trust, E2)."""
    length = Length(max=2000, message=_("Raccourcissez cette adresse : 2000 caractères au plus"))
    return StringField(label, filters=[one_line], validators=[Optional(), length, _is_of_the_web])


def day(label: Any) -> Any:
    """A local date, as browsers send it."""
    message = _("Écrivez la date au complet : année, mois, jour")
    return DateField(label, [Optional()], invalid_value_message=message)


def hour(label: Any) -> Any:
    """A local hour, as browsers send it."""
    return TimeField(label, [Optional()], invalid_value_message=_("Écrivez l'heure comme 13:30"))


def moment(label: Any) -> Any:
    """A local date and hour, without a zone of its own."""
    message = _("Écrivez la date et l'heure au complet")
    return DateTimeLocalField(label, [Optional()], format=["%Y-%m-%dT%H:%M"], invalid_value_message=message)


def count(label: Any, least: Any, most: int = MOST_SEATS, first: int = 1, **more: Any) -> Any:
    """A whole number from `first`; `least`: what to say of a smaller one."""
    return IntegerField(
        label,
        [Optional(), _is_no_giant, NumberRange(first, message=least), NumberRange(max=most, message=_TOO_LARGE)],
        invalid_value_message=_("Écrivez un nombre entier"), **more,
    )  # fmt: skip


def code_choice(label: Any, words: dict[str, str], kind: type[SelectField] = SelectField, **more: Any) -> Any:
    """One code of a list, by its words."""
    choices = [SelectChoice(code, _(word)) for code, word in words.items()]
    return kind(
        label, choices=choices, invalid_choice_message=_FROM_THE_LIST, invalid_value_message=_FROM_THE_LIST, **more
    )


def hours(value: Any) -> int:
    """The coercion of a choice that is a number of hours. Raises ValueError for anything else."""
    return int(value)


def row_choice(label: Any, **more: Any) -> Any:
    """One row of the directory by its id, or none; see `offer`."""
    return SelectField(
        label, [Optional()], coerce=_id, choices=[], invalid_value_message=_FROM_THE_LIST,
        invalid_choice_message=_FROM_THE_LIST, **more,
    )  # fmt: skip


def ticks(label: Any, words: dict[str, str] | None = None, coerce: Any = str) -> Any:
    """Several choices, ticked; codes with their words, or ids of the directory (see `offer_ticks`)."""
    choices = [SelectChoice(code, _(word)) for code, word in (words or {}).items()]
    return SelectMultipleField(
        label, [Optional()], coerce=coerce, choices=choices, invalid_value_message=_FROM_THE_LIST,
        invalid_choice_message=lambda _number: _FROM_THE_LIST,
    )  # fmt: skip


def offer(field: Any, choices: Iterable[Choice], nothing: str) -> None:
    """Give a `row_choice` its rows; `nothing`: the words for no choice."""
    field.choices = [SelectChoice("", nothing), *(SelectChoice(str(id_), words) for id_, words in choices)]


def offer_ticks(field: Any, choices: Iterable[Choice]) -> None:
    """Give `ticks` of ids their rows."""
    field.choices = [SelectChoice(str(id_), words) for id_, words in choices]


class Rows(FieldList):
    """Rows of a form, which grow and shrink by a button and keep what was typed in the others."""

    entries: list[Any]

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        start = f"{prefix}-"
        for name in formdata:
            number = name.removeprefix(start).partition("-")[0] if name.startswith(start) else ""
            if number.isascii() and number.isdigit() and len(number) < 4:
                yield int(number)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the rows sent, or else those stored; never one field of a row here and another there.

        `asked` is how many rows were sent, also when that is more than there may be.
        """
        sent = set(self._extract_indices(self.name, formdata)) if formdata else set()
        super().process(formdata, unset_value if formdata else data, extra_filters)
        self.asked = max(len(sent), len(self.entries))

    def add(self, **data: Any) -> None:
        """One more row, unless there are as many as there may be."""
        if not self.max_entries or len(self.entries) < self.max_entries:
            self.append_entry(data or None)

    def keep(self, wanted: Callable[[Any], object]) -> None:
        """Only the rows whose form is wanted; then perhaps none, to be followed by others."""
        self.entries = [entry for entry in self.entries if wanted(entry.form)]
        self._compact_indices()

    def drop(self, index: int) -> None:
        """Take a row away; the last one is only emptied."""
        if 0 <= index < len(self.entries):
            del self.entries[index]
            self._compact_indices()
        if not self.entries:
            self.add()

    def insert(self, index: int, **data: Any) -> None:
        """One more row, before the one that has this number now."""
        self.append_entry(data or None)
        self.entries.insert(index, self.entries.pop())
        self._compact_indices()

    def swap(self, index: int, other: int) -> None:
        """Let two rows change places; nothing happens at either end."""
        if min(index, other) >= 0 and max(index, other) < len(self.entries):
            self.entries[index], self.entries[other] = self.entries[other], self.entries[index]
            self._compact_indices()

    def sort(self, key: Callable[[Any], Any]) -> None:
        """By what their forms say; those that say the same keep their order."""
        self.entries.sort(key=lambda entry: key(entry.form))
        self._compact_indices()

    @property
    def opened(self) -> bool:
        """Whether somebody wrote in these rows, or asked for one more."""
        return len(self.entries) > 1 or any(field.data for entry in self.entries for field in _leaves([entry]))

    @property
    def forms(self) -> Sequence[Any]:
        """The small form of each row."""
        return [entry.form for entry in self.entries]


class Rearranging:
    """For forms with rows: the buttons `add`, `drop`, `insert`, `up` and `down` change the rows and save nothing."""

    _fields: dict[str, Field]

    def rearranged(self, pressed: Any) -> bool:
        """Whether one of those buttons was pressed; `pressed`: the fields sent."""
        adds = pressed.get("add", "")
        if isinstance(self._fields.get(adds), Rows):
            self.add_row(adds)
            return True
        for button in ("drop", "insert", "up", "down"):
            name, _dash, index = pressed.get(button, "").rpartition("-")
            if isinstance(self._fields.get(name), Rows) and index.isascii() and index.isdigit() and len(index) < 4:
                self._rearrange(button, name, int(index))
                return True
        return False

    def _rearrange(self, button: str, name: str, index: int) -> None:
        rows: Rows = self._fields[name]
        if button == "drop":
            rows.drop(index)
        elif button == "insert":
            self.insert_row(name, index)
        else:
            rows.swap(index, index - 1 if button == "up" else index + 1)

    def insert_row(self, name: str, index: int) -> None:
        """One more row below this one."""
        self._fields[name].insert(index + 1)

    def add_row(self, name: str) -> None:
        self._fields[name].add()


class OfARevision(Form):
    """For forms filled in from one state of a session, so that an older one is known (trust, K10)."""

    revision = HiddenField()

    def seen(self) -> int:
        """The revision the form was filled in from; 0 when it does not say."""
        said = self.revision.data or ""
        return int(said) if is_number(said) else 0


class Problems:
    """The errors of a form, rows included, in the order of the page, as `error_summary` wants them."""

    def __init__(self, form: BaseForm) -> None:
        self.form_errors = form.form_errors
        self._fields = [field for field in _leaves(form) if field.errors]
        self.errors = [*form.form_errors, *(field.errors[0] for field in self._fields)]

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields)


def is_number(text: str) -> bool:
    """Whether this is a whole number of at most nine plain digits."""
    return text.isascii() and text.isdigit() and len(text) < 10


def texts(form: Any, name: str, before: dict[str, str] | None = None) -> dict[str, str]:
    """The French and English of a text; its other languages stay as they were."""
    others = {code: text for code, text in (before or {}).items() if code not in ("fr", "en") and "@" not in code}
    return {"fr": form[f"{name}_fr"].data or "", "en": form[f"{name}_en"].data or "", **others}


def _leaves(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        if isinstance(field, Rows):
            yield from _leaves(field.entries)
        if isinstance(field, FormField):
            yield from _leaves(field.form)
        elif not isinstance(field, Rows):
            yield field


def _id(value: Any) -> int | None:
    if value in ("", None):
        return None
    if isinstance(value, str) and not is_number(value):
        raise ValueError(value)
    return int(value)


minutes = _id  # the coercion of a choice that is a number of minutes, or none


def _is_no_giant(_form: BaseForm, field: Field) -> None:
    """NumberRange fails on what no float can hold."""
    if field.data is not None and abs(field.data) > 10**15:
        raise StopValidation(_TOO_LARGE)


def _has_short_lines(_form: BaseForm, field: Field) -> None:
    if any(len(text) > LONGEST_LINE for text in (field.data or "").splitlines()):
        raise ValidationError(_("Raccourcissez : 200 caractères au plus par ligne"))


def _is_of_the_web(_form: BaseForm, field: Field) -> None:
    address = field.data or ""
    if outgoing(address) != address or " " in address or "." not in address:
        raise ValidationError(_("Écrivez l'adresse au complet, avec https://"))
