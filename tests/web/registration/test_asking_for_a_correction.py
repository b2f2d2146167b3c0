"""« Vous y étiez? »: a correction asked on the page of one's place, and its answer."""

from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, sign_in, submit

from resal import clock
from resal.actions import Actor, Refusal, attending, certifying, correcting
from resal.actions.stays import Stay
from resal.db import db
from resal.models import Attendance, Attestation, Correction, Entry
from resal.queries import attestations
from resal.web import doors

TEAM = Actor("account")


def a_place(status="absent", **columns):
    """A seat in a session of yesterday whose list is complete, and what was noted."""
    values = {"starts_in": timedelta(days=-1), "attendance_closed_at": clock.now(), **columns}
    place = factories.a_registration(factories.a_session("Désamorcer", **values), factories.a_participant("Ana Silva"))
    if status:
        attending.mark(place, place.training_session.live_meetings[0], status, TEAM)
    return place


def page_of(app, place):
    with app.test_request_context():
        return f"/inscription/{doors.seat_token(place.nonce)}"


def meeting(place):
    return place.training_session.live_meetings[0]


def asked(place, words="J'étais là."):
    return correcting.ask(place, meeting(place), words)


def status(place):
    db.session.expire_all()
    row = db.session.query(Attendance).filter_by(registration_id=place.id).one_or_none()
    return row and (row.status, row.minutes)


@pytest.mark.parametrize("noted", ["absent", "excused", "partial", None])
def test_whoever_was_not_noted_as_present_asks_with_a_few_words(app, client, signed_in, noted):
    place = a_place(noted)
    mine = page_of(app, place)
    assert "Demander une correction" in client.get(mine).text
    form = f"{mine}/correction?date={meeting(place).id}"
    answer = submit(client, form, to=f"{mine}/correction", date=meeting(place).id, words="J’étais à la table du fond.")
    assert (answer.status_code, answer.location) == (303, f"{mine}#presence")
    page = client.get(mine).text
    assert ("la coordination vous répond par courriel" in page, "Retirer ma demande" in page) == (True, True)
    [one] = db.session.query(Correction).all()
    door = signed_in.get(f"/coordination/rencontres/{place.training_session_id}/presences").text
    assert f"/coordination/corrections/{one.id}" in door
    assert "Répondre à une demande de correction" in signed_in.get("/coordination").text
    assert "à la table du fond" in signed_in.get(f"/coordination/corrections/{one.id}").text
    in_english = mine.replace("/inscription/", "/en/registration/")
    assert "Correction asked for" in client.get(in_english).text


def test_k2_asked_twice_is_asked_once_until_it_is_withdrawn(app, client):
    place = a_place()
    mine, date = page_of(app, place), {"date": meeting(place).id}
    token = csrf_token(client.get(f"{mine}/correction?date={meeting(place).id}"))
    for _ in range(2):
        client.post(f"{mine}/correction", data={"csrf_token": token, **date})
    [one] = db.session.query(Correction).all()
    for _ in range(2):
        client.post(f"{mine}/correction", data={"csrf_token": token, "withdraw": one.id})
    db.session.expire_all()
    assert (one.state, "Demander une correction" in client.get(mine).text) == ("withdrawn", True)
    client.post(f"{mine}/correction", data={"csrf_token": token, **date})
    assert db.session.query(Correction).count() == 2


def test_a_correction_accepted_makes_the_attestation_ready_and_writes_one_letter(signed_in, outbox):
    place = a_place()
    assert attestations.of_registration(place).state == "waiting"
    one = asked(place)
    answer = submit(signed_in, f"/coordination/corrections/{one.id}", decision="accept")
    assert (answer.status_code, status(place)) == (303, ("present", None))
    assert attestations.of_registration(place).state == "ready"
    [letter] = outbox()
    assert (letter.kind, letter.facts["ready"], letter.facts["renewed"]) == ("correction_accepted", True, "")


def test_an_attestation_that_said_less_is_issued_again_and_the_one_letter_says_so(signed_in, outbox):
    place = a_place(None)
    attending.mark_part(place, meeting(place), Stay(minutes=30), TEAM)
    first = certifying.issue(place)
    one = asked(place)
    submit(signed_in, f"/coordination/corrections/{one.id}", decision="accept", duration="1 h 30")
    db.session.expire_all()
    again = db.session.query(Attestation).order_by(Attestation.id.desc()).first()
    assert (status(place), first.replaced_by_id, again.facts["minutes"]) == (("partial", 90), again.id, 90)
    assert [(letter.kind, letter.facts["renewed"]) for letter in outbox()] == [("correction_accepted", again.code)]


