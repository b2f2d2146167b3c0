"""`resal serve`: the site, and beside it the worker that sends letters."""

import gc
import os
import socket
from typing import Any

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.orm import configure_mappers

from resal import fitness
from resal.actions import SYSTEM, Refusal, demonstrating
from resal.app import create_app
from resal.cli import welcome
from resal.cli.context import application
from resal.cli.mailing import worker
from resal.cli.watching import Watched
from resal.db import db
from resal.language import lazy
from resal.settings import DEFAULT_PORT, Settings, read, share

BLOCKING_THREADS = 2
WARMING = ("/", "/en/", "/rencontres/passees", "/apprentissages", "/calendrier.ics", "/connexion", "/nulle-part")
_made: list[Flask] = []


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=None, type=click.IntRange(1, 65535), help=f"{DEFAULT_PORT} si rien n'est dit.")
@click.option("--workers", default=None, type=click.IntRange(1, 64), help="Un processus par cœur si rien n'est dit.")
@click.option("--no-worker", is_flag=True, help="Sans le processus qui envoie les lettres.")
@click.option("--demo", is_flag=True, help="Prépare tout, avec l'exemple si la base est vide.")
def serve(host: str, port: int | None, workers: int | None, no_worker: bool, demo: bool) -> None:
    """Sert le site, et le processus qui envoie les lettres."""
    settings = read(port=port)
    fitness.refuse_unfit(settings)
    _refuse_taken(host, settings.port)
    if demo:
        _prepare(settings)
    else:
        _refuse_old(settings)
    welcome.warn(settings)
    share(settings)
    server = _server(host, settings.port, workers or os.cpu_count() or 1)
    beside = None if no_worker else Watched(worker, settings)
    try:
        server.serve()
    finally:
        if beside:
            beside.stop()


def load() -> Flask:
    """The application of one server process: the one made before the fork, where there was a fork."""
    return _made[0] if _made else create_app()


def _prepare(settings: Settings) -> None:
    from resal import schema  # noqa: PLC0415 - what migrates is heavy, and nobody who serves needs it

    schema.migrate(settings)
    with application(settings):
        if demonstrating.is_empty():
            demonstrating.load(SYSTEM)
        welcome.greet(settings)


def _refuse_old(settings: Settings) -> None:
    with application(settings):
        pass


def _warm(app: Flask) -> None:
    """Before the fork: what is imported, mapped and compiled is shared by the processes to come."""
    configure_mappers()
    visitor = app.test_client()
    for page in WARMING:
        visitor.get(page).close()
    with app.app_context():
        db.engine.dispose()  # no connection may be in two processes
    gc.collect()
    gc.freeze()


def _server(host: str, port: int, workers: int) -> Any:
    _made.append(create_app())
    _warm(_made[0])
    return Granian(
        "resal.cli.serving:load", factory=True, address=host, port=port, interface=Interfaces.WSGI,
        workers=workers, blocking_threads=BLOCKING_THREADS, respawn_failed_workers=True,
        workers_kill_timeout=30, log_access=False, log_enabled=False,
    )  # fmt: skip


def _refuse_taken(host: str, port: int) -> None:
    """Raises `Refusal` when something else answers there, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            raise Refusal(lazy("Le port %(port)s est déjà pris : dites-en un autre avec --port."), port=port) from None


COMMANDS = {"serve": serve}
