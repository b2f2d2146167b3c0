"""The form by which two rows become one: for each field in which they differ, which side is right."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from resal.language import gettext
from resal.queries.merging_organizations import Difference

SIDES = ("kept", "gone")


class MergeForm(FlaskForm):
    """Its fields are those of `choosing`."""

    def chosen(self) -> dict[str, str]:
        """The side of each field; none for what was not sent, or makes no sense."""
        radios = (field for field in self if isinstance(field, RadioField))
        return {field.name: field.data for field in radios if field.data in SIDES}


def choosing(differences: Sequence[Difference]) -> MergeForm:
    """A form that asks for these, each with the side that is taken when nobody chooses."""
    fields = {one.name: _field(one) for one in differences}
    return type("ChoosingForm", (MergeForm,), fields)()  # type: ignore[no-any-return]


def _field(one: Difference) -> RadioField:
    nothing = gettext("(rien)")
    choices = [SelectChoice("kept", one.kept or nothing), SelectChoice("gone", one.gone or nothing)]
    return RadioField(one.label, choices=choices, default=one.preferred, validators=[Optional()], validate_choice=False)
