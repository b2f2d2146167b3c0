"""Forms of attestations: the rule of a session or a series, taking one back, issuing one again."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from resal.models import Series, TrainingSession
from resal.queries import attestation_rules
from resal.queries.attestation_rules import MOST, Rule
from resal.web.forms.base import _
from resal.web.forms.fields import count, line

OF_A_SERIES = [
    SelectChoice("", _("Comme d'habitude : une par rencontre, dès une date de présence")),
    SelectChoice("session", _("Une par rencontre, avec ce minimum")),
    SelectChoice("series", _("Une pour toute la série, avec ce minimum")),
    SelectChoice("none", _("Pas d'attestation")),
]
OF_A_SESSION = [
    SelectChoice("", _("Comme d'habitude : dès une date de présence")),
    SelectChoice("session", _("Avec ce minimum")),
    SelectChoice("none", _("Pas d'attestation")),
]
OF_ITS_SERIES = [SelectChoice("", _("Comme le dit la série")), *OF_A_SESSION[1:]]
COUNTS = [SelectChoice("meetings", _("dates")), SelectChoice("hours", _("heures"))]


class RuleForm(FlaskForm):
    """Who gets an attestation, and of what."""

    of = RadioField(_("Attestation"), choices=[], default="", validate_choice=True)
    least = count(_("Au moins"), _("Écrivez un nombre à partir de 1"), MOST)
    counted = RadioField(_("Ce qu'on compte"), choices=COUNTS, default="meetings")

    def __init__(self, subject: TrainingSession | Series) -> None:
        stored = attestation_rules.read(subject.attestation_rule)
        data = {"of": stored.of, "least": stored.least, "counted": stored.count} if stored else {}
        super().__init__(data={"of": "", "least": 1, **data})
        self.of.choices = _choices(subject)

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if right and self.of.data in ("session", "series") and self.least.data is None:
            self.least.errors = [_("Écrivez un nombre à partir de 1")]
            return False
        return right

    def rule(self) -> Rule | None:
        """What was chosen; None: no rule of its own."""
        return Rule(self.of.data, self.counted.data, self.least.data or 1) if self.of.data else None


class RevokeForm(FlaskForm):
    """Why an attestation is taken back."""

    reason = line(_("Raison"), missing=_("Dites pourquoi, en quelques mots"))


class ReissueForm(FlaskForm):
    """The name as it is to be printed."""

    name = line(_("Prénom et nom"), missing=_("Entrez le prénom et le nom"))


def _choices(subject: TrainingSession | Series) -> list[SelectChoice]:
    if isinstance(subject, Series):
        return OF_A_SERIES
    return OF_ITS_SERIES if subject.series_id is not None else OF_A_SESSION
