"""`resal check`: counts every promise again; 3 when one is broken."""

import sys

import click

from resal.cli.context import application
from resal.language import gettext
from resal.queries.promises import broken


@click.command()
def check() -> None:
    """Recompte toutes les promesses : places, file, lettres, présences."""
    with application():
        problems = list(broken())
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(3)
    click.echo(gettext("Toutes les promesses tiennent."))


COMMANDS = {"check": check}
