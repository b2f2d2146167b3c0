"""The fields of the questions of a session, in whatever form asks them: `q-<id>`, `q-<id>-consent`."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from flask import request
from wtforms import BooleanField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from resal.actions.answering import LONGEST, Reply
from resal.language import gettext
from resal.models import TrainingSession
from resal.queries import questions
from resal.queries.answers import Given
from resal.queries.questions import Asked
from resal.web.forms.base import _, clean

F = TypeVar("F", bound="Asking")
_ONE = re.compile(r"q-[0-9]{1,9}")
_NO_ANSWER = ""


class Asking:
    """For forms that may ask questions: what was answered, and what is missing.

    `questions`: those asked; `demanding`: whether one must answer those that are required.
    """

    questions: Sequence[Asked] = ()
    demanding = True
    held: frozenset[int] = frozenset()
    _count_left: Callable[[], Mapping[int, int]] = dict
    _left: Mapping[int, int] | None = None

    def replies(self) -> tuple[Reply, ...]:
        """What was answered to each, whether or not something was."""
        return tuple(_reply(self, question) for question in self.questions)

    def left(self, choice: int) -> int | None:
        """How many places are left of a choice; None without limit. Counted when a page first asks."""
        if self._left is None:
            self._left = self._count_left()
        return self._left.get(choice)

    def is_full(self, choice: int) -> bool:
        """Whether nobody else may take this choice; those who have it may keep it."""
        return self.left(choice) == 0 and choice not in self.held

    def validate(self: Any, extra_validators: Any = None) -> bool:
        fields = bool(super().validate(extra_validators))  # type: ignore[misc] # of the form it is mixed into
        answers = [_is_right(self, one) for one in self.questions]
        return self._same_questions() and all(answers) and fields

    def _same_questions(self: Any) -> bool:
        """Whether nothing was answered to a question that is asked no more."""
        unknown = {name for name in request.form if _ONE.fullmatch(name)} - set(self._fields)
        if unknown:
            words = gettext("Les questions viennent de changer : relisez-les, puis confirmez de nouveau.")
            self.form_errors.append(words)
        return not unknown


def asking(
    form: type[F], session: TrainingSession, asked: Sequence[Asked], given: Mapping[int, Given] | None = None
) -> type[F]:
    """The form with these questions of a session; without any, the form itself.

    `given`: one's answers until now, by question.
    """
    if not asked:
        return form
    had = given or {}
    fields = {name: field for one in asked for name, field in _fields(one, had.get(one.id)).items()}
    held = frozenset(choice for answer in had.values() for choice in answer.choices)
    count = staticmethod(partial(questions.left, session))
    return type(form.__name__, (form,), {**fields, "questions": asked, "held": held, "_count_left": count})


def _fields(question: Asked, given: Given | None) -> dict[str, Any]:
    name = f"q-{question.id}"
    consent = {f"{name}-consent": _consent(given)} if question.sensitive else {}
    return {name: _field(question, given), **consent}


def _field(question: Asked, given: Given | None) -> Any:
    marks = [] if question.required else [Optional()]
    if question.kind == "text":
        length = Length(max=LONGEST, message=_("Raccourcissez : 2000 caractères au plus"))
        return TextAreaField(
            question.label.text, filters=[clean], validators=[*marks, length], default=given.text if given else ""
        )
    choices = [SelectChoice(str(one.id), one.label.text) for one in question.choices]
    had = [str(choice) for choice in given.choices] if given else []
    wrong = _("Choisissez dans la liste")
    if question.kind == "choices":
        return SelectMultipleField(
            question.label.text, validators=marks, choices=choices, default=had,
            invalid_choice_message=lambda _number: wrong,
        )  # fmt: skip
    none = [] if question.required else [SelectChoice(_NO_ANSWER, _("Sans réponse"))]
    return RadioField(
        question.label.text, validators=marks, choices=[*choices, *none], default=had[0] if had else _NO_ANSWER,
        validate_choice=False,
    )  # fmt: skip


def _consent(given: Given | None) -> BooleanField:
    return BooleanField(
        _("J'accepte que ma réponse soit gardée et lue comme on le dit ici"), default=bool(given and given.consented),
    )  # fmt: skip


def _reply(form: Any, question: Asked) -> Reply:
    name = f"q-{question.id}"
    data = form[name].data or ""
    consent = bool(question.sensitive and form[f"{name}-consent"].data)
    if question.kind == "text":
        return Reply(question.id, text=data, consent=consent)
    typed = data if question.kind == "choices" else [data]
    known = {str(choice.id): choice.id for choice in question.choices}
    return Reply(
        question.id, choices=tuple(known[one] for one in dict.fromkeys(typed) if one in known), consent=consent
    )


def _is_right(form: Any, question: Asked) -> bool:
    field, reply = form[f"q-{question.id}"], _reply(form, question)
    if question.kind == "choice" and field.data and not reply.given:
        field.errors = [*field.errors, gettext("Choisissez dans la liste")]
        return False
    if form.demanding and question.required and not reply.given:
        field.errors = [*field.errors, gettext("Répondez à cette question")]
        return False
    if question.sensitive and reply.given and not reply.consent:
        consent = form[f"q-{question.id}-consent"]
        consent.errors = [*consent.errors, gettext("Cochez votre accord, ou laissez cette réponse vide.")]
        return False
    return True
