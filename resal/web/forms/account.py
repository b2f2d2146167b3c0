"""The one field of signing in."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired

from resal.web.forms.base import _, one_line
from resal.web.forms.registration import Address


class SignInForm(FlaskForm):
    """Where to send the link."""

    email = StringField(
        _("Courriel"), filters=[one_line],
        validators=[DataRequired(_("Entrez une adresse courriel complète, avec ce qui suit le @")), Address()],
    )  # fmt: skip
