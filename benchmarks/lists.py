"""A year of sessions as the team lists it, page after page: how many statements a page asks, and how long it takes.

In the server's place: the application is called in this process, by a coordinator who is signed in.
"""

import statistics
import time
from collections.abc import Iterator
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from harness import counting, visitors
from sqlalchemy import select

from benchmarks.comparing import Fact
from benchmarks.product import Product
from resal import clock, settings
from resal.actions.people import email_key
from resal.app import create_app
from resal.db import db, writing
from resal.models import Account, TrainingSession
from resal.queries import coordination_sessions
from resal.queries.coordination_sessions import PAGE

LISTS = ("passees", "a-venir", "sans-apprentissages")
DAYS = {"week": "/coordination/semaine", "month": "/coordination/mois"}
MOST_STATEMENTS = 12


class Look(NamedTuple):
    """One page: statements asked, seconds taken."""

    statements: int
    seconds: float


def facts(product: Product) -> Iterator[Fact]:
    """One line per list, one for the week, one for the month."""
    app = create_app(settings.read(product.environment))
    with app.app_context():
        client = _coordinator(app)
        floor = _floor()
        for name in LISTS:
            addresses = [f"/coordination/rencontres?voir={name}&page={page}" for page in range(1, _pages(name) + 1)]
            yield _fact(f"list « {name} », {len(addresses)} pages", [_look(client, one) for one in addresses], floor)
        for name, address in DAYS.items():
            yield _fact(f"the team's {name}", [_look(client, address) for _ in range(5)], floor)
        db.session.remove()
        db.engine.dispose()


def _fact(what: str, looks: list[Look], floor: float) -> Fact:
    most = max(look.statements for look in looks)
    took = statistics.median(look.seconds for look in looks)
    value = f"{most} statements a page at most, {took * 1000:.1f} ms, {took / floor:.1f} × {PAGE} ORM rows"
    return Fact(what, value, f"≤ {MOST_STATEMENTS} statements", most <= MOST_STATEMENTS)


def _look(client: FlaskClient, path: str) -> Look:
    with counting.statements() as sent:
        begun = time.perf_counter()
        answer = client.get(path)
        took = time.perf_counter() - begun
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return Look(len(sent), took)


def _floor() -> float:
    """The seconds that as many rows take through the ORM alone, nothing said of them."""
    rows = select(TrainingSession).order_by(TrainingSession.starts_at.desc()).limit(PAGE)
    taken = []
    for _ in range(20):
        db.session.remove()
        begun = time.perf_counter()
        db.session.scalars(rows).all()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _pages(name: str) -> int:
    return coordination_sessions.page(name, 1).pages


def _coordinator(app: Flask) -> FlaskClient:
    email = "mesures@resal.example"
    with writing() as session:
        account = Account(email=email, email_key=email_key(email), name="", role="coordinator", created_at=clock.now())
        session.add(account)
    return visitors.sign_in(app.test_client(), account)
