"""The form of a sheet that comes back from the door."""

import re

from flask_wtf import FlaskForm
from wtforms import FileField, Form, FormField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from resal import language
from resal.actions.registering import Typed
from resal.models.attendance import STATUSES
from resal.queries.sheet_reading import too_long
from resal.web.forms.base import LONGEST_LINE, _, clean, one_line
from resal.web.forms.fields import Rows
from resal.web.forms.registration import Address, readable

LARGEST_FILE = 500_000  # bytes
MOST_STRANGERS = 40
_SHORT = Length(max=LONGEST_LINE, message=_("Raccourcissez ce nom : 200 caractères au plus"))
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SEEN = re.compile(r"([0-9]{1,9}):([a-z]*)")


def _as_lines(value: object) -> object:
    """Cleaned; the columns of a spreadsheet that was pasted stay apart."""
    return clean(value.replace("\t", ";")) if isinstance(value, str) else value


def _is_a_paper(_form: FlaskForm, field: TextAreaField) -> None:
    if too_long(field.data or ""):
        raise ValidationError(_("Raccourcissez : 600 lignes de 300 caractères au plus"))


class StrangerRow(Form):
    """Somebody of the paper who was not on the list; a row in which nothing is written is nobody."""

    name = StringField(_("Prénom et nom"), filters=[one_line], validators=[_SHORT])
    email = StringField(_("Courriel"), filters=[one_line])
    organization = StringField(_("Organisme"), filters=[one_line], validators=[_SHORT])

    @property
    def written(self) -> bool:
        return bool(self.name.data or self.email.data or self.organization.data)

    def validate_name(self, field: StringField) -> None:
        if self.written and not field.data:
            raise ValidationError(_("Entrez le prénom et le nom"))
        if self.written:
            readable(self, field)

    def validate_email(self, field: StringField) -> None:
        if self.written:
            Address()(self, field)

    def validate_organization(self, field: StringField) -> None:
        if self.written and not field.data:
            raise ValidationError(_("Indiquez l'organisme"))

    def typed(self, submission: str, mode: str | None) -> Typed:
        """What was written, cleaned."""
        return Typed(
            name=self.name.data or "", email=self.email.data or "", organization=self.organization.data or "",
            language=language.SOURCE, mode=mode, source="door", submission=submission,
        )  # fmt: skip


class SheetForm(FlaskForm):
    """Ticks are read apart (`came`); `seen`: what the page showed of each, so that only changes are written.

    `left`: the lines that were read and not understood; `before`: what the lines read before said, `keep`'s word.
    """

    pasted = TextAreaField(
        _("Recopier la feuille"), filters=[_as_lines],
        validators=[Optional(), _is_a_paper],
    )  # fmt: skip
    file = FileField(_("Ou un fichier CSV"))
    keep = RadioField(
        _("Ces lignes disent"), default="came",
        choices=[
            SelectChoice("came", _("Qui est venu")),
            SelectChoice("absent", _("Qui n'est pas venu, tous les autres étant là")),
        ],
    )  # fmt: skip
    seen, left, before = HiddenField(), HiddenField(), HiddenField()
    strangers = Rows(FormField(StrangerRow), max_entries=MOST_STRANGERS)

    def shown(self) -> dict[int, str]:
        """What the page showed, by registration."""
        found = _SEEN.findall((self.seen.data or "")[:100_000])
        return {int(id_): status for id_, status in found if status in ("", *STATUSES)}

    def unread(self) -> bool:
        """Whether there are lines that nobody has read yet."""
        return (self.pasted.data or "").split() != (self.left.data or "").split()

    def written(self) -> list[StrangerRow]:
        """The rows of people who were not on the list."""
        return [row for row in self.strangers.forms if row.written]


def content(data: bytes) -> str | None:
    """The text of a file, as spreadsheets write it; None where it is none."""
    wide = data.startswith(_UTF_16)
    if b"\0" in data and not wide:
        return None
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return str(_as_lines(data.decode(encoding)))
        except UnicodeError:
            continue
    return None
