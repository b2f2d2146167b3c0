"""The form of one question of a session: its words, what it is for, its choices."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, HiddenField

from resal.actions.scheduling.asking import MOST_CHOICES, READERS, ChoicePlan, QuestionPlan
from resal.language import gettext
from resal.models import Question, QuestionOption
from resal.queries.questions import KEPT, KINDS
from resal.queries.words import ACCOUNT_ROLES
from resal.web.forms.base import _
from resal.web.forms.fields import (
    OfARevision,
    Rearranging,
    Rows,
    code_choice,
    count,
    is_number,
    line,
    texts,
    ticks,
)


class ChoiceRow(Form):
    """A choice one may take, and how many people may."""

    item = HiddenField()
    label_fr = line(_("Choix, en français"))
    label_en = line(_("Choix, en anglais"))
    places = count(_("Places"), _("Indiquez au moins une place"))

    @property
    def blank(self) -> bool:
        """Nothing was written in this row."""
        return not (self.label_fr.data or self.label_en.data or self.places.data or self.places.errors)

    @property
    def id(self) -> int | None:
        return int(self.item.data) if is_number(self.item.data or "") else None

    def plan(self, before: QuestionOption | None) -> ChoicePlan:
        return ChoicePlan(texts(self, "label", before.label if before else None), self.places.data, self.id)


class QuestionForm(Rearranging, OfARevision, FlaskForm):
    """What a session asks."""

    label_fr = line(_("Question"), missing=_("Écrivez la question"))
    label_en = line(_("Question, en anglais"))
    kind = code_choice(_("Comment on répond"), KINDS, default="text")
    choices = Rows(FormField(ChoiceRow), min_entries=2, max_entries=MOST_CHOICES)
    purpose_fr = line(_("Pourquoi on le demande"), missing=_("Dites pourquoi on le demande"))
    purpose_en = line(_("Pourquoi, en anglais"))
    help_fr = line(_("Aide"))
    help_en = line(_("Aide, en anglais"))
    required = BooleanField(_("Il faut y répondre pour s'inscrire"))
    sensitive = BooleanField(_("La réponse est sensible"))
    readers = ticks(_("Qui lit les réponses sensibles"), {role: ACCOUNT_ROLES[role] for role in READERS})
    kept_days = code_choice(_("Les réponses sont effacées"), {str(days): KEPT[days] for days in KEPT}, default="30")
    apart = ()

    def __init__(self, question: Question | None, revision: int, sent: bool = True) -> None:
        self.before = question
        sending = {} if sent else {"formdata": None}
        super().__init__(data={**_data(question), "revision": str(revision)}, **sending)

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        for row in self._written():
            if not row.label_fr.data:
                row.label_fr.errors = [gettext("Écrivez ce choix, ou videz cette ligne.")]
                right = False
        return right

    def plan(self) -> QuestionPlan:
        """What was written, once found right."""
        before = self.before
        known = {one.id: one for one in before.options} if before else {}
        rows = self._written() if self.kind.data != "text" else []
        return QuestionPlan(
            kind=self.kind.data, label=texts(self, "label", before.label if before else None),
            purpose=texts(self, "purpose", before.purpose if before else None),
            help=texts(self, "help", before.help if before else None), required=bool(self.required.data),
            sensitive=bool(self.sensitive.data), readers=self.readers.data or (), kept_days=int(self.kept_days.data),
            choices=[row.plan(known.get(row.id or 0)) for row in rows],
        )  # fmt: skip

    def _written(self) -> list[ChoiceRow]:
        return [row for row in self.choices.forms if not row.blank]


def _data(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"readers": ["coordinator"]}
    spoken = {
        f"{name}_{code}": getattr(question, name).in_language(code)
        for name in ("label", "purpose", "help")
        for code in ("fr", "en")
    }
    return {
        **spoken, "kind": question.kind, "required": question.required, "sensitive": question.sensitive,
        "readers": question.readers or ["coordinator"], "kept_days": str(question.kept_days),
        "choices": [_choice(one) for one in question.options],
    }  # fmt: skip


def _choice(one: QuestionOption) -> dict[str, Any]:
    labels = {f"label_{code}": one.label.in_language(code) for code in ("fr", "en")}
    return {"item": str(one.id), "places": one.places, **labels}
