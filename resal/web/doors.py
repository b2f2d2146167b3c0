"""The one door: who may open what. 404 where you may not know, 403 where you may not do."""

from typing import TypeVar, cast

from flask import abort, current_app, redirect, request, session
from flask_login import LoginManager, current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import Forbidden, Gone
from werkzeug.wrappers import Response

from resal import addresses, clock, language, tokens
from resal.db import db
from resal.models import (
    Account,
    AddressChange,
    Base,
    Invitation,
    Registration,
    SeriesRegistration,
    SpaceLink,
    Subscription,
    TrainingSession,
)
from resal.queries import invitations
from resal.settings import Settings
from resal.web.routing import PUBLIC, declared

T = TypeVar("T", bound=Base)
M = TypeVar("M", Registration, SeriesRegistration)
SEAT = "seat"
SPACE = "space"
ADDRESS = "address"
SERIES = "series"
ACCESS = "access"
INVITATION = "invitation"
SIGN_IN = "sign-in"
UNSUBSCRIBE = "unsubscribe"
_SEAT = (
    select(Registration)
    .where(Registration.nonce == bindparam("nonce"))
    .options(joinedload(Registration.training_session), joinedload(Registration.participant))
)
_SPACE = select(SpaceLink).where(SpaceLink.nonce == bindparam("nonce")).options(joinedload(SpaceLink.participant))
login = LoginManager()


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.extensions["resal"])


def account() -> Account | None:
    """The member of the team who is signed in, if any."""
    found = current_user._get_current_object()  # the row itself: a stand-in cannot be held
    return found if isinstance(found, Account) else None


def me() -> Account:
    """The member of the team who is signed in; only where the door has already asked."""
    found = account()
    if found is None:
        abort(403)
    return found


def ask() -> Response | None:
    """Before every request: let in, send to the sign-in page, or refuse."""
    page = declared(request.endpoint)
    if page is None or PUBLIC in page.access:
        return None
    person = account()
    if person is None:
        return _to_sign_in()
    return None if person.role in page.access else abort(403)


def row(model: type[T], id: int) -> T:  # noqa: A002 - the word of the address
    """The row with this id, or 404."""
    found = db.session.get(model, id) if 0 < id < 2**31 else None
    return found if found is not None else abort(404)


def public_session(id: int) -> TrainingSession:  # noqa: A002 - the word of the address
    """A session that may be seen by anybody with its address, or 404 without a trace."""
    session_row = row(TrainingSession, id)
    if account() is not None and account_may_see_drafts():
        return session_row
    if not session_row.published:
        abort(404)
    if session_row.visibility != "public" and not _has_key(session_row):
        abort(404)
    return session_row


def account_may_see_drafts() -> bool:
    person = account()
    return person is not None and person.role == "coordinator"


def seat(token: str) -> Registration:
    """The registration behind a secret link, or the one 404 that tells nothing."""
    nonce = tokens.read(settings().secret_keys, SEAT, token)
    if nonce is None:
        abort(404)
    found = db.session.scalars(_SEAT, {"nonce": nonce}).one_or_none()
    return _that_stays(found) if found is not None else abort(404)


def whole(token: str) -> SeriesRegistration:
    """The registration to a whole series behind a secret link, or 404."""
    nonce = tokens.read(settings().secret_keys, SERIES, token)
    found = db.session.query(SeriesRegistration).filter_by(nonce=nonce).one_or_none() if nonce else None
    return _that_stays(found) if found is not None else abort(404)


def whole_token(nonce: str) -> str:
    """The secret link of the registration to a series with this nonce."""
    return tokens.issue(settings().secret_keys, SERIES, nonce)


def space_link(token: str) -> SpaceLink:
    """The link to somebody's own space, run out or not; 404 for what is not ours, or was revoked."""
    nonce = tokens.read(settings().secret_keys, SPACE, token)
    found = db.session.scalars(_SPACE, {"nonce": nonce}).one_or_none() if nonce else None
    if found is None or found.revoked_at is not None:
        abort(404)
    if found.participant.erased_at is not None:
        raise PersonErased
    return found


