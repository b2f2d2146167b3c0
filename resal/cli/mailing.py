"""Letters: the worker, one pass of it, the state of the outbox."""

import signal
import threading

import click
from sqlalchemy import func, select

from resal import delivery
from resal.actions import SYSTEM, correspondence
from resal.cli.context import application
from resal.db import db
from resal.language import gettext
from resal.models import Letter, Outbox


@click.command()
def deliver() -> None:
    """Fait ce qui est dû et envoie les lettres dues, une fois (pour cron)."""
    with application() as settings:
        delivery.do_what_is_due()
        tally = delivery.deliver_due(settings)
        click.echo(str(tally))


@click.group()
def outbox() -> None:
    """La boîte d'envoi."""


@outbox.command()
def pause() -> None:
    """Arrête les envois; les lettres attendent."""
    with application():
        correspondence.pause(True, SYSTEM)
        click.echo(gettext("Les envois sont arrêtés."))


@outbox.command()
def resume() -> None:
    """Reprend les envois."""
    with application():
        correspondence.pause(False, SYSTEM)
        click.echo(gettext("Les envois reprennent."))


@outbox.command()
def status() -> None:
    """Combien de lettres dans chaque état."""
    with application():
        counted = select(Letter.state, func.count()).group_by(Letter.state).order_by(Letter.state)
        for state, number in db.session.execute(counted):
            click.echo(f"{state}\t{number}")
        if db.session.scalar(select(Outbox.paused)):
            click.echo(gettext("Les envois sont arrêtés."))


@click.command()
def worker() -> None:
    """Envoie les lettres dues, jusqu'à ce qu'on l'arrête."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with application() as settings:
        delivery.work(settings, stop)


COMMANDS = {"deliver": deliver, "outbox": outbox, "worker": worker}
