"""What a race must leave in the database, counted by plain SQL; each sentence is a broken promise."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, create_engine, text

from benchmarks.product import Product
from resal.actions import Actor, registering
from resal.actions.registering import Typed
from resal.cli.context import application
from resal.db import db
from resal.models import TrainingSession
from resal.settings import read

BY_HAND = Typed("Par la main", "main@maison.example", "Maison des jeunes 7", source="team")
ROWS = "SELECT id, state, arrival, nonce, over_capacity FROM registrations WHERE training_session_id = :session"
LETTERS = "SELECT registration_id, kind FROM letters WHERE training_session_id = :session"


def give_seats(url: str, session: int, seats: int) -> None:
    """So few seats, none of them taken, and a line for the others."""
    with _connected(url) as connection:
        connection.execute(text("DELETE FROM registrations WHERE training_session_id = :id"), {"id": session})
        few = "UPDATE training_sessions SET mode = 'in person', capacity = :seats, waiting_list = 'auto' WHERE id = :id"
        connection.execute(text(few), {"seats": seats, "id": session})


def after_registering(url: str, session: int, people: int, seats: int) -> Iterator[str]:
    """Everybody is there once, in order of arrival: the first ones seated, the others waiting."""
    rows, kinds = _rows(url, session), _letters(url, session)
    states = [row.state for row in rows]
    if len(rows) != people:
        yield f"{people} people came, {len(rows)} are registered"
    if states != ["confirmed"] * min(seats, people) + ["waiting"] * max(people - seats, 0):
        yield f"{states.count('confirmed')} seated, {states.count('waiting')} waiting, or not in order"
    if [row.arrival for row in rows] != list(range(rows[0].arrival, rows[0].arrival + len(rows))):
        yield "the order of arrival has holes"
    if any(kinds.get(row.id) != [row.state] for row in rows):
        yield "somebody has not exactly one letter that says where they stand"


def seated(url: str, session: int, seats: Mapping[int, str], number: int) -> list[str]:
    """The addresses of the seats of some of the people who have one."""
    with _connected(url) as connection:
        names = "SELECT p.name FROM registrations r JOIN participants p ON p.id = r.participant_id WHERE "
        having = "r.training_session_id = :session AND r.state = 'confirmed' ORDER BY r.arrival LIMIT :number"
        found = connection.execute(text(names + having), {"session": session, "number": number}).scalars().all()
    return [seats[int(name.rpartition(" ")[2])] for name in found]


def add_seats_and_one(product: Product, session: int, seats: int) -> None:
    """What the team does meanwhile: more seats, and somebody let in by hand."""
    with application(read(product.environment)):
        row = db.session.get_one(TrainingSession, session)
        registering.resize(row, seats, None, Actor("account"))
        registering.register(row, BY_HAND, Actor("account"), over_capacity=True)


def after_giving_up(url: str, session: int, freed: int, added: int, seats: int) -> Iterator[str]:
    """As many people promoted as there were seats, those who waited longest, with one letter each."""
    rows, kinds = _rows(url, session), _letters(url, session)
    left = [row for row in rows if row.state == "withdrawn"]
    promoted = [row for row in rows if "promoted" in kinds.get(row.id, [])]
    by_hand = [row for row in rows if row.over_capacity]
    seated_now = [row for row in rows if row.state == "confirmed" and not row.over_capacity]
    waiting = [row for row in rows if row.state == "waiting"]
    if len(left) != freed or any(kinds[row.id].count("withdrawn") != 1 for row in left):
        yield f"{freed} people gave up their seat, {len(left)} have left it, or got more than one letter"
    if len(seated_now) + len(by_hand) not in (seats + added, seats + added + 1):
        yield f"{seats + added} seats, {len(seated_now)} seated and {len(by_hand)} over capacity"
    if any(kinds[row.id].count("promoted") != 1 for row in promoted):
        yield "somebody was promoted with more than one letter"
    if waiting and promoted and max(row.arrival for row in promoted) > min(row.arrival for row in waiting):
        yield "somebody was promoted before somebody who had waited longer"


def _rows(url: str, session: int) -> Sequence[Row[Any]]:
    with _connected(url) as connection:
        return connection.execute(text(f"{ROWS} ORDER BY arrival"), {"session": session}).all()


def _letters(url: str, session: int) -> dict[int, list[str]]:
    kinds: dict[int, list[str]] = {}
    with _connected(url) as connection:
        for registration, kind in connection.execute(text(LETTERS), {"session": session}):
            kinds.setdefault(registration, []).append(kind)
    return kinds


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()
