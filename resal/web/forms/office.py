"""Forms of the office: the team, the network's own settings."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from resal import language
from resal.models import Localized, Network
from resal.queries import words
from resal.queries.exporting import UNTAGGED
from resal.queries.network import NAME
from resal.web.forms.base import _, one_line
from resal.web.forms.fields import code_choice, line, lines, prose, texts
from resal.web.forms.registration import Address

LANGUAGES = [SelectChoice(code, name) for code, name in language.NAMES.items()]
PLAIN = (
    "acronym", "coordinator", "email", "phone", "postal_address", "privacy_officer", "privacy_email", "hosting",
    "retention_months", "timezone", "about",
)  # fmt: skip
TEXTS = ("name", "territory", "concern")
MOST_MONTHS = 120
_FULL_ADDRESS = _("Entrez une adresse courriel complète, avec ce qui suit le @")


class MemberForm(FlaskForm):
    """What may be changed of a member of the team."""

    name = line(_("Nom"), missing=_("Entrez un nom"))
    role = code_choice(_("Rôle"), words.ACCOUNT_ROLES, RadioField, default="coordinator")
    language = RadioField(_("Langue de ses pages et de ses courriels"), choices=LANGUAGES, default="fr")


class InviteForm(MemberForm):
    """Somebody new: the same, and the address where the link goes."""

    email = StringField(_("Courriel"), filters=[one_line], validators=[InputRequired(_FULL_ADDRESS), Address()])


class SettingsForm(FlaskForm):
    """The network: how it is called, how it is reached, who answers for personal data."""

    name_fr = line(_("Nom en français"), missing=_("Donnez un nom en français."))
    name_en = line(_("Nom en anglais"))
    acronym = line(_("Sigle"), missing=_("Donnez un sigle ou un nom court"))
    coordinator = line(_("Organisme qui coordonne"))
    territory_fr = prose(_("Territoire en français"))
    territory_en = prose(_("Territoire en anglais"))
    concern_fr = prose(_("Ce qui nous réunit, en français"))
    concern_en = prose(_("Ce qui nous réunit, en anglais"))
    audience = lines(_("À qui s'adressent les rencontres"))
    timezone = code_choice(_("Fuseau horaire"), words.ZONES)
    about = prose(_("D'où vient le programme"))
    email = StringField(_("Courriel"), filters=[one_line], validators=[Optional(), Address()])
    phone = line(_("Téléphone"))
    postal_address = prose(_("Adresse postale"))
    privacy_officer = line(_("Personne responsable"))
    privacy_email = StringField(_("Son courriel"), filters=[one_line], validators=[Optional(), Address()])
    retention_months = IntegerField(
        _("Mois de conservation"),
        [InputRequired(_("Indiquez un nombre de mois")),
         NumberRange(1, MOST_MONTHS, message=_("Indiquez de 1 à 120 mois"))],
        invalid_value_message=_("Écrivez un nombre entier"),
    )  # fmt: skip
    hosting = line(_("Lieu d'hébergement"))

    def keep_zone(self, zone: str) -> None:
        """Offer the zone that is set, though it is not among those proposed."""
        if zone not in words.ZONES:
            self.timezone.choices = [*self.timezone.choices, SelectChoice(zone, words.zone_name(zone))]

    def by_language(self, row: Network | None) -> dict[str, dict[str, str]]:
        """Each text by language; the languages this form does not show stay."""
        return {name: texts(self, name, _tagged(getattr(row, name) if row else Localized())) for name in TEXTS}

    def plain(self) -> dict[str, Any]:
        """The other columns, by name."""
        audience = [one_line(text) for text in (self.audience.data or "").splitlines() if text.strip()]
        return {"audience": audience, **{column: self[column].data or "" for column in PLAIN}}


def of_network(row: Network | None) -> dict[str, Any]:
    """What the settings show at first."""
    if row is None:
        return {"name_fr": NAME["fr"], "name_en": NAME["en"], "acronym": "RÉSAL", "retention_months": 24,
                "timezone": words.HOME}  # fmt: skip
    texts_ = {
        f"{name}_{code}": _tagged(getattr(row, name)).in_language(code) for name in TEXTS for code in language.NAMES
    }
    return {**texts_, "audience": "\n".join(row.audience), **{column: getattr(row, column) for column in PLAIN}}


def _tagged(text: Localized) -> Localized:
    """A text imported without a language is taken for French where there is no French: shown once, then saved so."""
    if text.get("fr") or not text.get(UNTAGGED):
        return text
    return Localized({"fr" if code == UNTAGGED else code: words_ for code, words_ in text.items()})
