"""The forms of the directory: facilitators, organizations, venues, series, themes."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, StringField
from wtforms.validators import Optional

from resal.language import gettext, lazy
from resal.models import Facilitator, Organization, Series, Theme, Venue
from resal.queries.choices import Choice, Choices
from resal.web.forms import points
from resal.web.forms.base import _, one_line
from resal.web.forms.fields import (
    Rearranging,
    Rows,
    count,
    line,
    lines,
    offer,
    offer_ticks,
    prose,
    row_choice,
    texts,
    ticks,
    web_address,
)
from resal.web.forms.registration import Address

SPOKEN = {"fr": lazy("Français"), "en": lazy("Anglais"), "es": lazy("Espagnol")}
MOST_ROWS = 20
MOST_PEOPLE = 100_000


class OrganizationForm(FlaskForm):
    """A body people belong to. `parents`: those it may be a part of."""

    name_fr = line(_("Nom"), _("Donnez un nom en français."))
    name_en = line(_("Nom en anglais"))
    acronym = line(_("Sigle"))
    kind = line(_("Genre d'organisme"))
    parent_id = row_choice(_("Fait partie de"))
    city = line(_("Ville"))
    website = web_address(_("Site Web"))
    territories = lines(_("Territoires"))
    aliases = lines(_("Autres noms"))
    hidden = BooleanField(_("Ne pas afficher cet organisme"))

    def __init__(self, row: Organization | None, parents: list[Choice]) -> None:
        self.row = row
        columns = _columns(row, "acronym", "kind", "parent_id", "city", "website", "hidden")
        super().__init__(data=_spoken(row, "name") | columns | _lists(row, "territories", "aliases"))
        offer(self.parent_id, parents, gettext("Aucun autre"))

    def plain(self) -> dict[str, Any]:
        """The columns that are not translated, by name."""
        return {
            **_lines_of(self, "acronym", "kind", "city", "website"), "parent_id": self.parent_id.data,
            "territories": _list(self.territories), "aliases": _list(self.aliases), "hidden": self.hidden.data,
        }  # fmt: skip


class VenueForm(FlaskForm):
    """A place, how to get in, how many people it holds."""

    name = line(_("Nom du lieu"), _("Donnez un nom au lieu."))
    address = line(_("Adresse"))
    borough = line(_("Arrondissement ou quartier"))
    city = line(_("Ville"))
    point = points.map_point(_("Point sur la carte"))
    access_fr = prose(_("Accès et accessibilité"))
    access_en = prose(_("Accès et accessibilité, en anglais"))
    capacity = count(_("Nombre de personnes que le lieu reçoit"), _("Indiquez au moins une place."), MOST_PEOPLE)

    def __init__(self, row: Venue | None) -> None:
        self.row = row
        columns = _columns(row, "name", "address", "borough", "city", "capacity")
        there = {"point": points.written(row.latitude, row.longitude)} if row else {}
        super().__init__(data=_spoken(row, "access") | columns | there)

    def plain(self) -> dict[str, Any]:
        latitude, longitude = points.read(self.point.data or "") or (None, None)
        return {
            **_lines_of(self, "name", "address", "borough", "city"), "capacity": self.capacity.data,
            "latitude": latitude, "longitude": longitude,
        }  # fmt: skip


class RoleRow(Form):
    """A title held in an organization today."""

    title_fr = line(_("Titre"))
    title_en = line(_("Titre en anglais"))
    organization_id = row_choice(_("Organisme"))

    @property
    def blank(self) -> bool:
        return not (self.title_fr.data or self.title_en.data or self.organization_id.data)


class FacilitatorForm(Rearranging, FlaskForm):
    """Somebody who leads, without an account."""

    name = line(_("Nom"), _("Donnez un nom."))
    email = StringField(_("Courriel"), filters=[one_line], validators=[Optional(), Address()])
    bio_fr = prose(_("Présentation"))
    bio_en = prose(_("Présentation en anglais"))
    languages = ticks(_("Langues"), SPOKEN)
    roles = Rows(FormField(RoleRow), min_entries=1, max_entries=MOST_ROWS)

    def __init__(self, row: Facilitator | None) -> None:
        self.row = row
        data = _spoken(row, "bio") | _columns(row, "name", "email", "languages")
        super().__init__(data=data | ({"roles": _roles(row)} if row and row.roles else {}))

    def offer(self, choices: Choices) -> None:
        for role in self.roles.forms:
            offer(role.organization_id, choices.organizations, gettext("Aucun organisme"))

    def plain(self) -> dict[str, Any]:
        return {**_lines_of(self, "name", "email"), "languages": self.languages.data or []}

    def titles(self) -> list[tuple[dict[str, str], int | None]]:
        """(title by language, organization id) of each role; other languages stay with their French."""
        before = {role.title.in_language("fr"): role.title for role in self.row.roles} if self.row else {}
        written = [role for role in self.roles.forms if not role.blank]
        return [
            (texts(role, "title", before.get(role.title_fr.data or "")), role.organization_id.data) for role in written
        ]


class SeriesForm(Rearranging, FlaskForm):
    """A cycle of sessions."""

    title_fr = line(_("Titre"), _("Donnez un titre en français."))
    title_en = line(_("Titre en anglais"))
    season = line(_("Saison"))
    summary_fr = prose(_("Résumé"))
    summary_en = prose(_("Résumé en anglais"))
    theme_ids = ticks(_("Thèmes"), coerce=int)
    register_whole = BooleanField(_("On s'inscrit à toute la série"))
    funder_ids = Rows(row_choice(_("Organisme qui finance")), min_entries=1, max_entries=MOST_ROWS)

    def __init__(self, row: Series | None) -> None:
        self.row = row
        data = _spoken(row, "title", "summary") | _columns(row, "season", "register_whole")
        ids = {
            "theme_ids": [theme.id for theme in row.themes],
            "funder_ids": [body.id for body in row.funders],
        } if row else {}  # fmt: skip
        super().__init__(data=data | ids)

    def offer(self, choices: Choices) -> None:
        offer_ticks(self.theme_ids, choices.themes)
        for field in self.funder_ids.entries:
            offer(field, choices.organizations, gettext("Aucun organisme"))

    def said(self) -> dict[str, dict[str, str]]:
        """Title and summary by language."""
        return {name: texts(self, name, getattr(self.row, name, None)) for name in ("title", "summary")}

    def plain(self) -> dict[str, Any]:
        return {**_lines_of(self, "season"), "register_whole": self.register_whole.data}

    def funders(self) -> list[int]:
        return [field.data for field in self.funder_ids.entries if field.data]


class ThemeForm(FlaskForm):
    """A subject, the other words for it, and what is known of it."""

    label_fr = line(_("Nom"), _("Donnez un nom en français."))
    label_en = line(_("Nom en anglais"))
    aliases = lines(_("Autres mots pour le dire"))
    synthesis_fr = prose(_("Synthèse"))
    synthesis_en = prose(_("Synthèse en anglais"))

    def __init__(self, row: Theme | None) -> None:
        self.row = row
        super().__init__(data=_spoken(row, "label", "synthesis") | _lists(row, "aliases"))

    def said(self, name: str) -> dict[str, str]:
        return texts(self, name, getattr(self.row, name, None))

    def words(self) -> list[str]:
        """The other words, one a line."""
        return _list(self.aliases)


def _spoken(row: Any, *names: str) -> dict[str, Any]:
    values = {name: getattr(row, name, None) or {} for name in names}
    return {f"{name}_{language}": values[name].get(language, "") for name in names for language in ("fr", "en")}


def _columns(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} if row is not None else {}


def _lists(row: Any, *names: str) -> dict[str, str]:
    """Lists as people write them: one a line."""
    return {name: "\n".join(getattr(row, name) or []) for name in names} if row is not None else {}


def _roles(row: Facilitator) -> list[dict[str, Any]]:
    return [{**_spoken(role, "title"), "organization_id": role.organization_id} for role in row.roles]


def _lines_of(form: FlaskForm, *names: str) -> dict[str, str]:
    return {name: form[name].data or "" for name in names}


def _list(field: Any) -> list[str]:
    lines = (one_line(text) for text in (field.data or "").splitlines())
    return list(dict.fromkeys(text for text in lines if text))
