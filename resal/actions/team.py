"""The team: who may work here, and the links they sign in with instead of a password."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from resal import clock, tokens
from resal.actions import SYSTEM, Actor, Refusal
from resal.actions.journal import note
from resal.actions.people import email_key
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.letters import owing
from resal.models import Account, SignInLink
from resal.models.account import ACCOUNT_ROLES

MAILED_LINK = timedelta(minutes=30)
PRINTED_LINK = timedelta(hours=24)


@transaction
def invite(email: str, name: str, role: str, language: str, actor: Actor = SYSTEM) -> Account:
    """Let somebody into the team, or bring them back. Raises `Refusal` for an unknown role."""
    if role not in ACCOUNT_ROLES:
        raise Refusal(lazy("Choisissez un rôle : coordination, accueil ou lecture."), field="role")
    account = find(email) or Account(email=email, email_key=email_key(email), created_at=clock.now(), epoch=1)
    account.name = name or account.name or email.partition("@")[0]
    account.role, account.language, account.removed_at = role, language, None
    account.epoch += 1
    db.session.add(account)
    note(actor, "account.invited", account, role=role)
    return account


@transaction
def change_member(account: Account, name: str, role: str, language: str, actor: Actor) -> Account:
    """Change somebody's name, role or language; a new role ends their open sessions."""
    _hold_coordinators()
    db.session.refresh(account)
    if role not in ACCOUNT_ROLES:
        raise Refusal(lazy("Choisissez un rôle : coordination, accueil ou lecture."), field="role")
    if account.role == "coordinator" and role != "coordinator":
        _refuse_last(account)
    if account.role != role:
        account.epoch += 1
    account.name, account.role, account.language = name, role, language
    note(actor, "account.changed", account, role=role)
    return account


@transaction
def remove_member(account: Account, actor: Actor) -> Account:
    """Take somebody out of the team: every open session and link ends at once (trust, A2)."""
    _hold_coordinators()
    db.session.refresh(account)
    if account.role == "coordinator":
        _refuse_last(account)
    account.removed_at = clock.now()
    account.epoch += 1
    note(actor, "account.removed", account)
    return account


@transaction
def issue_link(account: Account, lasts: timedelta = PRINTED_LINK, mailed: bool = False) -> SignInLink:
    """A link that signs in once. `mailed`: a letter takes it there, else the caller shows it."""
    now = clock.now()
    link = SignInLink(account=account, nonce=tokens.new_nonce(), created_at=now, expires_at=now + lasts)
    db.session.add(link)
    db.session.flush()
    if mailed:
        db.session.add(owing.for_account("sign_in", account, link.nonce, link.expires_at))
    return link


@transaction
def enter(nonce: str) -> Account:
    """Use a link: the account it signs in. Raises `Refusal` when it was used, ran out, or is nobody's."""
    link = db.session.scalars(select(SignInLink).where(SignInLink.nonce == nonce)).one_or_none()
    if link is None:
        raise Refusal(lazy("Ce lien n'existe pas."))
    hold(link)
    if not usable(link, clock.now()):
        raise Refusal(lazy("Ce lien a pris fin ou a déjà servi."))
    link.used_at = clock.now()
    note(Actor("account", link.account_id), "account.signed_in", link.account)
    return link.account


@transaction
def leave(account: Account) -> None:
    """Sign out, on every device: the cookies that are out there stop working."""
    hold(account)
    account.epoch += 1


def usable(link: SignInLink, now: datetime) -> bool:
    return link.used_at is None and link.expires_at > now and link.account.active


def find(email: str) -> Account | None:
    """The account with this address, removed or not."""
    return db.session.scalars(select(Account).where(Account.email_key == email_key(email))).one_or_none()


def _hold_coordinators() -> None:
    """Two coordinators who remove each other at the same instant: the second sees the first's deed."""
    coordinators = update(Account).where(Account.role == "coordinator")
    db.session.execute(coordinators.values(role=Account.role), execution_options={"synchronize_session": False})


def _refuse_last(account: Account) -> None:
    """Somebody must be able to let others in (trust, A10)."""
    others = select(Account.id).where(
        Account.role == "coordinator", Account.removed_at.is_(None), Account.id != account.id
    )
    if db.session.scalar(others.limit(1)) is None:
        raise Refusal(lazy("C'est la dernière personne à la coordination : invitez-en d'abord une autre."))
