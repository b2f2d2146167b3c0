"""« Vous y étiez? »: a correction that somebody asks of their presence, and its answer."""

from resal import clock
from resal.actions import PARTICIPANT, Actor, Refusal, certifying, recording
from resal.actions.journal import note
from resal.actions.stays import Stay
from resal.calendars.values import one_line
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import owing_corrections
from resal.models import Correction, Meeting, Registration
from resal.queries import corrections


@transaction
def ask(registration: Registration, meeting: Meeting, words: str) -> Correction:
    """Ask that one's presence at a date be corrected. Asked already and not answered yet is asked once.

    Raises `Refusal` with the reason when there is nothing to correct, or it is too late.
    """
    hold(registration)
    before = corrections.last(registration).get(meeting.id)
    if before is not None and before.state == "open":
        return before
    why = corrections.why_not(registration, meeting, corrections.status_of(registration, meeting))
    if why is not None:
        raise Refusal(why)
    asked = Correction(registration=registration, meeting=meeting, words=words, asked_at=clock.now(), state="open")
    db.session.add(asked)
    note(PARTICIPANT, "correction.asked", registration, meeting=meeting.id)
    return asked


@transaction
def withdraw(correction: Correction) -> Correction:
    """The person asks no more. What was answered stays so."""
    hold(correction)
    if correction.state == "open":
        _end(correction, "withdrawn")
        note(PARTICIPANT, "correction.withdrawn", correction.registration)
    return correction


@transaction
def accept(correction: Correction, stay: Stay | None, actor: Actor) -> Correction:
    """They were there, all along or for the time of `stay`; their attestation follows, and one letter says so.

    Raises `Refusal` once it was answered, for a time that cannot be, and for somebody without a seat any more.
    """
    registration = _held(correction)
    if stay is None:
        recording.record(registration, correction.meeting, "present", actor)
    else:
        recording.record_part(registration, correction.meeting, stay, actor)
    _end(correction, "accepted")
    db.session.flush()
    renewed = certifying.follow(registration, actor)
    note(actor, "correction.accepted", registration)
    db.session.add(owing_corrections.letter("correction_accepted", correction, renewed))
    return correction


@transaction
def decline(correction: Correction, reason: str, actor: Actor) -> Correction:
    """What was noted stays, and the person is told why. Raises `Refusal` without a reason, or once it was answered."""
    registration = _held(correction)
    if not one_line(reason):
        raise Refusal(lazy("Dites pourquoi, en quelques mots"), field="reason")
    correction.answer = one_line(reason)
    _end(correction, "declined")
    note(actor, "correction.declined", registration)
    db.session.add(owing_corrections.letter("correction_declined", correction, None))
    return correction


def _held(correction: Correction) -> Registration:
    hold(correction)
    if correction.state != "open":
        raise Refusal(lazy("Cette demande a déjà sa réponse, ou a été retirée."))
    return correction.registration


def _end(correction: Correction, state: str) -> None:
    correction.state, correction.answered_at = state, clock.now()
