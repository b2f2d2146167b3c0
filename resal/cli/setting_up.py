"""`resal init` and `resal migrate`: the database, and the key."""

import click

from resal import schema
from resal.language import gettext
from resal.settings import read


@click.command()
def init() -> None:
    """Crée la base de données et la clé secrète."""
    settings = read()
    schema.migrate(settings)
    click.echo(gettext("Prêt : %(folder)s", folder=settings.instance))


@click.command()
def migrate() -> None:
    """Met la base de données à jour."""
    schema.migrate(read())
    click.echo(gettext("La base de données est à jour."))


COMMANDS = {"init": init, "migrate": migrate}
