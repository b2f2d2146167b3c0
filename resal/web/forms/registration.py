"""The registration form: three fields, and what is optional."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from resal import language
from resal.actions.registering import Typed
from resal.web.forms.answers import Asking
from resal.web.forms.base import LONGEST_LINE, _, clean, one_line
from resal.web.forms.meaning import Meaning

HONEYPOT = "website"
# typing mistakes seen most often; a remark, never an error: sending again passes
TYPING_MISTAKES = {
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gamil.com": "gmail.com", "gmail.ca": "gmail.com",
    "gmail.co": "gmail.com", "gmail.con": "gmail.com", "hotmial.com": "hotmail.com", "hotmai.com": "hotmail.com",
    "hotmail.con": "hotmail.com", "outlok.com": "outlook.com", "outloo.com": "outlook.com", "yaho.com": "yahoo.com",
    "yahoo.con": "yahoo.com", "videtron.ca": "videotron.ca", "videoton.ca": "videotron.ca",
}  # fmt: skip


class Address:
    """Checks the form of an address without asking any server, and keeps its normal form."""

    def __call__(self, _form: FlaskForm, field: StringField) -> None:
        try:
            checked = validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            raise ValidationError(_("Entrez une adresse courriel complète, avec ce qui suit le @")) from None
        field.data = checked.normalized


def readable(_form: FlaskForm, field: StringField) -> None:
    """A name has letters, and no address inside that mail programs would make a link of."""
    text = field.data or ""
    if "://" in text or "www." in text.casefold() or not any(character.isalpha() for character in text):
        raise ValidationError(_("Écrivez seulement le nom, sans adresse Web"))


class PersonForm(FlaskForm):
    """Who comes, from where: the three fields of every registration."""

    name = StringField(
        _("Prénom et nom"), filters=[one_line],
        validators=[DataRequired(_("Entrez votre prénom et votre nom")),
                    Length(max=LONGEST_LINE, message=_("Raccourcissez ce nom : 200 caractères au plus")), readable],
    )  # fmt: skip
    email = StringField(
        _("Courriel"), filters=[one_line],
        validators=[DataRequired(_("Entrez une adresse courriel complète, avec ce qui suit le @")), Address()],
    )  # fmt: skip
    organization = StringField(
        _("Organisme"), filters=[one_line],
        validators=[DataRequired(_("Indiquez votre organisme")),
                    Length(max=LONGEST_LINE, message=_("Raccourcissez ce nom : 200 caractères au plus")), readable],
    )  # fmt: skip

    def advice(self) -> str | None:
        """The domain that was probably meant, when the typed one looks like a typing mistake."""
        _name, _at, domain = (self.email.data or "").rpartition("@")
        return TYPING_MISTAKES.get(domain.casefold())


class DetailsForm(Asking, PersonForm):
    """The same with what one may correct later: how one takes part, needs, language."""

    mode = RadioField(_("Comment participez-vous?"), choices=[], validators=[Optional()], validate_choice=False)
    needs = TextAreaField(
        _("Ce qui vous aiderait"), filters=[clean],
        validators=[Optional(), Length(max=2000, message=_("Raccourcissez : 2000 caractères au plus"))],
    )  # fmt: skip
    language = RadioField(
        _("On vous écrit en"), validators=[Optional()], default=language.current,
        choices=[SelectChoice("fr", "Français"), SelectChoice("en", "English")],
    )  # fmt: skip

    def offer_modes(self, hybrid: bool) -> None:
        """A hybrid session asks how one takes part; the others have no choice to offer."""
        offered = [SelectChoice("in person", _("En personne")), SelectChoice("online", _("En ligne"))]
        self.mode.choices = offered if hybrid else []

    def typed(self, **more: Any) -> Typed:
        """What was written, cleaned."""
        return Typed(
            name=self.name.data or "", email=self.email.data or "", organization=self.organization.data or "",
            language=self.language.data or language.current(), mode=self.mode.data or None,
            needs=self.needs.data or "", answers=self.replies(), **more,
        )  # fmt: skip


class RegistrationForm(Meaning, DetailsForm):
    """The whole form; `expects` says that it was shown while seats were free."""

    news = BooleanField(_("Prévenez-moi des prochaines rencontres"), validators=[Optional()])
    remember = BooleanField(_("Me reconnaître sur ce téléphone"), validators=[Optional()])
    expects = HiddenField()

    def typed(self, **more: Any) -> Typed:
        return super().typed(sure=self.sure, **more)
