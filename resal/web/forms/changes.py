"""The form that announces what has changed in an agenda."""

from flask_wtf import FlaskForm
from wtforms import BooleanField

from resal.models import TrainingSession
from resal.web.forms.base import _
from resal.web.forms.fields import OfARevision, line


class ChangesForm(OfARevision, FlaskForm):
    """A word to everybody, and who is written to."""

    comment_fr = line(_("Un mot d'explication"))
    comment_en = line(_("Un mot d'explication, en anglais"))
    registered = BooleanField(_("Écrire aux personnes inscrites et en attente"))
    leaders = BooleanField(_("Écrire à qui anime une ligne touchée"))

    def __init__(self, session: TrainingSession) -> None:
        super().__init__(data={"revision": str(session.revision)})

    def comment(self) -> dict[str, str]:
        return {"fr": self.comment_fr.data or "", "en": self.comment_en.data or ""}