def space(token: str) -> SpaceLink:
    """The same while it is good; raises `LinkEnded` once it has run out."""
    found = space_link(token)
    if found.ended(clock.now()):
        raise LinkEnded(addresses.path("space.renew", language.current(), token=token))
    return found


def address_change(token: str) -> AddressChange:
    """The change of address behind the link sent to the new one, or 404."""
    nonce = tokens.read(settings().secret_keys, ADDRESS, token)
    found = db.session.query(AddressChange).filter_by(nonce=nonce).one_or_none() if nonce else None
    return found if found is not None else abort(404)


def leaving_token(nonce: str) -> str:
    """The secret link by which one changes what one is told of, or leaves."""
    return tokens.issue(settings().secret_keys, UNSUBSCRIBE, nonce)


def space_token(nonce: str) -> str:
    """The secret link to somebody's own space with this nonce."""
    return tokens.issue(settings().secret_keys, SPACE, nonce)


def _that_stays(found: M) -> M:
    """The row itself, or the one it was merged into: old links lead on."""
    while found.merged_into_id is not None:
        found = db.session.get_one(type(found), found.merged_into_id)
    return found


def subscription(token: str) -> Subscription:
    """The subscription behind the link by which one leaves, or 404."""
    nonce = tokens.read(settings().secret_keys, UNSUBSCRIBE, token)
    found = db.session.query(Subscription).filter_by(nonce=nonce).one_or_none() if nonce else None
    return found if found is not None else abort(404)


def seat_token(nonce: str) -> str:
    """The secret link of the registration with this nonce."""
    return tokens.issue(settings().secret_keys, SEAT, nonce)


def access_token(session_row: TrainingSession) -> str:
    """The `?cle=` of an unlisted or confidential session."""
    return tokens.issue(settings().secret_keys, ACCESS, session_row.access_nonce)


def invitation(session_row: TrainingSession) -> Invitation | None:
    """The invitation to this session in the address (`?invitation=`), if it is one of ours."""
    given = request.args.get("invitation", "")
    return invitations.by_nonce(session_row, tokens.read(settings().secret_keys, INVITATION, given)) if given else None


def invitation_token(nonce: str) -> str:
    """The `?invitation=` of the invitation with this nonce."""
    return tokens.issue(settings().secret_keys, INVITATION, nonce)


def secret_page() -> None:
    """A page whose address is a secret, or that shows somebody's data: kept by nobody."""
    request.environ["resal.secret"] = True


def _has_key(session_row: TrainingSession) -> bool:
    given = tokens.read(settings().secret_keys, ACCESS, request.args.get("cle", ""))
    if given is not None:
        secret_page()
    return given == session_row.access_nonce


class SignedOut(Forbidden):
    """Something was sent to the team's pages by somebody who is not, or not any more, signed in."""


class LinkEnded(Gone):
    """A link of ours that has run out; `renew_url`: where a POST sends another, to the address on file."""

    def __init__(self, renew_url: str) -> None:
        super().__init__()
        self.renew_url = renew_url


class PersonErased(Gone):
    """The link of somebody who asked to be erased, and was."""


def _to_sign_in() -> Response:
    if request.method != "GET":
        raise SignedOut
    session["next"] = request.full_path.rstrip("?")
    return redirect(addresses.path("account.sign_in", language.current()), 303)


@login.user_loader  # type: ignore[untyped-decorator]
def _load(mark: str) -> Account | None:
    """`id.epoch`: a new epoch (sign-out, removal, change of role) ends every session everywhere."""
    number, _, epoch = mark.partition(".")
    if not (number.isascii() and number.isdigit() and epoch.isascii() and epoch.isdigit()):
        return None
    found = db.session.get(Account, int(number))
    return found if found and found.active and found.epoch == int(epoch) else None
