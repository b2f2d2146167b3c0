"""What a newcomer reads when the site starts."""

import click
from sqlalchemy import select

from resal import addresses, tokens
from resal.actions import team
from resal.db import db
from resal.language import gettext
from resal.models import Account
from resal.settings import Settings

FIRST = "coordination@resal.example"
SIGN_IN = "sign-in"


def greet(settings: Settings) -> None:
    """The address, and a link that signs the coordination in, once."""
    click.echo()
    click.echo(gettext("  Le site :          %(url)s/", url=settings.base_url))
    click.echo(gettext("  La coordination :  %(url)s", url=sign_in_url(settings, coordinator())))
    click.echo(gettext("                     (ce lien sert une fois, dans les 24 heures)"))
    if settings.mail_url == "file:":
        click.echo(gettext("  Les courriels :    %(folder)s", folder=settings.outbox))
    click.echo()


def warn(settings: Settings) -> None:
    """Say aloud what must not be left so."""
    if not settings.rate_limit:
        click.echo(gettext("ATTENTION : RESAL_RATE_LIMIT=off, aucune protection contre les robots."), err=True)


def coordinator() -> Account:
    """The first active coordinator, made if there is none yet."""
    first = select(Account).where(Account.role == "coordinator", Account.removed_at.is_(None)).order_by(Account.id)
    found = db.session.scalars(first.limit(1)).first()
    return found or team.invite(FIRST, gettext("Coordination"), "coordinator", "fr")


def sign_in_url(settings: Settings, account: Account) -> str:
    """A new one-time link for somebody of the team."""
    link = team.issue_link(account)
    token = tokens.issue(settings.secret_keys, SIGN_IN, link.nonce)
    return settings.base_url + addresses.path("account.link", account.language, token=token)
