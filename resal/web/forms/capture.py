"""Forms of what was learned and agreed: the box of the moment, and each thing corrected later."""

from collections.abc import Iterator
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from resal import language
from resal.actions.reflecting import StepText, TakeawayText
from resal.language import lazy
from resal.models import NextStep, Takeaway
from resal.queries import words
from resal.queries.capture import owner
from resal.web.forms.base import _, one_line
from resal.web.forms.fields import code_choice, day, line, prose, row_choice, texts, ticks, web_address

NEXT_STEP = "next-step"
KINDS = {
    "finding": words.TAKEAWAY_KINDS["finding"],
    "practice": words.TAKEAWAY_KINDS["practice"],
    "tool": words.TAKEAWAY_KINDS["tool"],
    NEXT_STEP: lazy("Suite"),
    "highlight": words.TAKEAWAY_KINDS["highlight"],
    "figure": words.TAKEAWAY_KINDS["figure"],
    "question": words.TAKEAWAY_KINDS["question"],
}
LANGUAGES = {"fr": words.LANGUAGES["fr"], "en": words.LANGUAGES["en"]}
_BOX = 1000  # more than may be kept: the words too many are shown, not cut


class CaptureForm(FlaskForm):
    """One big box, its kind; themes come with the session, and a next step may have an owner and a date."""

    text_fr = TextAreaField(
        _("Une chose à retenir, en une phrase"), filters=[one_line],
        validators=[DataRequired(_("Écrivez une chose à retenir, en une phrase.")),
                    Length(max=_BOX, message=_("Une phrase de 240 caractères au plus."))],
    )  # fmt: skip
    kind = code_choice(_("Genre"), KINDS, RadioField, default="finding")
    spoken = code_choice(_("Langue de cette phrase"), LANGUAGES, RadioField, default="fr")
    themes = ticks(_("Thèmes"), coerce=int)
    owner = line(_("Responsable"))
    due_on = day(_("Échéance"))

    @property
    def is_next_step(self) -> bool:
        return bool(self.kind.data == NEXT_STEP)

    def takeaway(self) -> TakeawayText:
        return TakeawayText(self.kind.data, {self.spoken.data: self.text_fr.data}, theme_ids=tuple(self.themes.data))

    def next_step(self, ids: dict[str, Any]) -> StepText:
        """`ids`: the organization or facilitator that the typed owner is, by column."""
        return StepText({self.spoken.data: self.text_fr.data}, self.owner.data or "", due_on=self.due_on.data, **ids)


class TakeawayForm(FlaskForm):
    """A takeaway in French and English; its other languages stay."""

    kind = code_choice(_("Genre"), words.TAKEAWAY_KINDS, RadioField)
    title_fr = line(_("Titre en français"))
    title_en = line(_("Titre en anglais"))
    text_fr = prose(_("En français"))
    text_en = prose(_("En anglais"))
    themes = ticks(_("Thèmes"), coerce=int)
    facilitator_id = row_choice(_("Avec qui"))

    def typed(self, row: Takeaway) -> TakeawayText:
        return TakeawayText(
            self.kind.data, _on_one_line(texts(self, "text", row.text)), texts(self, "title", row.title),
            tuple(self.themes.data), self.facilitator_id.data,
        )  # fmt: skip


class StepForm(FlaskForm):
    """A next step: its words, who does it, until when, and where it stands."""

    text_fr = prose(_("En français"))
    text_en = prose(_("En anglais"))
    owner = line(_("Responsable"))
    due_on = day(_("Échéance"))
    state = code_choice(_("Où en est-on?"), words.STEP_STATES, RadioField)
    reason = line(_("Pourquoi?"))
    evidence = web_address(_("Où le voir"))
    public = BooleanField(_("Montrer cette suite sur le site"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Both halves are checked before either is saved."""
        right = bool(super().validate(extra_validators))
        for field, message in self._lacking():
            field.errors = [*field.errors, message]
            right = False
        return right

    def _lacking(self) -> Iterator[tuple[Any, Any]]:
        if not (self.text_fr.data or self.text_en.data):
            yield self.text_fr, _("Écrivez ce qu'on a convenu de faire.")
        if self.state.data == "dropped" and not self.reason.data:
            yield self.reason, _("Dites pourquoi cette suite est abandonnée.")

    def typed(self, row: NextStep, ids: dict[str, Any]) -> StepText:
        return StepText(
            _on_one_line(texts(self, "text", row.text)),
            self.owner.data or "",
            due_on=self.due_on.data,
            public=self.public.data,
            **ids,
        )


def of_takeaway(row: Takeaway) -> dict[str, Any]:
    """What the form of a takeaway shows at first."""
    return {
        "kind": row.kind, "themes": [theme.id for theme in row.themes],
        "facilitator_id": row.facilitator_id, **_both(row.title, "title"), **_both(row.text, "text"),
    }  # fmt: skip


def of_step(row: NextStep) -> dict[str, Any]:
    """What the form of a next step shows at first."""
    return {
        **_both(row.text, "text"), "owner": owner(row), "due_on": row.due_on, "state": row.state,
        "reason": row.reason, "evidence": row.evidence, "public": row.public,
    }  # fmt: skip


def _both(text: Any, name: str) -> dict[str, str]:
    return {f"{name}_{code}": text.in_language(code) for code in language.NAMES}


def _on_one_line(written: dict[str, str]) -> dict[str, str]:
    return {code: one_line(text) for code, text in written.items()}
