"""`resal team invite` and `resal team link`: the sign-in link on stdout, alone."""

import click
from email_validator import EmailNotValidError, validate_email

from resal.actions import Refusal
from resal.actions import team as actions
from resal.cli.context import application
from resal.cli.welcome import sign_in_url
from resal.language import lazy
from resal.models.account import ACCOUNT_ROLES


@click.group()
def team() -> None:
    """L'équipe : inviter quelqu'un, redonner un lien."""


@team.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ACCOUNT_ROLES), default="coordinator", show_default=True)
@click.option("--name", default="", help="Son nom; sinon le début de l'adresse.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
def invite(email: str, role: str, name: str, language: str) -> None:
    """Fait entrer quelqu'un dans l'équipe et donne son lien d'entrée."""
    with application() as settings:
        account = actions.invite(_address(email), name, role, language)
        click.echo(sign_in_url(settings, account))


@team.command()
@click.argument("email")
def link(email: str) -> None:
    """Donne un nouveau lien d'entrée à quelqu'un de l'équipe."""
    with application() as settings:
        account = actions.find(email)
        if account is None or not account.active:
            raise Refusal(lazy("%(email)s n'est pas de l'équipe : invitez d'abord cette adresse."), email=email)
        click.echo(sign_in_url(settings, account))


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        raise Refusal(lazy("%(email)s n'est pas une adresse courriel."), email=email) from None


COMMANDS = {"team": team}
