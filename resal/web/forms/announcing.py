"""The forms of what everybody is told: moving, cancelling, offering again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import HiddenField

from resal.actions.scheduling import MeetingPlan
from resal.actions.scheduling.dates import order, plans_of
from resal.language import gettext
from resal.models import Localized, TrainingSession
from resal.queries import clashes
from resal.queries.choices import Choice
from resal.queries.clashes import Wanted
from resal.web.forms.base import _, say
from resal.web.forms.fields import is_number, line, moment, offer, row_choice, texts, web_address
from resal.web.forms.meetings import meeting_rows, moment_problem, offer_choices, plans, right, rows_of, written
from resal.web.forms.rules import Dated


class DatesForm(Dated, FlaskForm):
    """The dates of a new edition."""

    meetings = meeting_rows()

    def __init__(self, session: TrainingSession, **data: Any) -> None:
        self.session, self.zone = session, session.timezone
        super().__init__(data=data)

    def offer(self, venues: Sequence[Choice]) -> None:
        offer_choices(self.meetings, venues, self.session)

    def wanted(self) -> Wanted:
        """The same for the same people, at these dates."""
        return replace(clashes.of_session(self.session), slots=self.slots(self.session.venue_id), session_id=None)

    def validate(self, extra_validators: Any = None) -> bool:
        fields = super().validate(extra_validators)
        if fields and not written(self.meetings):
            self.meetings.forms[0].date.errors = [gettext("Choisissez la date")]
        return right(self.meetings, self.session.timezone) and fields

    def plans(self) -> list[MeetingPlan]:
        """The dates written, once found right."""
        return plans(self.meetings)


class MoveForm(DatesForm):
    """When and where a session takes place from now on."""

    venue_id = row_choice(_("Lieu"))
    link = web_address(_("Lien pour se joindre"))
    revision = HiddenField()

    def __init__(self, session: TrainingSession) -> None:
        super().__init__(
            session, meetings=rows_of(session), venue_id=session.venue_id, link=session.link,
            revision=str(session.revision),
        )  # fmt: skip

    def offer(self, venues: Sequence[Choice]) -> None:
        super().offer(venues)
        offer(self.venue_id, venues, gettext("Aucun lieu pour l'instant"))

    def wanted(self) -> Wanted:
        return replace(clashes.of_session(self.session), slots=self.slots(self.venue_id.data))

    def plans(self) -> list[MeetingPlan]:
        return plans(self.meetings, self.session)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
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

    def _moves_nothing(self) -> bool:
        here = (self.venue_id.data, self.link.data or "")
        return sorted(plans_of(self.session), key=order) == self.plans() and here == (
            self.session.venue_id,
            self.session.link,
        )


class PlanForm(FlaskForm):
    """When a draft is published by itself, in the session's own time."""

    publish_at = moment(_("Jour et heure"))

    def __init__(self, session: TrainingSession) -> None:
        self.zone = ZoneInfo(session.timezone)
        planned = session.publish_at
        super().__init__(data={"publish_at": planned.astimezone(self.zone).replace(tzinfo=None) if planned else None})

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
