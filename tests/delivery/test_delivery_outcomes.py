"""What becomes of a letter, whatever the mail server says or does (trust, group M)."""

from dataclasses import replace
from datetime import timedelta

import factories
import pytest
from mail_server import MailServer, free_port
from posting import NOW, addressees, letter, owe, states, the_outbox
from sqlalchemy import update

from resal.actions import SYSTEM, correspondence, registering
from resal.db import db
from resal.delivery import ServerDown, check_server, deliver_due
from resal.delivery.outbox import delay_after
from resal.letters import owing
from resal.models import Letter

pytestmark = pytest.mark.really_commits

IN_A_MINUTE = NOW + timedelta(minutes=1)


def test_what_is_due_leaves_over_one_connection_each_to_one_person(post, mail_server):
    owe("Ana", "Bilal", "Chloe")
    tally = deliver_due(post)
    assert (dict(tally.ended), tally.trouble) == ({"sent": 3}, "")
    assert (states(), addressees(mail_server)) == (["sent"] * 3, ["Ana", "Bilal", "Chloe"])
    assert mail_server.connections == 1
    assert [len(message["To"].addresses) for message in mail_server.taken] == [1, 1, 1]
    assert {"Cc", "Bcc"} & set(mail_server.taken[0].keys()) == set()


def test_what_has_left_does_not_leave_again_and_says_when_it_left(post, mail_server):
    [number] = owe("Ana")
    deliver_due(post)
    assert dict(deliver_due(post).ended) == {}
    sent = letter(number)
    assert (sent.state, sent.sent_at, sent.attempts, sent.lease, sent.last_error) == ("sent", NOW, 1, None, "")
    assert [message["Message-ID"] for message in mail_server.taken] == [sent.message_id]


def test_a_letter_for_later_waits_its_time(post, mail_server, freeze):
    [number] = owe("Ana")
    letter(number).due_at = NOW + timedelta(hours=1)
    db.session.commit()
    deliver_due(post)
    assert mail_server.taken == []
    freeze(NOW + timedelta(hours=1))
    deliver_due(post)
    assert addressees(mail_server) == ["Ana"]


def test_a_refusal_for_now_is_tried_again_later_and_the_others_leave(post, mail_server, freeze):
    numbers = owe("Ana", "Bilal")
    mail_server.answers["RCPT"] = ["451 greylisted, come back"]
    assert dict(deliver_due(post).ended) == {"queued": 1, "sent": 1}
    first = letter(numbers[0])
    assert (first.state, first.attempts, first.due_at) == ("queued", 1, IN_A_MINUTE)
    assert first.last_error == "451 greylisted, come back"
    assert dict(deliver_due(post).ended) == {}
    freeze(IN_A_MINUTE)
    assert dict(deliver_due(post).ended) == {"sent": 1}
    assert addressees(mail_server) == ["Bilal", "Ana"]
    assert letter(numbers[0]).last_error == ""


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_refusal_for_good_is_kept_with_its_reason_which_names_nobody(post, mail_server, step):
    numbers = owe("Ana", "Bilal")
    mail_server.answers[step] = ["550 5.1.1 <ana@maison.example>: no such user"]
    assert dict(deliver_due(post).ended) == {"failed": 1, "sent": 1}
    failed = letter(numbers[0])
    assert (failed.state, failed.last_error) == ("failed", "550 5.1.1 <…@…>: no such user")
    assert addressees(mail_server) == ["Bilal"]


def test_a_refusal_for_now_after_the_whole_letter_is_no_acceptance(post, mail_server, freeze):
    owe("Ana")
    mail_server.answers["DATA"] = ["452 disk full"]
    deliver_due(post)
    assert states() == ["queued"]
    freeze(IN_A_MINUTE)
    deliver_due(post)
    assert (states(), addressees(mail_server)) == (["sent"], ["Ana"])


def test_a_connection_lost_before_acceptance_is_tried_again(post, mail_server, freeze):
    owe("Ana", "Bilal")
    mail_server.answers["RCPT"] = ["lost"]
    assert dict(deliver_due(post).ended) == {"queued": 1, "sent": 1}
    freeze(IN_A_MINUTE)
    deliver_due(post)
    assert (states(), addressees(mail_server)) == (["sent", "sent"], ["Bilal", "Ana"])


