"""Forms of the door: about how many people came, for how long somebody was there."""

from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from resal.actions.stays import Stay
from resal.language import durations
from resal.models import TrainingSession
from resal.web.forms.base import _, clean
from resal.web.forms.fields import count, hour, line


class EstimateForm(FlaskForm):
    """One number, or two for « de 12 à 15 »."""

    low = count(_("Environ, ou de"), _("Écrivez 0 ou un nombre plus grand"), first=0)
    high = count(_("à"), _("Écrivez 0 ou un nombre plus grand"), first=0)

    @classmethod
    def of(cls, session: TrainingSession) -> "EstimateForm":
        """The form with what was noted: 15 to 15 is about 15."""
        low, high = session.attendance_low, session.attendance_high
        return cls(formdata=None, data={"low": low, "high": None if high == low else high})


def _is_a_duration(_form: FlaskForm, field: Field) -> None:
    if durations.minutes(field.data or "") is None:
        raise ValidationError(_("Écrivez la durée avec son unité, comme 45 min ou 1 h 30"))


class CorrectionForm(FlaskForm):
    """What somebody says of a presence that was not noted as it was."""

    words = TextAreaField(
        _("Ce qu'il faut savoir"), filters=[clean],
        validators=[Optional(), Length(max=1000, message=_("Raccourcissez : 1000 caractères au plus"))],
    )  # fmt: skip


class AnswerForm(FlaskForm):
    """The answer to it: for how long they were there, or why nothing is corrected."""

    duration = line(_("Durée"), more=[_is_a_duration])
    reason = line(_("Raison"))

    def stay(self) -> Stay | None:
        """The time that was typed, once it is right; None for the whole date."""
        said = self.duration.data
        return Stay(durations.minutes(said)) if said else None


class StayForm(FlaskForm):
    """A duration, or the hours of arrival and departure."""

    duration = line(_("Durée"), more=[_is_a_duration])
    arrived = hour(_("Arrivée"))
    left = hour(_("Départ"))

    def stay(self) -> Stay:
        """What was typed, once it is right."""
        said = self.duration.data
        return Stay(durations.minutes(said) if said else None, self.arrived.data, self.left.data)
