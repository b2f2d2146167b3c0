"""What becomes of an attestation: taken back, issued again, outliving the person, forgotten in its time."""

from datetime import timedelta

import pytest
from attestation_ground import TEAM, came, held, said

from resal import clock
from resal.actions import Refusal, attending, certifying
from resal.db import db
from resal.models import Attendance, Attestation, Entry, Letter, Participant
from resal.queries import attestations


def test_b12_what_was_taken_back_is_not_given_again_by_asking(outbox):
    registration = came(held(), "present")
    issued = certifying.issue(registration)
    with pytest.raises(Refusal, match="Dites pourquoi"):
        certifying.revoke(issued, "  ", TEAM)
    certifying.revoke(issued, "Cette présence était celle de quelqu'un d'autre.", TEAM)
    certifying.revoke(issued, "Autre chose", TEAM)
    assert [(letter.kind, letter.facts["code"], letter.facts["reason"]) for letter in outbox()] == [
        ("attestation_revoked", issued.code, "Cette présence était celle de quelqu’un d’autre")
    ]
    assert said(registration)[0] == "revoked"
    with pytest.raises(Refusal, match="La coordination a retiré"):
        certifying.issue(registration)


def test_issued_again_it_has_another_number_and_the_old_one_says_replaced(outbox):
    registration = came(held(), "present", name="Ana Sliva")
    old = certifying.issue(registration)
    new = certifying.reissue(old, "Ana Silva", TEAM)
    assert certifying.reissue(old, "Ana Silva", TEAM) is new
    assert (old.state, old.name, old.replaced_by_id) == ("replaced", "Ana Sliva", new.id)
    assert (new.state, new.name, new.code == old.code, new.facts) == ("valid", "Ana Silva", False, old.facts)
    assert attestations.of_registration(registration).code == new.code
    assert [(letter.kind, letter.facts["code"]) for letter in outbox()] == [("attestation_reissued", new.code)]


def test_issued_again_it_says_what_is_recorded_now():
    session = held()
    registration = came(session, "present")
    old = certifying.issue(registration)
    db.session.query(Attendance).one().status = "partial"
    db.session.query(Attendance).one().minutes = 45
    db.session.commit()
    new = certifying.reissue(old, "Ana Silva", TEAM)
    assert (old.facts["minutes"], new.facts["minutes"]) == (180, 45)
    attending.mark(registration, session.live_meetings[0], "absent", TEAM)
    with pytest.raises(Refusal, match="ne suffit plus"):
        certifying.reissue(new, "Ana Silva", TEAM)


def test_n2_the_proof_outlives_the_person_who_was_erased():
    registration = came(held(), "present")
    issued = certifying.issue(registration)
    person = registration.participant
    person.name = person.name_key = person.email = person.organization_name = ""
    person.email_key, person.erased_at = "erased", clock.now()
    db.session.commit()
    assert (issued.name, issued.state) == ("Ana Silva", "valid")
    assert attestations.of_registration(registration).code == issued.code
    again = certifying.reissue(issued, "Ana M. Silva", TEAM)
    assert (again.name, again.facts) == ("Ana M. Silva", issued.facts)
    assert db.session.query(Letter).count() == 0
    certifying.revoke(again, "À la demande de la personne", TEAM)
    assert db.session.query(Letter).count() == 0


def test_n3_after_five_years_it_is_erased_and_not_a_day_before(freeze):
    issued = certifying.issue(came(held(), "present"))
    number = certifying.reissue(issued, "Ana", TEAM).id
    freeze(clock.now() + timedelta(days=1826))
    assert certifying.forget_old() == 0
    freeze(clock.now() + timedelta(days=3))
    assert certifying.forget_old() == 2
    assert certifying.forget_old() == 0
    assert db.session.get(Attestation, number) is None
    assert db.session.query(Participant).count() == 1
    assert db.session.query(Entry).filter_by(deed="attestations.erased").count() == 1


@pytest.mark.parametrize("name", ["", " \t ", "\u202e", "\x00"])
def test_an_attestation_has_a_name(name):
    issued = certifying.issue(came(held(), "present"))
    with pytest.raises(Refusal, match="prénom"):
        certifying.reissue(issued, name, TEAM)


def test_what_turns_the_text_around_a_name_is_left_out():
    registration = came(held(), "present", name="Ana\u202e $x$ *b* #evil\u2066")
    assert certifying.issue(registration).name == "Ana $x$ *b* #evil"