@pytest.mark.parametrize("fate", ["lost", "taken, then lost"])
def test_a_connection_lost_after_the_final_dot_is_uncertain_and_never_tried_again(post, mail_server, freeze, fate):
    numbers = owe("Ana", "Bilal")
    mail_server.answers["DATA"] = [fate]
    assert dict(deliver_due(post).ended) == {"uncertain": 1, "sent": 1}
    assert "SMTPServerDisconnected" in letter(numbers[0]).last_error
    freeze(NOW + timedelta(days=3))
    deliver_due(post)
    assert states() == ["uncertain", "sent"]
    assert addressees(mail_server) == (["Bilal"] if fate == "lost" else ["Ana", "Bilal"])


def test_gibberish_instead_of_an_answer_is_uncertain(post, mail_server):
    owe("Ana")
    mail_server.answers["DATA"] = ["what?"]
    assert dict(deliver_due(post).ended) == {"uncertain": 1}


def test_a_server_that_is_down_makes_the_whole_queue_wait_and_spends_no_attempt(post, mail_server, freeze):
    numbers = owe("Ana", "Bilal")
    mail_server.stop()
    tally = deliver_due(post)
    assert dict(tally.ended) == {}
    assert "ConnectionRefusedError" in tally.trouble
    assert the_outbox().wait_until == NOW + timedelta(seconds=30)
    with MailServer(int(post.mail_url.rpartition(":")[2])) as again:
        deliver_due(post)
        assert again.connections == 0
        freeze(NOW + timedelta(seconds=30))
        assert dict(deliver_due(post).ended) == {"sent": 2}
    assert [letter(number).attempts for number in numbers] == [1, 1]
    assert (the_outbox().wait_until, the_outbox().last_error) == (None, "")


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("MAIL", "550 relaying denied"), ("MAIL", "450 slow down"), ("MAIL", "421 closing"), ("RCPT", "421 closing"),
        ("DATA", "421 closing"), ("MAIL", "lost"),
    ],
)  # fmt: skip
def test_a_server_that_refuses_everybody_makes_the_whole_queue_wait(post, mail_server, step, answer):
    numbers = owe("Ana", "Bilal")
    mail_server.always[step] = answer
    tally = deliver_due(post)
    assert (dict(tally.ended), the_outbox().last_error) == ({}, tally.trouble)
    assert tally.trouble.startswith("SMTPServerDisconnected" if answer == "lost" else answer)
    assert [(letter(number).state, letter(number).attempts) for number in numbers] == [("queued", 0)] * 2


def test_a_server_that_goes_away_in_the_middle_spends_nothing(post, mail_server):
    numbers = owe("Ana", "Bilal")
    mail_server.answers["RCPT"] = ["250 OK", "lost"]
    mail_server.hooks["DATA"] = mail_server.close_the_door
    tally = deliver_due(post)
    assert (dict(tally.ended), "ConnectionRefusedError" in tally.trouble) == ({"sent": 1}, True)
    assert [(letter(number).state, letter(number).attempts) for number in numbers] == [("sent", 1), ("queued", 0)]


def test_a_server_that_closes_after_each_letter_is_called_again(post, mail_server):
    owe("Ana", "Bilal", "Chloe")
    mail_server.answers["MAIL"] = ["250 OK", "421 enough", "250 OK", "421 enough"]
    assert dict(deliver_due(post).ended) == {"sent": 3}
    assert mail_server.connections == 3


def test_a_letter_that_cannot_be_written_fails_alone(post, mail_server):
    numbers = owe("Ana", "Bilal", "Chloe")
    db.session.execute(update(Letter).where(Letter.id == numbers[0]).values(to_email="nowhere"))
    db.session.execute(update(Letter).where(Letter.id == numbers[1]).values(facts={"rien": "Samir"}))
    db.session.commit()
    assert dict(deliver_due(post).ended) == {"failed": 2, "sent": 1}
    first, second = (letter(number).last_error for number in numbers[:2])
    assert first == "L’adresse n’est pas une adresse de courriel complète."
    assert second.startswith("KeyError, wording.py:")
    assert addressees(mail_server) == ["Chloe"]


