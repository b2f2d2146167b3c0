"""The form of the documents and links of a session."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form, FormField, HiddenField
from wtforms.fields.choices import SelectChoice

from resal.actions.scheduling.documents import MOST_DOCUMENTS, DocumentPlan
from resal.language import gettext, lazy
from resal.models import Localized, Resource, TrainingSession
from resal.queries.session_content import resources
from resal.queries.words import RESOURCE_AUDIENCES
from resal.web.forms.base import _
from resal.web.forms.fields import OfARevision, Rearranging, Rows, code_choice, is_number, line, texts, web_address

LANGUAGES = {"": lazy("Non précisée"), "fr": lazy("Français"), "en": lazy("Anglais"), "es": lazy("Espagnol")}


class DocumentRow(Form):
    """A document or a link. `before`: what is stored of it, None for a new one."""

    item = HiddenField()
    title_fr = line(_("Titre"))
    title_en = line(_("Titre en anglais"))
    kind = line(_("Genre"))
    language = code_choice(_("Langue"), LANGUAGES, default="")
    url = web_address(_("Adresse"))
    audience = code_choice(_("Pour qui"), RESOURCE_AUDIENCES, default="everyone")
    before: Resource | None = None

    @property
    def blank(self) -> bool:
        """Nothing was written in this row, nor is its title in other languages alone."""
        written = (self.title_fr, self.title_en, self.kind, self.language, self.url)
        return not any(field.data for field in written) and not self.title_elsewhere

    @property
    def id(self) -> int | None:
        return int(self.item.data) if is_number(self.item.data or "") else None

    @property
    def title_elsewhere(self) -> str:
        """The stored title, when it is neither in French nor in English."""
        title = self.before.title if self.before else Localized()
        return "" if title.get("fr") or title.get("en") else title.read("fr").text

    def plan(self) -> DocumentPlan:
        return DocumentPlan(
            texts(self, "title", self.before.title if self.before else None), self.kind.data or "",
            self.language.data or "", self.url.data or "", self.audience.data, self.id if self.before else None,
        )  # fmt: skip


class DocumentsForm(Rearranging, OfARevision, FlaskForm):
    """All the documents of a session, in their order."""

    documents = Rows(FormField(DocumentRow), min_entries=1, max_entries=MOST_DOCUMENTS)
    apart = ()

    def __init__(self, session: TrainingSession, sent: bool = True) -> None:
        self.stored = {row.id: row for row in resources(session)}
        sending = {} if sent else {"formdata": None}
        rows = [_data(row) for row in self.stored.values()]
        super().__init__(data={"documents": rows, "revision": str(session.revision)}, **sending)
        self.offer()

    def offer(self) -> None:
        """Give each row what is stored of it; a language of another code stays a choice."""
        for row in self.documents.forms:
            row.before = self.stored.get(row.id or 0)
            other = row.before.language if row.before else ""
            if other not in LANGUAGES:
                row.language.choices = [*row.language.choices, SelectChoice(other, other)]

    def rearranged(self, pressed: Any) -> bool:
        moved = super().rearranged(pressed)
        self.offer()
        return moved

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        for row in self._written():
            if not (row.title_fr.data or row.title_en.data or row.title_elsewhere):
                row.title_fr.errors = [gettext("Donnez un titre, en français ou en anglais, ou retirez ce document.")]
                right = False
        if self.documents.asked > MOST_DOCUMENTS:
            self.form_errors.append(gettext("Une rencontre a 100 documents au plus."))
        return right and not self.form_errors

    def plans(self) -> list[DocumentPlan]:
        """What was written, once found right."""
        return [row.plan() for row in self._written()]

    def _written(self) -> list[DocumentRow]:
        return [row for row in self.documents.forms if not row.blank]


def _data(row: Resource) -> dict[str, Any]:
    return {
        "item": str(row.id), "title_fr": row.title.in_language("fr"), "title_en": row.title.in_language("en"),
        "kind": row.kind, "language": row.language, "url": row.url, "audience": row.audience,
    }  # fmt: skip
