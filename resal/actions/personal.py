"""What a person corrects of themself, for all their places at once."""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from resal.actions import PARTICIPANT, Refusal
from resal.actions.journal import note
from resal.actions.people import correct
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Participant, Registration, SeriesRegistration
from resal.models.registration import LIVE


@transaction
def rectify(person: Participant, name: str, organization: str, language: str) -> None:
    """Correct one's name, organization and language; letters about places to come follow the language.

    Raises `Refusal` when somebody else of the same address is already called that.
    """
    hold(person)
    correct(person, name, person.email, organization, language)
    places = (Registration.participant_id == person.id, Registration.state.in_(LIVE))
    wholes = (SeriesRegistration.participant_id == person.id, SeriesRegistration.withdrawn_at.is_(None))
    db.session.execute(update(Registration).where(*places).values(language=language))
    db.session.execute(update(SeriesRegistration).where(*wholes).values(language=language))
    try:
        note(PARTICIPANT, "person.corrected", person)
    except IntegrityError:  # the same name, given at the same instant
        raise Refusal(lazy("Ce nom et ce courriel sont déjà ceux d'une autre inscription.")) from None
