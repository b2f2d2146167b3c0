"""« Est-ce l'un de ceux-ci? »: which organization is meant, in whatever form asks for one."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from resal.language import gettext
from resal.language.typography import fold
from resal.web.forms.base import _, one_line


class Meaning:
    """`meant`: one of the names that were offered, or nothing for what was written; `asked`: the name
    about which that was asked, so that whoever writes another one is asked again.
    """

    organization: Any
    meant = RadioField(
        _("Est-ce l'un de ceux-ci?"), choices=[], filters=[one_line], validators=[Optional()], validate_choice=False
    )
    asked = HiddenField(filters=[one_line])

    def ask_which(self, names: Sequence[str]) -> None:
        """Offer these names beside what was written, which stays the answer until another is chosen."""
        typed = self.organization.data or ""
        keep = SelectChoice("", gettext("Non, c'est « %(name)s »", name=typed))
        self.meant.choices = [*(SelectChoice(name, name) for name in names), keep]
        self.meant.data, self.asked.data = "", typed

    @property
    def sure(self) -> bool:
        """Whether the organization is meant as written."""
        return fold(self.asked.data or "") == fold(self.organization.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        if self.meant.data:
            self.organization.data = self.asked.data = self.meant.data
        return bool(super().validate(extra_validators))  # type: ignore[misc] # of the form it is mixed into
