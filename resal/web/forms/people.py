"""Forms about people: somebody added by hand, somebody at the door, a reason."""

from dataclasses import replace

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from resal import language
from resal.actions.registering import Typed
from resal.web.forms.answers import Asking
from resal.web.forms.base import _
from resal.web.forms.fields import line
from resal.web.forms.registration import PersonForm

MODES = [SelectChoice("in person", _("En personne")), SelectChoice("online", _("En ligne"))]
SPOKEN = [SelectChoice(code, name) for code, name in language.NAMES.items()]


class ListedPersonForm(PersonForm):
    """The three fields of every registration, typed by the team; and how they take part, where that is a choice."""

    mode = RadioField(_("Façon de participer"), choices=[], validators=[Optional()], validate_choice=False)
    language = RadioField(
        _("On lui écrit en"), choices=SPOKEN, default="fr", validators=[Optional()], validate_choice=False
    )

    def offer_modes(self, hybrid: bool) -> "ListedPersonForm":
        """A hybrid session asks how one takes part; the others have no choice to offer."""
        self.mode.choices = MODES if hybrid else []
        return self

    def typed(self, source: str, submission: str, in_line: bool = False) -> Typed:
        """What was written, cleaned; `in_line`: whether a place in line is good enough."""
        spoken = self.language.data if self.language.data in language.NAMES else "fr"
        return Typed(
            name=self.name.data or "", email=self.email.data or "", organization=self.organization.data or "",
            language=spoken, mode=self.mode.data or None, source=source, submission=submission, line=in_line,
        )  # fmt: skip


class AddPersonForm(Asking, ListedPersonForm):
    """Somebody added by hand. `expects` says that the form was shown while seats were free.

    The team may not know what the person would answer: nothing is demanded.
    """

    demanding = False

    over = BooleanField(_("Inscrire quand même, en surnombre"))
    expects = HiddenField()

    def typed(self, source: str, submission: str, in_line: bool = False) -> Typed:
        return replace(super().typed(source, submission, in_line), answers=self.replies())


class CorrectForm(PersonForm):
    """Who somebody is, corrected by the team."""

    language = RadioField(
        _("On lui écrit en"), choices=SPOKEN, default="fr", validators=[Optional()], validate_choice=False
    )

    def typed(self, needs: str) -> Typed:
        """What was written, cleaned; `needs` as they are."""
        return Typed(
            name=self.name.data or "", email=self.email.data or "", organization=self.organization.data or "",
            language=self.language.data if self.language.data in language.NAMES else "fr", needs=needs,
        )  # fmt: skip


class ReasonForm(FlaskForm):
    """Why somebody is taken off the list, or told no."""

    reason = line(_("Raison"), missing=_("Dites pourquoi, en quelques mots"))
