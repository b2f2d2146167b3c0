"""The forms that change or cancel several sessions of a series: what is left empty stays as it is."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, HiddenField, IntegerField, RadioField
from wtforms.validators import NumberRange, Optional

from resal.actions.scheduling import SeriesChange
from resal.language import gettext, lazy
from resal.queries.choices import Choices
from resal.queries.words import POLICIES, ROLES
from resal.web.forms.announcing import CancelForm
from resal.web.forms.base import _
from resal.web.forms.fields import (
    Rearranging,
    Rows,
    code_choice,
    count,
    hour,
    offer,
    prose,
    row_choice,
    ticks,
    web_address,
)
from resal.web.forms.meetings import backwards

SCOPES = {
    "one": lazy("Cette rencontre"),
    "following": lazy("Celle-ci et les suivantes"),
    "all": lazy("Toutes celles à venir"),
}
EMPTIED = {
    "venue": lazy("Lieu"),
    "link": lazy("Lien pour se joindre"),
    "instructions_fr": lazy("Consignes"),
    "instructions_en": lazy("Consignes en anglais"),
    "leaders": lazy("Animation"),
}
FURTHEST = 5 * 366
MOST_ROWS = 20


def scope() -> Any:
    """Which sessions are meant."""
    return code_choice(_("Lesquelles?"), SCOPES, RadioField, default="following")


class NewLeader(Form):
    """Somebody of the directory, in a role."""

    facilitator_id = row_choice(_("Personne"))
    role = code_choice(_("Rôle"), ROLES, default="facilitator")


class SeriesChangeForm(Rearranging, FlaskForm):
    """What changes in several sessions at once."""

    scope = scope()
    days = IntegerField(
        _("Décaler de combien de jours?"),
        [Optional(), NumberRange(-FURTHEST, FURTHEST, _("C'est trop loin : cinq ans au plus"))],
        invalid_value_message=_("Écrivez un nombre entier"),
    )
    start = hour(_("Nouvelle heure de début"))
    end = hour(_("Nouvelle heure de fin"))
    venue_id = row_choice(_("Lieu"))
    link = web_address(_("Lien pour se joindre"))
    capacity = count(_("Nombre de places"), _("Indiquez au moins une place."))
    capacity_online = count(_("Nombre de places en ligne"), _("Indiquez au moins une place."))
    registration = code_choice(
        _("Inscription"), {"": lazy("Ne rien changer"), **POLICIES}, default="", validators=[Optional()]
    )
    instructions_fr = prose(_("Consignes"))
    instructions_en = prose(_("Consignes en anglais"))
    leaders = Rows(FormField(NewLeader), min_entries=1, max_entries=MOST_ROWS)
    emptied = ticks(_("Vider dans chaque rencontre"), EMPTIED)
    tell = BooleanField(_("Prévenir les personnes inscrites et en attente"))
    seen = HiddenField()

    def __init__(self) -> None:
        super().__init__(data={"tell": True})

    def offer(self, choices: Choices) -> None:
        offer(self.venue_id, choices.venues, gettext("Ne rien changer"))
        for row in self.leaders.forms:
            offer(row.facilitator_id, choices.facilitators, gettext("Ne rien changer"))

    def validate(self, extra_validators: Any = None) -> bool:
        right: bool = super().validate(extra_validators)
        if backwards(self.start.data, self.end.data):
            self.end.errors = [gettext("L'heure de fin doit suivre l'heure de début.")]
            return False
        both = self._both() if right else []
        if both:
            words = gettext("%(what)s : écrivez ou videz, pas les deux.", what=", ".join(both))
            self.emptied.errors = [words]
            return False
        if right and not self.change().anything:
            self.form_errors.append(gettext("Rien ne change : choisissez ce qui doit changer."))
            return False
        return right

    def _both(self) -> list[str]:
        """What is to be emptied though something was written there, in words."""
        change = self.change()
        written = {
            "venue": change.venue_id, "link": change.link, "leaders": change.leaders,
            "instructions_fr": self.instructions_fr.data, "instructions_en": self.instructions_en.data,
        }  # fmt: skip
        return [gettext(EMPTIED[name]) for name in change.emptied if written[name]]

    def change(self) -> SeriesChange:
        """What was written, once found right."""
        texts = {"fr": self.instructions_fr.data or "", "en": self.instructions_en.data or ""}
        return SeriesChange(
            days=self.days.data or 0, start=self.start.data, end=self.end.data, venue_id=self.venue_id.data,
            link=self.link.data or "", capacity=self.capacity.data, capacity_online=self.capacity_online.data,
            registration=self.registration.data or "", instructions=texts if any(texts.values()) else {},
            leaders=tuple(
                (row.facilitator_id.data, row.role.data) for row in self.leaders.forms if row.facilitator_id.data
            ),
            emptied=tuple(self.emptied.data or ()),
        )  # fmt: skip


class SeriesCancelForm(CancelForm):
    """Why several sessions are cancelled, as the people registered will read it."""

    scope = scope()
    seen = HiddenField()
