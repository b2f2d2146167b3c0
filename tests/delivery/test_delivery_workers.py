"""Workers that die, stall or work side by side: a letter is never lost and never sent twice (trust, M, L2, L9)."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from posting import NOW, addressees, joined, letter, owe, side_by_side, states, wait_until
from sqlalchemy import select, text

from resal.db import db, writing
from resal.delivery import deliver_due, outbox, work
from resal.delivery.outbox import LeaseLost
from resal.models import RateLimit
from resal.settings import BadSetting

pytestmark = pytest.mark.really_commits

LATER = NOW + timedelta(minutes=20)
WORKER = """
from resal import settings
from resal.app import create_app
from resal.delivery import deliver_due

read = settings.read()
with create_app(read).app_context():
    deliver_due(read)
"""


def test_a_worker_that_stopped_before_the_promise_leaves_its_letter_to_the_next(post, mail_server, freeze):
    owe("Ana")
    outbox.take()
    assert dict(deliver_due(post).ended) == {}
    freeze(LATER)
    assert dict(deliver_due(post).ended) == {"sent": 1}
    assert addressees(mail_server) == ["Ana"]


def test_a_worker_that_stopped_after_the_promise_leaves_a_letter_nobody_sends_again(post, mail_server, freeze):
    [number] = owe("Ana")
    outbox.promise(outbox.take())
    assert states() == ["data_sent"]
    freeze(LATER)
    assert dict(deliver_due(post).ended) == {"uncertain": 1}
    freeze(LATER + timedelta(days=3))
    assert dict(deliver_due(post).ended) == {}
    assert (letter(number).state, mail_server.taken) == ("uncertain", [])


def test_a_worker_that_slept_too_long_moves_nothing_any_more(post, freeze):
    owe("Ana")
    slow = outbox.take()
    freeze(LATER)
    outbox.take_back()
    quick = outbox.take()
    with pytest.raises(LeaseLost):
        outbox.promise(slow)
    for late in (outbox.sent, outbox.release):
        late(slow)
    outbox.failed(slow, "no")
    assert states() == ["sending"]
    outbox.promise(quick)
    outbox.sent(quick)
    assert states() == ["sent"]


def test_a_worker_overtaken_during_the_conversation_never_says_the_final_dot(post, mail_server, freeze, application):
    owe("Ana")

    def another_worker_sends_it():
        freeze(LATER)
        with application.app_context():
            outbox.take_back()
            taken = outbox.take()
            outbox.promise(taken)
            outbox.sent(taken)

    mail_server.hooks["RCPT"] = another_worker_sends_it
    assert dict(deliver_due(post).ended) == {"queued": 1}
    assert (states(), mail_server.taken) == (["sent"], [])


def test_an_answer_that_came_late_settles_what_was_uncertain(post, freeze):
    [number] = owe("Ana")
    taken = outbox.take()
    outbox.promise(taken)
    freeze(LATER)
    outbox.take_back()
    assert states() == ["uncertain"]
    outbox.sent(taken)
    assert (letter(number).state, letter(number).sent_at, letter(number).last_error) == ("sent", LATER, "")


def test_a_worker_killed_between_the_final_dot_and_the_answer_leaves_one_letter_uncertain(
    post, mail_server, freeze, settings
):
    owe("Ana", "Bilal")
    environment = {
        "RESAL_INSTANCE": str(settings.instance), "RESAL_DATABASE_URL": settings.database_url,
        "RESAL_MAIL_URL": mail_server.url, "RESAL_NOW": NOW.isoformat(), "PATH": os.environ["PATH"],
    }  # fmt: skip
    with subprocess.Popen([sys.executable, "-c", WORKER], env=environment) as victim:
        mail_server.hooks["DATA"] = victim.kill
        assert victim.wait(60) == -signal.SIGKILL
    assert states() == ["data_sent", "queued"]
    del mail_server.hooks["DATA"]
    freeze(LATER)
    assert dict(deliver_due(post).ended) == {"uncertain": 1, "sent": 1}
    assert addressees(mail_server) == ["Ana", "Bilal"]
    assert states() == ["uncertain", "sent"]


def test_workers_side_by_side_send_each_letter_once(post, mail_server, application):
    names = [f"P{number}" for number in range(40)]
    owe(*names)
    start, tallies = threading.Barrier(4), []

    def deliver():
        start.wait(30)
        while (tally := deliver_due(post)).ended:
            tallies.append(tally.ended)

    assert joined(side_by_side(application, *[deliver] * 4))
    assert sum(tallies, Counter()) == Counter(sent=40)
    assert sorted(addressees(mail_server)) == sorted(names)
    assert states() == ["sent"] * 40


def test_the_loop_sends_what_falls_due_and_ends_when_it_is_told(post, mail_server, application):
    stop = threading.Event()
    owe("Ana")  # before the loop starts: a test writes without waiting for anybody
    worker = side_by_side(application, lambda: work(post, stop))
    try:
        wait_until(lambda: addressees(mail_server) == ["Ana"] and states() == ["sent"])
    finally:  # a loop left running would disturb every test that follows
        stop.set()
        assert joined(worker)


def test_told_to_end_the_loop_finishes_the_letter_in_hand_and_takes_no_other(post, mail_server, application):
    owe("Ana", "Bilal")
    stop = threading.Event()
    mail_server.hooks["DATA"] = stop.set
    assert joined(side_by_side(application, lambda: work(post, stop)))
    assert (states(), addressees(mail_server)) == (["sent", "queued"], ["Ana"])


def test_the_loop_outlives_a_trouble_of_the_database(post, mail_server, application, caplog):
    owe("Ana")
    stop = threading.Event()
    _rename("letters", "letters_away")
    worker = side_by_side(application, lambda: work(post, stop))
    try:
        wait_until(lambda: "a pass stopped" in caplog.text)
        _rename("letters_away", "letters")
        wait_until(lambda: states() == ["sent"])
    finally:
        stop.set()
        assert joined(worker)
    assert "letters" not in caplog.text.partition("(confirmed)")[0]


def test_the_loop_forgets_callers_who_may_come_again(post, application):
    db.session.add_all([RateLimit(key="old", next_at=NOW - timedelta(days=1)), RateLimit(key="new", next_at=LATER)])
    db.session.commit()
    stop = threading.Event()
    worker = side_by_side(application, lambda: work(post, stop))
    wait_until(lambda: _callers() == ["new"])
    stop.set()
    assert joined(worker)


def test_the_loop_does_not_begin_with_a_mail_address_that_makes_no_sense(post):
    with pytest.raises(BadSetting, match="RESAL_MAIL_URL"):
        work(replace(post, mail_url="smtp://mail.example?tls=perhaps"), threading.Event())


def _rename(table: str, to: str) -> None:
    with writing() as session:
        session.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))


def _callers() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(RateLimit.key)))
