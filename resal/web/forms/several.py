"""The form by which a colleague registers several people of one organization."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, Form, FormField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, StopValidation

from resal import language
from resal.actions.people import sameness
from resal.actions.registering import Typed
from resal.actions.registering.several import MOST
from resal.language import gettext, ngettext
from resal.web.forms.base import LONGEST_LINE, _, one_line
from resal.web.forms.fields import Rearranging, Rows, is_number
from resal.web.forms.meaning import Meaning
from resal.web.forms.registration import TYPING_MISTAKES, Address, readable

AT_FIRST = 3
AT_ONCE = 3  # rows that the button adds
KEPT = 3 * MOST  # rows that are shown again when more were sent than may be registered


class _Given:
    """Something is written, or the whole row is empty and nothing of it counts."""

    def __init__(self, missing: Any) -> None:
        self.missing = missing

    def __call__(self, row: "ColleagueRow", field: Field) -> None:
        if row.blank:
            raise StopValidation
        if not field.data:
            raise StopValidation(self.missing)


class ColleagueRow(Form):
    """One of them: a name and an address."""

    name = StringField(
        _("Prénom et nom"), filters=[one_line],
        validators=[_Given(_("Entrez le prénom et le nom")),
                    Length(max=LONGEST_LINE, message=_("Raccourcissez ce nom : 200 caractères au plus")), readable],
    )  # fmt: skip
    email = StringField(
        _("Courriel"), filters=[one_line],
        validators=[_Given(_("Entrez une adresse courriel complète, avec ce qui suit le @")), Address()],
    )  # fmt: skip

    @property
    def blank(self) -> bool:
        """Nothing was written in this row."""
        return not (self.name.data or self.email.data)

    def advice(self) -> str | None:
        """The domain that was probably meant, when the typed one looks like a typing mistake."""
        return TYPING_MISTAKES.get((self.email.data or "").rpartition("@")[2].casefold())

    def person(self) -> tuple[str, str]:
        return self.name.data or "", self.email.data or ""


class SeveralForm(Meaning, Rearranging, FlaskForm):
    """The organization once, then a row for each person; how they are written to, and take part.

    `wait`: how those without a seat wait, once that was asked; `seats`: how many were said to be free then.
    """

    organization = StringField(
        _("Organisme"), filters=[one_line],
        validators=[DataRequired(_("Indiquez leur organisme")),
                    Length(max=LONGEST_LINE, message=_("Raccourcissez ce nom : 200 caractères au plus")), readable],
    )  # fmt: skip
    people = Rows(FormField(ColleagueRow), min_entries=AT_FIRST, max_entries=KEPT)
    mode = RadioField(_("Comment participent-elles?"), choices=[], validators=[Optional()], validate_choice=False)
    language = RadioField(
        _("On leur écrit en"), validators=[Optional()], default=language.current,
        choices=[SelectChoice("fr", "Français"), SelectChoice("en", "English")],
    )  # fmt: skip
    seats = HiddenField()

    def offer_modes(self, hybrid: bool) -> None:
        """A hybrid session asks how they take part; the others have no choice to offer."""
        offered = [SelectChoice("in person", _("En personne")), SelectChoice("online", _("En ligne"))]
        self.mode.choices = offered if hybrid else []

    def add_row(self, name: str) -> None:
        for _n in range(min(AT_ONCE, MOST - len(self.people.entries))):
            self.people.add()

    @property
    def written(self) -> list[ColleagueRow]:
        """The rows in which something was written."""
        return [row for row in self.people.forms if not row.blank]

    @property
    def seats_seen(self) -> int:
        return int(self.seats.data) if is_number(self.seats.data or "") else 0

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        return self._says_how() & self._is_a_list() & self._says_each_once() & right

    def typed(self, mark: str, invitation: int | None) -> list[Typed]:
        """Each person, as if they had written it; `mark` is that of this very list."""
        return [
            Typed(
                *row.person(), self.organization.data or "", self.language.data or language.current(),
                self.mode.data or None, line=True, source="colleague", submission=f"{mark}-{n}", invitation=invitation,
                sure=self.sure,
            )
            for n, row in enumerate(self.written)
        ]  # fmt: skip

    def _says_how(self) -> bool:
        unsaid = self.mode.choices and self.mode.data not in ("in person", "online")
        return not unsaid or _wrong(self.mode, gettext("Choisissez comment ces personnes participent."))

    def _is_a_list(self) -> bool:
        extra = len(self.written) + max(self.people.asked - KEPT, 0) - MOST
        if extra > 0:
            words = ngettext(
                "Vingt personnes au plus à la fois : retirez-en une, vous l'inscrirez ensuite.",
                "Vingt personnes au plus à la fois : retirez-en %(n)s, vous les inscrirez ensuite.", extra,
            )  # fmt: skip
            self.form_errors.append(words)
        if not self.written:
            return _wrong(self.people.forms[0].name, gettext("Inscrivez au moins une personne."))
        return extra <= 0

    def _says_each_once(self) -> bool:
        """One address may serve several people, by their names; the same person is one."""
        first: dict[tuple[str, ...], int] = {}
        once = True
        for n, row in enumerate(self.people.forms, 1):
            name, email = row.person()
            same = first.setdefault(tuple(sameness(email, name).values()), n)
            if not row.blank and same != n:
                once = _wrong(row.name, gettext("Cette personne est déjà à la ligne %(n)s.", n=same))
        return once


def _wrong(field: Field, words: str) -> bool:
    field.errors = [*field.errors, words]
    return False
