"""Forms of whoever arrives by themself."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired

from resal import language
from resal.actions.registering import Typed
from resal.web.forms.base import _, one_line
from resal.web.forms.fields import line
from resal.web.forms.registration import Address, PersonForm


class ArrivalForm(FlaskForm):
    """The address one registered with; the name too for those who share it."""

    email = StringField(
        _("Courriel de votre inscription"), filters=[one_line],
        validators=[DataRequired(_("Entrez une adresse courriel complète, avec ce qui suit le @")), Address()],
    )  # fmt: skip
    name = line(_("Prénom et nom"))


class ComingInForm(PersonForm):
    """The three fields of every registration, at the door."""

    def typed(self, submission: str) -> Typed:
        """What was written, cleaned."""
        return Typed(
            name=self.name.data or "", email=self.email.data or "", organization=self.organization.data or "",
            language=language.current(), submission=submission,
        )  # fmt: skip