def test_while_letters_are_paused_nothing_leaves(post, mail_server):
    owe("Ana")
    correspondence.pause(True, SYSTEM)
    assert dict(deliver_due(post).ended) == {}
    correspondence.pause(False, SYSTEM)
    assert dict(deliver_due(post).ended) == {"sent": 1}


def test_a_pass_stops_at_its_limit(post, mail_server):
    owe("Ana", "Bilal", "Chloe")
    assert dict(deliver_due(post, limit=2).ended) == {"sent": 2}
    assert states() == ["sent", "sent", "queued"]


def test_what_one_person_is_owed_leaves_in_order_and_holds_up_nobody_else(post, mail_server, freeze):
    session = factories.a_session(capacity=1000)
    [first] = owe("Ana", session=session)
    warned = letter(first).registration
    db.session.add(owing.for_registration("address_changed", warned))
    db.session.commit()
    owe("Bilal", session=session)
    mail_server.answers["RCPT"] = ["450 later"]
    deliver_due(post)
    assert (states(), addressees(mail_server)) == (["queued", "queued", "sent"], ["Bilal"])
    freeze(IN_A_MINUTE)
    deliver_due(post)
    assert mail_server.subjects()[1].startswith("Confirmé")
    assert mail_server.subjects()[2].startswith("Courriel changé")


def test_a_letter_planned_for_later_does_not_hold_up_news(post, mail_server):
    [first] = owe("Ana")
    planned = letter(first)
    planned.due_at = NOW + timedelta(days=2)
    db.session.add(owing.for_registration("address_changed", planned.registration))
    db.session.commit()
    deliver_due(post)
    assert states() == ["queued", "sent"]


def test_a_letter_overtaken_while_it_waited_is_set_aside(post, mail_server):
    [number] = owe("Ana")
    registering.withdraw(letter(number).registration)
    assert dict(deliver_due(post).ended) == {"cancelled": 1, "sent": 1}
    assert states() == ["cancelled", "sent"]
    assert mail_server.subjects()[0].startswith("Place libérée")


def test_after_two_days_of_refusals_a_letter_fails(post, mail_server, freeze):
    [number] = owe("Ana")
    mail_server.always["RCPT"] = "451 later"
    letter(number).attempts = 50
    db.session.commit()
    assert delay_after(51) is None
    assert dict(deliver_due(post).ended) == {"failed": 1}
    assert letter(number).last_error == "451 later"


def test_the_time_between_attempts_grows_and_ends_after_two_days():
    delays = [delay_after(attempts) for attempts in range(1, 60)]
    minutes = [int(delay.total_seconds()) // 60 for delay in delays if delay]
    assert minutes[:6] == [1, 5, 15, 60, 60, 60]
    assert 47 * 60 < sum(minutes) <= 48 * 60
    assert delays[len(minutes) :] == [None] * (59 - len(minutes))


def test_a_tally_is_said_in_one_sentence(post, mail_server):
    owe("Ana", "Bilal", "Chloe")
    mail_server.answers["RCPT"] = ["250 OK", "550 no", "250 OK"]
    assert str(deliver_due(post)) == "2 lettres parties; Refusée 1"
    owe("Dina")
    mail_server.stop()
    assert str(deliver_due(post)).startswith("0 lettre partie; le serveur n’en prend aucune\u00a0: ConnectionRefused")


def test_the_server_can_be_tried_without_sending(post, mail_server):
    check_server(post)
    assert (mail_server.connections, mail_server.taken) == (1, [])
    with pytest.raises(ServerDown, match="ConnectionRefused"):
        check_server(replace(post, mail_url=f"smtp://127.0.0.1:{free_port()}"))


def test_nobody_is_named_in_what_is_logged(post, mail_server, caplog):
    caplog.set_level("DEBUG", logger="resal")
    owe("Ana", "Bilal", "Chloe")
    mail_server.answers["RCPT"] = ["550 <ana@maison.example> unknown", "451 <bilal@maison.example> later"]
    deliver_due(post)
    assert [word for word in ("Ana", "Bilal", "@", "inscription/") if word in caplog.text] == []
    assert caplog.text.count("(confirmed)") == 3
