"""Letters that answer somebody who asked for a correction of their presence."""

from resal import clock
from resal.calendars.values import one_line
from resal.language import dates, gettext, speaking
from resal.letters import facts
from resal.letters.facts import Facts
from resal.letters.owing import message_id, spoken
from resal.models import Attestation, Correction, Letter
from resal.queries import attendance, attestations


def letter(kind: str, correction: Correction, renewed: Attestation | None) -> Letter:
    """`correction_accepted`, with the attestation that was `renewed` if one was, or `correction_declined`."""
    place, now = correction.registration, clock.now()
    language = spoken(place.language)
    return Letter(
        kind=kind, unique_key=f"{kind}:{correction.id}", message_id=message_id(),
        to_name=one_line(place.participant.name), to_email=place.participant.email, language=language,
        facts=_facts(correction, renewed, language), revision=place.revision, registration=place,
        registration_id=place.id, training_session_id=place.training_session_id, state="queued", due_at=now,
        created_at=now,
    )  # fmt: skip


def _facts(correction: Correction, renewed: Attestation | None, language: str) -> Facts:
    place, meeting = correction.registration, correction.meeting
    with speaking(language):
        said = attendance.of_one(place, meeting).said or gettext("Rien de noté")
        day, standing = dates.day_long(meeting.date), attestations.of_registration(place)
    return {
        **facts.of_session(place.training_session, language), **facts.of_person(place),
        "correction": correction.id, "of_day": day, "noted": said, "reason": facts.reason(correction.answer, language),
        "ready": standing is not None and standing.state == "ready", "renewed": renewed.code if renewed else "",
    }  # fmt: skip
