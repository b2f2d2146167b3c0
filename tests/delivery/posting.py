"""Letters to deliver, and what became of them."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import factories
from flask import Flask

from resal.db import db
from resal.letters import owing
from resal.models import Letter, Outbox, TrainingSession

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def owe(*names: str, session: TrainingSession | None = None) -> list[int]:
    """A confirmation owed to each of these people, in this order; returns the letters' numbers."""
    session = session or factories.a_session(capacity=1000)
    letters = []
    for name in names:
        person = factories.a_participant(name, email=f"{name.lower()}@maison.example")
        letters.append(owing.for_registration("confirmed", factories.a_registration(session, person)))
    db.session.add_all(letters)
    db.session.commit()
    return [letter.id for letter in letters]


def letter(number: int) -> Letter:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Letter, number)


def states() -> list[str]:
    """The state of every letter, in the order they were owed."""
    db.session.rollback()
    return [state for (state,) in db.session.query(Letter.state).order_by(Letter.id)]


def the_outbox() -> Outbox:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Outbox).one()


def addressees(server) -> list[str]:  # type: ignore[no-untyped-def] # a MailServer
    """Whom the letters that a server took are to, in the order they came."""
    return [message["To"].addresses[0].display_name for message in server.taken]


def side_by_side(app: Flask, *calls: Callable[[], Any]) -> list[threading.Thread]:
    """Each call in a thread with its own application context, as each worker has; already started."""

    def run(call: Callable[[], Any]) -> None:
        with app.app_context():
            call()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    return threads


def joined(threads: list[threading.Thread]) -> bool:
    """Whether they all came to their end."""
    for thread in threads:
        thread.join(60)
    return not any(thread.is_alive() for thread in threads)


def wait_until(condition: Callable[[], bool]) -> None:
    """Until it holds. Raises TimeoutError after a minute."""
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.05)
    raise TimeoutError