def test_a_correction_declined_tells_why_on_the_page_and_in_a_letter(app, client, signed_in, outbox):
    place = a_place()
    one = asked(place)
    where = f"/coordination/corrections/{one.id}"
    refused = submit(signed_in, where, decision="decline", reason=" ")
    assert (refused.status_code, "Dites pourquoi" in refused.text, outbox()) == (422, True, [])
    submit(signed_in, where, decision="decline", reason="La feuille ne porte pas votre nom.")
    assert status(place) == ("absent", None)
    assert [letter.kind for letter in outbox()] == ["correction_declined"]
    assert "La feuille ne porte pas votre nom." in client.get(page_of(app, place)).text


def test_k12_two_answers_and_the_first_holds(signed_in, outbox):
    place = a_place()
    one = asked(place)
    page = signed_in.get(f"/coordination/corrections/{one.id}")
    data = {"csrf_token": csrf_token(page), "decision": "decline", "reason": "Non"}
    signed_in.post(f"/coordination/corrections/{one.id}", data=data)
    late = signed_in.post(f"/coordination/corrections/{one.id}", data={**data, "decision": "accept"})
    assert (late.status_code, "a déjà sa réponse" in late.text) == (422, True)
    assert (status(place), len(outbox())) == (("absent", None), 1)


@pytest.mark.parametrize("duration", ["4 h", "-5 min", "999 h", "0 min", "hier"])
def test_a_time_that_cannot_be_is_refused_and_nothing_is_answered(signed_in, duration, outbox):
    place = a_place()
    one = asked(place)
    answer = submit(signed_in, f"/coordination/corrections/{one.id}", decision="accept", duration=duration)
    assert (answer.status_code, f'value="{duration}"' in answer.text) == (422, True)
    assert (status(place), outbox(), one.state) == (("absent", None), [], "open")


def test_it_is_asked_after_the_end_and_within_thirty_days(freeze):
    place = a_place(starts_in=timedelta(minutes=-30), attendance_closed_at=None, status=None)
    ends = meeting(place).ends_at
    for at, ok in ((ends - timedelta(minutes=1), False), (ends + timedelta(days=30, minutes=1), False), (ends, True)):
        freeze(at)
        if ok:
            assert asked(place).state == "open"
        else:
            with pytest.raises(Refusal):
                asked(place)


def test_whoever_is_present_or_has_no_seat_has_nothing_to_ask(app, client):
    here, gone = a_place("present"), a_place(None)
    gone.state = "withdrawn"
    db.session.commit()
    for place in (here, gone):
        mine = page_of(app, place)
        assert "Demander une correction" not in client.get(mine).text
        assert client.get(f"{mine}/correction?date={meeting(place).id}").status_code == 303
    assert db.session.query(Correction).count() == 0


def test_b8_the_correction_or_the_date_of_somebody_else_is_a_404(app, client):
    place, other = a_place(), a_place()
    theirs = asked(other)
    mine = page_of(app, place)
    token = csrf_token(client.get(f"{mine}/correction?date={meeting(place).id}"))
    assert client.post(f"{mine}/correction", data={"csrf_token": token, "withdraw": theirs.id}).status_code == 404
    for date in (meeting(other).id, "0", "x", "99999999999", ""):
        assert client.get(f"{mine}/correction?date={date}").status_code == 404
    assert client.get(f"/inscription/{'A' * 43}/correction").status_code == 404
    assert theirs.state == "open"


def test_b1_readers_answer_nothing_and_somebody_gone_is_refused_in_words(app, signed_in):
    place = a_place()
    one = asked(place)
    reader = sign_in(app.test_client(), factories.an_account("reader"))
    assert reader.get(f"/coordination/corrections/{one.id}").status_code == 403
    assert submit(signed_in, f"/coordination/corrections/{one.id}", decision="x").status_code == 400
    place.state = "cancelled"
    db.session.commit()
    answer = submit(signed_in, f"/coordination/corrections/{one.id}", decision="accept")
    assert (answer.status_code, "pas de place" in answer.text) == (422, True)


def test_each_step_is_in_the_journal(signed_in):
    place = a_place()
    correcting.withdraw(asked(place))
    correcting.decline(asked(place), "Non", TEAM)
    correcting.accept(asked(place), None, TEAM)
    deeds = [one.deed for one in db.session.query(Entry).order_by(Entry.id) if one.deed.startswith("correction")]
    assert deeds == [
        "correction.asked", "correction.withdrawn", "correction.asked", "correction.declined", "correction.asked",
        "correction.accepted",
    ]  # fmt: skip
    assert "Correction de présence acceptée" in signed_in.get("/coordination/journal").text
