"""The floor: what a bare Flask with SQLAlchemy does, served as the product is.

`/hello`, `/page` (Jinja), `/rows` (30 ORM rows and Jinja), `/form` (form, POST, follow) with a
seat check that never oversells: BEGIN IMMEDIATE on SQLite (WAL, synchronous FULL), a row lock on
PostgreSQL. It knows nothing of the product. `python -m benchmarks.floor fill URL EVENTS` makes its
tables, `python -m benchmarks.floor serve URL PORT WORKERS THREADS` serves them.
"""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, abort, redirect, render_template, request, session
from granian import Granian
from granian.constants import Interfaces
from jinja2 import DictLoader
from sqlalchemy import (
    Connection,
    Engine,
    ForeignKey,
    Index,
    UniqueConstraint,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.wrappers import Response

ADDRESS = "FLOOR_DATABASE_URL"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")
TO_COME = 100
ROWS = 30
SEATS = 1_000_000
SUMMARY = "Deux heures pour nommer ce qu'on voit, comprendre ce qui se joue et repartir avec des gestes simples. " * 3

LAYOUT = """<!doctype html><html lang="fr-CA"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<header><a href="/">RÉSAL</a><nav><a href="/rows">Rencontres</a> <a href="/page">Aide</a></nav></header><main>
%s
</main><footer><p>Réseau d'échange et de soutien aux actions locales</p></footer></body></html>"""
PAGE = LAYOUT % ("<h1>{{ title }}</h1>{% for n in range(20) %}<p>Paragraphe {{ n }}: {{ summary }}</p>{% endfor %}")
LIST = LAYOUT % (
    '<h1>{{ title }}</h1><ol>{% for row in rows %}<li><a href="/rows/{{ row.id }}">{{ row.title }}</a> '
    "{{ row.starts_at.strftime('%Y-%m-%d %H:%M') }} {{ row.city }} <p>{{ row.summary }}</p></li>{% endfor %}</ol>"
)
FORM = LAYOUT % (
    '<h1>{{ row.title }}</h1><p>{{ row.summary }}</p><form method="post">'
    '<input type="hidden" name="csrf_token" value="{{ token }}"><input name="name"><input name="email">'
    '<input name="organization"><select name="language"><option>fr</option></select><button>OK</button></form>'
)
SEAT = LAYOUT % "<h1>{{ seat.name }}</h1><p>{{ seat.email }}</p><p>{{ row.title }} {{ row.starts_at }}</p>"
TEMPLATES = {"page.html": PAGE, "rows.html": LIST, "form.html": FORM, "seat.html": SEAT}


class Base(DeclarativeBase):
    """The base of the floor's two tables."""


class Event(Base):
    """Something to register for."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_starts_at", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    city: Mapped[str]
    mode: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seats: Mapped[int]


class Seat(Base):
    """Somebody at an event."""

    __tablename__ = "seats"
    __table_args__ = (UniqueConstraint("event_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str]
    email: Mapped[str]
    organization: Mapped[str]
    language: Mapped[str]
    token: Mapped[str] = mapped_column(unique=True)


def load() -> Flask:
    """The application of one server process."""
    app = Flask("floor")
    app.secret_key = "floor"  # noqa: S105 - it guards nothing
    app.jinja_loader = DictLoader(TEMPLATES)
    engine = connect(os.environ[ADDRESS])

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.get("/page")
    def page() -> str:
        return render_template("page.html", title="Une page", summary=SUMMARY)

    @app.get("/rows")
    def rows() -> str:
        with Session(engine) as database:
            found = database.scalars(
                select(Event).where(Event.starts_at > _now()).order_by(Event.starts_at).limit(ROWS)
            ).all()
            return render_template("rows.html", title="Rencontres", rows=found)

    @app.route("/form", methods=["GET", "POST"])
    def form() -> str | Response:
        if request.method == "POST":
            return _register(engine)
        session["token"] = secrets.token_urlsafe(24)
        with Session(engine) as database:
            row = database.get_one(Event, 1)
            return render_template("form.html", title="Inscription", row=row, token=session["token"])

    @app.get("/seat/<token>")
    def seat(token: str) -> str:
        with Session(engine) as database:
            found = database.scalars(select(Seat).where(Seat.token == token)).one()
            row = database.get_one(Event, found.event_id)
            return render_template("seat.html", title="Ma place", seat=found, row=row)

    return app


def connect(url: str) -> Engine:
    """An engine whose SQLite connections let SQLAlchemy say BEGIN, and are durable."""
    engine = create_engine(url) if url.startswith("sqlite") else create_engine(url, pool_size=10)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def fill(engine: Engine, events: int) -> None:
    """So many events: the first hundred to come, the others past."""
    Base.metadata.create_all(engine)
    with _writing(engine) as database:
        database.execute(insert(Event), [_event(number) for number in range(events)])
        database.commit()


def _register(engine: Engine) -> Response:
    """Check the token and the seats under a lock, keep the seat, send to its page."""
    if not secrets.compare_digest(request.form["csrf_token"], session.get("token", "")):
        abort(400)
    with _writing(engine) as database:
        row = database.scalars(select(Event).where(Event.id == 1).with_for_update()).one()
        taken = database.scalar(select(func.count(Seat.id)).where(Seat.event_id == row.id)) or 0
        if taken >= row.seats:
            abort(409)
        seat = _seat(row)
        database.add(seat)
        database.commit()
        return redirect(f"/seat/{seat.token}", 303)


def _seat(row: Event) -> Seat:
    typed = {name: request.form[name].strip() for name in ("name", "email", "organization", "language")}
    if not typed["name"] or "@" not in typed["email"]:
        abort(422)
    return Seat(event_id=row.id, token=secrets.token_urlsafe(24), **typed)


@contextmanager
def _writing(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as database:
        database.connection(execution_options={"writes": True})
        yield database


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _event(number: int) -> dict[str, Any]:
    days = timedelta(days=number + 1 if number < TO_COME else TO_COME - number - 1)
    starts_at = _now().replace(minute=0, second=0, microsecond=0) + days
    return {
        "title": f"Prévenir la haine en ligne, rencontre {number + 1}", "summary": SUMMARY, "city": "Montréal",
        "mode": "in person", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3), "seats": SEATS,
    }  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def serve(url: str, port: int, workers: int, threads: int) -> None:
    os.environ[ADDRESS] = url
    Granian(
        "benchmarks.floor:load", factory=True, address="127.0.0.1", port=port, interface=Interfaces.WSGI,
        workers=workers, blocking_threads=threads, log_access=False, log_enabled=False,
    ).serve()  # fmt: skip


def main(verb: str, url: str, *numbers: str) -> None:
    if verb == "fill":
        fill(connect(url), *map(int, numbers))
    else:
        serve(url, *map(int, numbers))


if __name__ == "__main__":
    main(*sys.argv[1:])
