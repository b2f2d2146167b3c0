"""The form of what ties a session to others."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, HiddenField

from resal.actions.scheduling.tying import MOST_FOLLOW_UPS, FollowUpPlan, TiesPlan
from resal.language import gettext
from resal.models import FollowUp, TrainingSession
from resal.models.training_session import KINDS
from resal.queries.session_choices import sessions
from resal.queries.words import SESSION_KINDS
from resal.web.forms.base import _
from resal.web.forms.fields import (
    OfARevision,
    Rearranging,
    Rows,
    code_choice,
    is_number,
    line,
    offer,
    row_choice,
    texts,
)


class FollowUpRow(Form):
    """What comes after a session, in words, or the session it became."""

    item = HiddenField()
    kind = code_choice(_("Genre"), {kind: SESSION_KINDS[kind] for kind in KINDS}, default="clinical supervision")
    text_fr = line(_("Ce qui est prévu"))
    text_en = line(_("Ce qui est prévu, en anglais"))
    when_fr = line(_("Quand, en mots"))
    when_en = line(_("Quand, en mots anglais"))
    became_id = row_choice(_("C'est devenu la rencontre"))

    @property
    def blank(self) -> bool:
        """Nothing was written in this row."""
        return not any(field.data for field in (self.text_fr, self.text_en, self.when_fr, self.when_en, self.became_id))

    @property
    def id(self) -> int | None:
        return int(self.item.data) if is_number(self.item.data or "") else None

    def plan(self, before: FollowUp | None) -> FollowUpPlan:
        return FollowUpPlan(
            texts(self, "text", before.text if before else None), texts(self, "when", before.when if before else None),
            self.kind.data, self.became_id.data, self.id,
        )  # fmt: skip


class TiesForm(Rearranging, OfARevision, FlaskForm):
    """Editions, what it follows, what comes after. `find` looks for sessions to choose from."""

    find = line(_("Chercher une rencontre"))
    edition_of_id = row_choice(_("C'est une nouvelle édition de"))
    follows_id = row_choice(_("Elle fait suite à"))
    attended_only = BooleanField(_("Réservée aux personnes venues à la rencontre à laquelle elle fait suite"))
    follow_ups = Rows(FormField(FollowUpRow), min_entries=1, max_entries=MOST_FOLLOW_UPS)
    apart = ("find",)

    def __init__(self, session: TrainingSession, sent: bool = True) -> None:
        self.before = session
        sending = {} if sent else {"formdata": None}
        super().__init__(data=_data(session), **sending)
        self.offer()

    def offer(self) -> None:
        """Give the choices the sessions that were looked for, and those chosen already."""
        rows = self.follow_ups.forms
        chosen = {self.edition_of_id.data, self.follows_id.data, *(row.became_id.data for row in rows)}
        choices = sessions(self.before.id, self.find.data or "", chosen)
        offer(self.edition_of_id, choices, gettext("Aucune : donnée pour la première fois"))
        for field in (self.follows_id, *(row.became_id for row in rows)):
            offer(field, choices, gettext("Aucune rencontre"))

    def rearranged(self, pressed: Any) -> bool:
        moved = "look" in pressed or super().rearranged(pressed)
        self.offer()
        return moved

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        for row in self._written():
            if not row.text_fr.data and not row.text_en.data:
                row.text_fr.errors = [gettext("Dites ce qui est prévu, ou videz cette ligne.")]
                right = False
        return right

    def plan(self) -> TiesPlan:
        """What was written, once found right."""
        before = {one.id: one for one in self.before.follow_ups}
        return TiesPlan(
            self.edition_of_id.data, self.follows_id.data, bool(self.attended_only.data),
            [row.plan(before.get(row.id or 0)) for row in self._written()],
        )  # fmt: skip

    def _written(self) -> list[FollowUpRow]:
        return [row for row in self.follow_ups.forms if not row.blank]


def _data(session: TrainingSession) -> dict[str, Any]:
    return {
        "edition_of_id": session.first_edition_id, "follows_id": session.follows_id,
        "attended_only": session.attended_only, "revision": str(session.revision),
        "follow_ups": [_row(one) for one in session.follow_ups],
    }  # fmt: skip


def _row(one: FollowUp) -> dict[str, Any]:
    texts_ = {"text": one.text, "when": one.when}
    spoken = {f"{name}_{code}": text.in_language(code) for name, text in texts_.items() for code in ("fr", "en")}
    return {"item": str(one.id), "kind": one.kind, "became_id": one.became_id, **spoken}
