"""The form of a session: what, when and where, who."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import Form, FormField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from resal.actions.scheduling import SessionPlan
from resal.language import gettext, lazy
from resal.models import Localized, TrainingSession
from resal.models.training_session import KINDS
from resal.queries import clashes
from resal.queries.choices import Choices
from resal.queries.clashes import Wanted
from resal.queries.words import LANGUAGES, POLICIES, ROLES, SESSION_KINDS, VISIBILITIES, WAYS, ZONES, zone_name
from resal.web.forms.base import LONGEST_LINE, _, one_line, say
from resal.web.forms.fields import (
    Rows,
    code_choice,
    count,
    day,
    hours,
    is_number,
    line,
    minutes,
    moment,
    offer,
    offer_ticks,
    prose,
    row_choice,
    texts,
    ticks,
    web_address,
)
from resal.web.forms.meetings import meeting_rows, moment_problem, offer_choices, plans, right, rows_of
from resal.web.forms.rules import Dated

TEXTS = ("title", "summary", "objectives", "audience", "prerequisites", "instructions", "date_known_as")
AS_THEY_ARE = (
    "kind", "mode", "series_id", "number_in_series", "edition_number", "venue_id", "city", "link", "link_before",
    "capacity", "capacity_online", "registration", "waiting_list", "first_come_hours", "offer_hours",
    "organization_cap", "minimum", "minimum_by", "visibility", "languages", "external_url", "timezone",
)  # fmt: skip
# what the form of a published session does not ask for: that is moved apart
MOVED_APART = ("meetings", "timezone", "venue_id", "city", "link", "mode")
PERHAPS_EMPTY = ("city", "link", "languages", "external_url", "timezone", "mode")
WAITING_LISTS = {
    "auto": lazy("La place libérée va à la première personne qui attend"),
    "offer": lazy("La place libérée est offerte : il faut y répondre à temps"),
    "none": lazy("Pas de liste d'attente"),
}
# hours, as forms send them
FIRST_COME = {
    "0": lazy("Jamais : la liste est suivie jusqu'au début"),
    "2": lazy("Deux heures avant le début"),
    "6": lazy("Six heures avant le début"),
    "24": lazy("La veille : 24 heures avant le début"),
    "48": lazy("48 heures avant le début"),
    "72": lazy("72 heures avant le début"),
}
OFFERED_FOR = {
    "4": lazy("4 heures"),
    "12": lazy("12 heures : une journée"),
    "24": lazy("24 heures : deux journées"),
    "36": lazy("36 heures : trois journées"),
}
# minutes before the start from which the link to join is shown, as forms send them
LINK_SHOWN = {
    "": lazy("Dès l'inscription"),
    "1440": lazy("La veille"),
    "120": lazy("Deux heures avant"),
    "60": lazy("Une heure avant"),
    "15": lazy("Quinze minutes avant"),
}
# what a session of a series does not take over from the one before it
OF_ITS_OWN = ("title_fr", "title_en", "date_known_as_fr", "date_known_as_en", "link", "edition_number", "opens_at",
              "closes_at", "minimum_by", "meetings", "revision")  # fmt: skip
MOST_ROWS = 20
NOON = time(12)


class LeaderRow(Form):
    """Somebody of the directory, in a role."""

    facilitator_id = row_choice(_("Personne"))
    role = code_choice(_("Rôle"), ROLES, default="facilitator")


class OrganizerRow(Form):
    """An organization that organizes."""

    organization_id = row_choice(_("Organisme qui organise"))


class FunderRow(Form):
    """An organization that pays."""

    organization_id = row_choice(_("Organisme qui finance"))


class SessionForm(Dated, FlaskForm):
    """Everything a coordinator writes of a session. `usual`: its zone until another is chosen; `zone`: its own."""

    title_fr = line(_("Titre"), _("Donnez un titre en français"))
    title_en = line(_("Titre en anglais"))
    summary_fr = prose(_("Résumé"))
    summary_en = prose(_("Résumé en anglais"))
    objectives_fr = prose(_("Objectifs"))
    objectives_en = prose(_("Objectifs en anglais"))
    audience_fr = line(_("Public"))
    audience_en = line(_("Public, en anglais"))
    prerequisites_fr = prose(_("Préalables"))
    prerequisites_en = prose(_("Préalables en anglais"))
    instructions_fr = prose(_("Consignes"))
    instructions_en = prose(_("Consignes en anglais"))
    kind = code_choice(_("Genre"), {kind: SESSION_KINDS[kind] for kind in KINDS}, default="training")
    languages = ticks(_("Langue de la rencontre"), LANGUAGES)
    theme_ids = ticks(_("Thèmes"), coerce=int)
    series_id = row_choice(_("Série"))
    number_in_series = count(_("Numéro dans la série"), _("Comptez à partir de 1"), 999)
    edition_number = count(_("Numéro d'édition"), _("Comptez à partir de 1"), 999)

    meetings = meeting_rows()
    timezone = code_choice(_("Fuseau horaire"), ZONES)
    date_known_as_fr = line(_("Date à venir, en mots"))
    date_known_as_en = line(_("Date à venir, en mots anglais"))
    mode = code_choice(_("Comment se rencontre-t-on?"), WAYS, RadioField, default="in person", validators=[Optional()])
    venue_id = row_choice(_("Lieu"))
    city = line(_("Ville ou quartier"))
    link = web_address(_("Lien pour se joindre"))
    link_before = code_choice(_("Le lien est montré"), LINK_SHOWN, coerce=minutes)
    capacity = count(_("Nombre de places"), _("Indiquez au moins une place."))
    capacity_online = count(_("Nombre de places en ligne"), _("Indiquez au moins une place."))
    registration = code_choice(_("Inscription"), POLICIES, default="open")
    external_url = web_address(_("Page de la rencontre ailleurs"))
    opens_at = moment(_("Ouverture des inscriptions"))
    closes_at = moment(_("Fin des inscriptions"))
    waiting_list = code_choice(_("Quand c'est complet"), WAITING_LISTS, default="auto")
    first_come_hours = code_choice(_("Premier arrivé, à partir de"), FIRST_COME, coerce=hours, default=24)
    offer_hours = code_choice(_("Temps pour répondre à une offre"), OFFERED_FOR, coerce=hours, default=12)
    organization_cap = count(_("Places par organisme"), _("Indiquez au moins une place."))
    minimum = count(_("Nombre minimal de personnes"), _("Indiquez au moins une personne."))
    minimum_by = day(_("Décider au plus tard le"))
    visibility = code_choice(_("Qui peut voir la rencontre?"), VISIBILITIES, RadioField, default="public")

    leaders = Rows(FormField(LeaderRow), min_entries=1, max_entries=MOST_ROWS)
    organizers = Rows(FormField(OrganizerRow), min_entries=1, max_entries=MOST_ROWS)
    funders = Rows(FormField(FunderRow), min_entries=1, max_entries=MOST_ROWS)
    revision = HiddenField()

    def __init__(
        self, usual: str, session: TrainingSession | None = None, sent: bool = True,
        prefilled: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.before = session
        self.apart = MOVED_APART if session and session.published else ()
        sending = {} if sent else {"formdata": None}
        blank = {"languages": ["fr"], "timezone": usual, **(prefilled or {})}
        super().__init__(data=_data(session, usual) if session else blank, **sending)
        if usual not in ZONES:
            self.timezone.choices = [*self.timezone.choices, SelectChoice(usual, zone_name(usual))]
        chosen = self.timezone.data if session is None or not session.published else usual
        self.zone = chosen if chosen in ZONES else usual

    def offer(self, choices: Choices) -> None:
        """Give the choices of the directory their rows."""
        offer(self.series_id, choices.series, gettext("Aucune : une rencontre seule"))
        offer(self.venue_id, choices.venues, gettext("Aucun lieu pour l'instant"))
        offer_ticks(self.theme_ids, choices.themes)
        offer_choices(self.meetings, choices.venues, self.before)
        for row in self.leaders.forms:
            offer(row.facilitator_id, choices.facilitators, gettext("Personne pour l'instant"))
        for row in (*self.organizers.forms, *self.funders.forms):
            offer(row.organization_id, choices.organizations, gettext("Aucun organisme"))

    def begin_with(self, theme: str, borough: str) -> None:
        """Begin with what was asked for: a theme, if the directory has it (its id); where, in words."""
        self.theme_ids.data = [int(choice.value) for choice in self.theme_ids.choices if choice.value == theme]
        self.city.data = one_line(borough)[:LONGEST_LINE]

    def validate(self, extra_validators: Any = None) -> bool:
        fields = super().validate(extra_validators)
        dates, minimum = right(self.meetings, self.zone), self._minimum_is_right()
        return self._window_is_right() and fields and dates and minimum

    def wanted(self) -> Wanted:
        """When, where, with whom and for whom, as far as it was written."""
        leaders = frozenset(row.facilitator_id.data for row in self.leaders.forms if row.facilitator_id.data)
        said = {"fr": self.audience_fr.data or "", "en": self.audience_en.data or ""}
        return Wanted(
            self.slots(self.venue_id.data), leaders, frozenset(self.theme_ids.data or ()), self.series_id.data,
            clashes.audience(said), self.capacity.data, self.before.id if self.before else None, self.zone,
        )  # fmt: skip

    def seen(self) -> int:
        """The revision the form was filled in from; 0 when it does not say."""
        said = self.revision.data or ""
        return int(said) if is_number(said) else 0

    def plan(self) -> SessionPlan:
        """What was written, once it was found right."""
        written: dict[str, Any] = {name: texts(self, name, getattr(self.before, name, None)) for name in TEXTS}
        written |= {name: self[name].data for name in AS_THEY_ARE if name not in PERHAPS_EMPTY}
        return SessionPlan(
            **written, city=self.city.data or "", link=self.link.data or "", languages=tuple(self.languages.data or ()),
            external_url=self.external_url.data or "", timezone=self.zone, mode=self.mode.data or None,
            opens_at=self._instant(self.opens_at.data), closes_at=self._instant(self.closes_at.data),
            meetings=plans(self.meetings, self.before),
            leaders=[(row.facilitator_id.data, row.role.data) for row in self.leaders.forms if row.facilitator_id.data],
            theme_ids=self.theme_ids.data or (), organizer_ids=_ids(self.organizers), funder_ids=_ids(self.funders),
        )  # fmt: skip

    def translation(self, name: str) -> str:
        """What to say of the English of a text: that the French has changed since, or nothing."""
        text: Localized | None = getattr(self.before, name, None)
        outdated = text is not None and text.status("en") == "outdated"
        return gettext("Le français a changé depuis : relisez l'anglais.") if outdated else ""

    def _instant(self, local: datetime | None) -> datetime | None:
        return local.replace(tzinfo=ZoneInfo(self.zone)) if local else None

    def _minimum_is_right(self) -> bool:
        """A minimum and the day when it is looked at go together; neither cancels anything."""
        by, minimum = self.minimum_by, self.minimum
        if by.errors or minimum.errors:
            return False
        if minimum.data and not by.data:
            by.errors = [gettext("Indiquez jusqu'à quand décider.")]
        if by.data and not minimum.data:
            minimum.errors = [gettext("Indiquez au moins une personne.")]
        refusal = moment_problem(datetime.combine(by.data, NOON), self.zone) if by.data else None
        if refusal:
            by.errors = [say(refusal)]
        return not by.errors and not minimum.errors

    def _window_is_right(self) -> bool:
        for field in (self.opens_at, self.closes_at):
            refusal = moment_problem(field.data, self.zone) if field.data and not field.errors else None
            if refusal:
                field.errors = [say(refusal)]
        opens, closes = self.opens_at.data, self.closes_at.data
        if opens and closes and closes <= opens and not self.closes_at.errors:
            self.closes_at.errors = [gettext("La fin des inscriptions doit suivre leur ouverture.")]
        return not self.opens_at.errors and not self.closes_at.errors


def _data(session: TrainingSession, zone: str) -> dict[str, Any]:
    spoken = {
        f"{name}_{language}": getattr(session, name).in_language(language)
        for name in TEXTS
        for language in ("fr", "en")
    }
    return {
        **spoken,
        **{name: getattr(session, name) for name in AS_THEY_ARE}, "mode": session.mode or "",
        "opens_at": _local(session.opens_at, zone), "closes_at": _local(session.closes_at, zone),
        "meetings": rows_of(session), "theme_ids": [theme.id for theme in session.themes],
        "leaders": [{"facilitator_id": led.facilitator_id, "role": led.role} for led in session.facilitations],
        "organizers": [{"organization_id": body.id} for body in session.organizers],
        "funders": [{"organization_id": body.id} for body in session.funders],
        "revision": str(session.revision),
    }  # fmt: skip


def next_in_series(series_id: int, last: TrainingSession | None, zone: str) -> dict[str, Any]:
    """What a new session of a series begins with: what stays true of the last one, and the next number."""
    if last is None:
        return {"series_id": series_id, "number_in_series": 1}
    kept = {name: value for name, value in _data(last, zone).items() if name not in OF_ITS_OWN}
    return {**kept, "series_id": series_id, "number_in_series": (last.number_in_series or 0) + 1}


def _local(instant: datetime | None, zone: str) -> datetime | None:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if instant else None


def _ids(rows: Rows) -> list[int]:
    return [row.organization_id.data for row in rows.forms if row.organization_id.data]
