"""The form of about how many people came."""

from flask_wtf import FlaskForm

from resal.models import TrainingSession
from resal.web.forms.base import _
from resal.web.forms.fields import count


class EstimateForm(FlaskForm):
    """One number, or two for « de 12 à 15 »."""

    low = count(_("Environ, ou de"), _("Écrivez 0 ou un nombre plus grand"), first=0)
    high = count(_("à"), _("Écrivez 0 ou un nombre plus grand"), first=0)

    @classmethod
    def of(cls, session: TrainingSession) -> "EstimateForm":
        """The form with what was noted: 15 to 15 is about 15."""
        low, high = session.attendance_low, session.attendance_high
        return cls(formdata=None, data={"low": low, "high": None if high == low else high})
