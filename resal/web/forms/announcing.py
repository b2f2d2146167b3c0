"""The forms of what everybody is told: moving, cancelling, offering again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Optional

from resal.actions import Actor, scheduling
from resal.actions.scheduling import MeetingPlan, MovePlan
from resal.actions.scheduling.dates import order, plans_of
from resal.actions.scheduling.repeating import CIRCLE
from resal.language import gettext
from resal.models import Localized, TrainingSession, localized
from resal.queries import clashes
from resal.queries.choices import Choice
from resal.queries.clashes import Wanted
from resal.queries.words import WAYS
from resal.web.forms.base import _, say
from resal.web.forms.fields import code_choice, count, is_number, line, moment, offer, row_choice, texts, web_address
from resal.web.forms.meetings import meeting_rows, moment_problem, offer_choices, plans, right, rows_of, written
from resal.web.forms.rules import Dated


class DatesForm(Dated, FlaskForm):
    """The dates of a session, or the words for a date to come."""

    meetings = meeting_rows()
    date_known_as_fr = line(_("Date à venir, en mots"))
    date_known_as_en = line(_("Date à venir, en mots anglais"))

    def __init__(self, session: TrainingSession, sent: bool = True, **data: Any) -> None:
        self.session, self.zone = session, session.timezone
        super().__init__(data=data, **({} if sent else {"formdata": None}))

    def offer(self, venues: Sequence[Choice]) -> None:
        offer_choices(self.meetings, venues, self.session)

    def wanted(self) -> Wanted:
        """The same for the same people, at these dates."""
        return replace(clashes.of_session(self.session), slots=self.slots(self.session.venue_id), session_id=None)

    def validate(self, extra_validators: Any = None) -> bool:
        fields = super().validate(extra_validators)
        return right(self.meetings, self.session.timezone) and fields

    def plans(self) -> list[MeetingPlan]:
        """The dates written, once found right; none is a date to come."""
        return plans(self.meetings)

    def known_as(self) -> dict[str, str]:
        """The words for a date to come, by language; its other languages stay as they were."""
        return texts(self, "date_known_as", self.session.date_known_as)


class EditionForm(DatesForm):
    """The dates of a new edition."""

    def make(self, actor: Actor) -> TrainingSession:
        """The edition, as a draft. Raises `Refusal`."""
        return scheduling.repeat(self.session, self.plans(), actor, self.known_as())

    def known_as(self) -> dict[str, str]:
        return texts(self, "date_known_as")


class CircleForm(EditionForm):
    """The dates of the circle that follows a training, and for how many."""

    capacity = count(_("Nombre de places"), _("Indiquez au moins une place."), default=CIRCLE)

    def make(self, actor: Actor) -> TrainingSession:
        return scheduling.follow(self.session, self.plans(), actor, self.known_as(), self.capacity.data)


class MoveForm(DatesForm):
    """When and where a session takes place from now on."""

    undated = BooleanField(_("La date est à venir, sans jour précis"))
    venue_id = row_choice(_("Lieu"))
    link = web_address(_("Lien pour se joindre"))
    mode = code_choice(_("Comment se rencontre-t-on?"), WAYS, RadioField, validators=[Optional()])
    revision = HiddenField()
    apart = ()

    def __init__(self, session: TrainingSession, sent: bool = True) -> None:
        spoken = {f"date_known_as_{language}": session.date_known_as.in_language(language) for language in ("fr", "en")}
        super().__init__(
            session, sent, meetings=rows_of(session), venue_id=session.venue_id, link=session.link,
            mode=session.mode or "", revision=str(session.revision), **spoken,
        )  # fmt: skip

    def offer(self, venues: Sequence[Choice]) -> None:
        super().offer(venues)
        offer(self.venue_id, venues, gettext("Aucun lieu pour l'instant"))

    def wanted(self) -> Wanted:
        slots = () if self.undated.data else self.slots(self.venue_id.data)
        return replace(clashes.of_session(self.session), slots=slots)

    def plans(self) -> list[MeetingPlan]:
        return [] if self.undated.data else plans(self.meetings, self.session)

    def plan(self) -> MovePlan:
        words = self.known_as() if self.undated.data else None
        return MovePlan(self.plans(), self.venue_id.data, self.link.data or "", self.mode.data or None, words)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators) or not self._says_when():
            return False
        if self._moves_nothing():
            self.form_errors.append(
                gettext("Rien ne change : choisissez une autre date, une autre heure ou un autre lieu.")
            )
            return False
        return True

    def seen(self) -> int:
        """The revision the form was filled in from; 0 when it does not say."""
        said = self.revision.data or ""
        return int(said) if is_number(said) else 0

    def _says_when(self) -> bool:
        """A date, or words for one to come: in French at least."""
        if not self.undated.data and not written(self.meetings):
            self.meetings.forms[0].date.errors = [gettext("Choisissez la date")]
            return False
        if self.undated.data and not self.date_known_as_fr.data:
            self.date_known_as_fr.errors = [
                gettext("Dites ce qu'on sait de la date : les personnes inscrites le liront.")
            ]
            return False
        return True

    def _moves_nothing(self) -> bool:
        session, to = self.session, self.plan()
        words = localized({**(to.known_as or {})}, session.date_known_as)
        standing = MovePlan.of(session, meetings=sorted(plans_of(session), key=order))
        return replace(to, known_as=None) == standing and words == session.date_known_as


class PlanForm(FlaskForm):
    """When a draft is published by itself, in the session's own time."""

    publish_at = moment(_("Jour et heure"))
    announce = BooleanField(_("Prévenir alors les personnes abonnées"))

    def __init__(self, session: TrainingSession) -> None:
        self.zone = ZoneInfo(session.timezone)
        planned = session.publish_at
        chosen = planned.astimezone(self.zone).replace(tzinfo=None) if planned else None
        super().__init__(data={"publish_at": chosen, "announce": session.publish_announces})

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        refusal = moment_problem(self.publish_at.data, self.zone.key) if self.publish_at.data else None
        if refusal or self.publish_at.data is None:
            said = say(refusal) if refusal else gettext("Choisissez le jour et l'heure")
            self.publish_at.errors = [said]
        return not self.publish_at.errors

    def instant(self) -> datetime:
        """What was chosen, once found right."""
        chosen: datetime = self.publish_at.data
        return chosen.replace(tzinfo=self.zone)


class CancelForm(FlaskForm):
    """Why a session is cancelled, as the people registered will read it."""

    reason_fr = line(_("Raison"), _("Dites pourquoi : les personnes inscrites le liront."))
    reason_en = line(_("Raison en anglais"))

    def __init__(self, before: Localized | None = None) -> None:
        self.before = before
        said = {f"reason_{code}": before.in_language(code) for code in ("fr", "en")} if before else {}
        super().__init__(data=said)

    def reason(self) -> dict[str, str]:
        """By language; the languages that the form does not show stay."""
        return texts(self, "reason", self.before)
