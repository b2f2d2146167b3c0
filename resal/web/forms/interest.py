"""The forms of whoever wants to be told: an address, and what of."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from resal import language
from resal.actions.interest import OF_NEWS
from resal.language.typography import typo
from resal.web.forms.base import _, one_line
from resal.web.forms.fields import ticks
from resal.web.forms.registration import TYPING_MISTAKES, Address

Choice = tuple[str, str]


class TellMeForm(FlaskForm):
    """One field: where to write."""

    email = StringField(
        _("Courriel"), filters=[one_line],
        validators=[DataRequired(_("Entrez une adresse courriel complète, avec ce qui suit le @")), Address()],
    )  # fmt: skip

    def advice(self) -> str | None:
        """The domain that was probably meant, when the typed one looks like a typing mistake."""
        return TYPING_MISTAKES.get((self.email.data or "").rpartition("@")[2].casefold())


class Choosing:
    """Fields of themes (keys) and boroughs (names), ticked."""

    themes = ticks(_("Thèmes"))
    boroughs = ticks(_("Arrondissements et villes"))

    def offer(self, themes: Sequence[Choice], boroughs: Sequence[str]) -> None:
        """Give both their choices."""
        self.themes.choices = [SelectChoice(key, label) for key, label in themes]
        self.boroughs.choices = [SelectChoice(name, typo(name, language.current())) for name in boroughs]

    def chosen(self) -> tuple[list[str], list[str]]:
        """What is ticked, each once, in the order shown, however often it was sent."""
        return _in_order(self.themes), _in_order(self.boroughs)


class NewsForm(Choosing, TellMeForm):
    """What one wants to be told of, and the consent to it, which nothing else depends on."""

    language = RadioField(
        _("On vous écrit en"), validators=[Optional()], default=language.current,
        choices=[SelectChoice("fr", "Français"), SelectChoice("en", "English")],
    )  # fmt: skip
    consent = BooleanField(_(OF_NEWS), validators=[DataRequired(_("Cochez cette case pour qu'on puisse vous écrire"))])


class ChoicesForm(Choosing, FlaskForm):
    """What one wants to be told of from now on. Its secret address is the proof of who sends it."""

    class Meta:
        csrf = False


def _in_order(field: object) -> list[str]:
    ticked = set(field.data or ())  # type: ignore[attr-defined] # a field of ticks
    return [choice.value for choice in field.choices if choice.value in ticked]  # type: ignore[attr-defined]
