"""Letters about an attestation that holds no more: taken back, or replaced by another."""

from resal import clock
from resal.calendars.values import one_line
from resal.language import gettext
from resal.letters import facts
from resal.letters.facts import Facts
from resal.letters.owing import message_id, spoken
from resal.models import Attestation, Letter, Localized, Registration


def letter(kind: str, attestation: Attestation, place: Registration) -> Letter:
    """`attestation_revoked` of the one taken back, or `attestation_reissued` of the new one.

    `place`: where its person has, or had, a seat; the letter leads to their page of it.
    """
    language, now, person = spoken(place.language), clock.now(), place.participant
    return Letter(
        kind=kind, unique_key=f"{kind}:{attestation.id}", message_id=message_id(), to_name=one_line(person.name),
        to_email=person.email, language=language, facts=_facts(attestation, place, language), revision=place.revision,
        registration=place, registration_id=place.id, training_session_id=place.training_session_id,
        state="queued", due_at=now, created_at=now,
    )  # fmt: skip


def _facts(attestation: Attestation, place: Registration, language: str) -> Facts:
    """Of a confidential session no title, as in all its letters."""
    discreet = attestation.series_id is None and place.training_session.visibility == "confidential"
    title, lang = facts.read(Localized(attestation.facts["title"]), language)
    if discreet:
        title, lang = gettext("Espace clinique", language), None
    return {
        "attestation": attestation.id, "code": attestation.code, "of_series": attestation.series_id is not None,
        "title": one_line(title), "title_lang": lang,
        "discreet": discreet, "day": facts.of_session(place.training_session, language)["day"] if discreet else "",
        "name": facts.greeting_name(place.participant.name), "reason": facts.reason(attestation.reason, language),
        "network": facts.contact(language),
    }  # fmt: skip
