"""The form of an invitation link."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm

from resal.language import gettext
from resal.web.forms.base import _, say
from resal.web.forms.fields import count, line, moment
from resal.web.forms.meetings import moment_problem


class InvitationForm(FlaskForm):
    """For whom, for how many registrations, until when. `zone`: of the session."""

    label = line(_("Pour qui?"), missing=_("Dites pour qui est ce lien"))
    most = count(_("Nombre d'inscriptions"), _("Indiquez au moins une inscription."))
    ends_at = moment(_("Fin du lien"))

    def __init__(self, zone: str) -> None:
        self.zone = zone
        super().__init__()

    def validate(self, extra_validators: object = None) -> bool:
        right = super().validate(extra_validators)
        if not self.most.errors and self.most.data is None:
            self.most.errors = [gettext("Indiquez au moins une inscription.")]
        refusal = moment_problem(self.ends_at.data, self.zone) if self.ends_at.data else None
        if refusal:
            self.ends_at.errors = [say(refusal)]
        return right and not self.most.errors and not self.ends_at.errors

    def end(self) -> datetime | None:
        """The end as an instant."""
        local = self.ends_at.data
        return local.replace(tzinfo=ZoneInfo(self.zone)) if local else None
