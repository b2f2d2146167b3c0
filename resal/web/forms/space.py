"""The forms of somebody's own space."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from resal.web.forms.base import _
from resal.web.forms.interest import TellMeForm
from resal.web.forms.registration import PersonForm


class AskForm(TellMeForm):
    """Where to send the link to all one's places."""


class DetailsOfMineForm(PersonForm):
    """What one may correct of oneself; the address is changed apart, as it must be confirmed."""

    email = None
    language = RadioField(
        _("On vous écrit en"), validators=[Optional()],
        choices=[SelectChoice("fr", "Français"), SelectChoice("en", "English")],
    )  # fmt: skip


class NewAddressForm(TellMeForm):
    """Where to write from now on."""
