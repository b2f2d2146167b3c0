"""Where a letter leads: pages anybody may read, and secret ones whose links are made here and nowhere kept."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from resal import addresses, tokens
from resal.db import db
from resal.language import current, gettext, lazy
from resal.letters.facts import Facts
from resal.letters.stationery import Stationery
from resal.models import Letter, Registration, SeriesRegistration, SpaceLink

SEAT = "seat"
SIGN_IN = "sign-in"
UNSUBSCRIBE = "unsubscribe"
SERIES = "series"
SPACE = "space"
ADDRESS = "address"
_MANAGE = ("registration.seat", lazy("Gérer ma place"))
_CANNOT_COME = ("registration.cancel", lazy("Je ne peux plus venir"))
_LEAVE_IT = ("registration.cancel", lazy("Je laisse la place"))
_TAKE = ("registration.take", lazy("Prendre la place"))
_LEAVE_THE_LINE = ("registration.cancel", lazy("Quitter la liste"))
_UNDO = ("registration.undo", lazy("Annuler ce désistement (10 minutes)"))
_SEE = ("registration.seat", lazy("Voir la page de ma place"))
_ATTESTATION = ("registration.attestation", lazy("Télécharger mon attestation (PDF)"))
_SECRET_LINKS = {
    "confirmed": (_MANAGE,),
    "waiting": (_MANAGE,),
    "requested": (_MANAGE,),
    "already": (_MANAGE,),
    "restored": (_MANAGE, _CANNOT_COME),
    "promoted": (_MANAGE, _LEAVE_IT),
    "moved": (_MANAGE, _CANNOT_COME),
    "changed": (_MANAGE,),
    "attestation_revoked": (_SEE,),
    "attestation_reissued": (_ATTESTATION, _SEE),
    "correction_accepted": (_SEE,),
    "correction_declined": (_SEE,),
    "offered": (_TAKE, _LEAVE_IT),
    "first_come": (_TAKE, _LEAVE_THE_LINE),
    "lapsed": (_MANAGE,),
    "merged": (_MANAGE,),
}


@dataclass(frozen=True)
class Link:
    """Where the reader can go; `opens` is false in a preview, where `url` says it is a secret."""

    label: str
    url: str
    opens: bool = True


def links(letter: Letter, stationery: Stationery, masked: bool) -> list[Link]:
    """Where its reader can go; the first is the button. Secret ones are made here and nowhere kept."""
    secret = _secret_link(letter, stationery, masked)
    if letter.kind == "sign_in":
        return [secret("account.link", gettext("Entrer dans la coordination"), SIGN_IN, letter.facts["link_nonce"])]
    if letter.kind == "address_asked":
        return [_to_ask(stationery)]
    if letter.kind == "address_confirm":
        return [secret("space.address", gettext("Confirmer cette adresse"), ADDRESS, letter.facts["change"])]
    if "spaces" in letter.facts:
        return _to_spaces(letter.facts["spaces"], secret)
    if letter.subscription is not None:
        news = letter.kind == "announced"
        label = gettext("Changer mes choix ou ne plus rien recevoir") if news else gettext("Ne plus rien recevoir")
        leave = secret("interest.manage", label, UNSUBSCRIBE, letter.subscription.nonce)
        return [*_to_the_session(letter.facts, stationery), leave]
    if "sessions" in letter.facts:
        places = _links_to_places(letter, secret)
        return [*places, _to_ask(stationery)] if places else _elsewhere(letter, stationery)
    page = _agenda_page(letter, stationery)
    if letter.kind == "address_changed" or letter.registration is None:
        return page
    nonce = letter.registration.nonce
    own = list(_SECRET_LINKS.get(letter.kind, ()))
    if letter.facts.get("by_colleague"):
        own.append(_LEAVE_THE_LINE if letter.kind == "waiting" else _CANNOT_COME)
    if letter.kind == "withdrawn" and not letter.facts["by_team"]:
        own.append(_UNDO)
    places = [secret(name, gettext(label), SEAT, nonce) for name, label in own] + page
    return [*places, _to_ask(stationery)] if places else _elsewhere(letter, stationery)


def _to_ask(stationery: Stationery) -> Link:
    """Where the link to all one's places is asked for: a letter may be forwarded, so it holds no such link."""
    return Link(gettext("Toutes mes places"), stationery.base_url + addresses.path("space.ask", current()))


def _agenda_page(letter: Letter, stationery: Stationery) -> list[Link]:
    """The agenda as anybody may read it, in a letter about it."""
    here = letter.facts.get("page")
    return [Link(gettext("Voir le déroulement"), stationery.base_url + here)] if here else []


def unsubscribe(letter: Letter, stationery: Stationery) -> str:
    """The address where mail programs leave in one click, for whoever asked for news; else nothing."""
    if letter.subscription is None:
        return ""
    token = tokens.issue(stationery.keys, UNSUBSCRIBE, letter.subscription.nonce)
    return stationery.base_url + addresses.path("interest.manage", letter.language, token=token)


def _to_the_session(facts: Facts, stationery: Stationery) -> list[Link]:
    """For who asked to be told: the form when it is open, and the page."""
    form = addresses.path("registration.form", current(), id=facts["session"])
    register = [Link(gettext("S'inscrire"), stationery.base_url + form)] if facts["registrable"] else []
    return [*register, Link(gettext("Voir la rencontre"), stationery.base_url + facts["path"])]


def _links_to_places(letter: Letter, secret: Callable[[str, str, str, str], Link]) -> list[Link]:
    """To the whole, or to each place; whoever left, or has nothing left there, needs none."""
    facts = letter.facts
    if letter.kind in ("series_left", "series_cancelled"):
        return []
    whole = db.session.get(SeriesRegistration, facts["series_registration"]) if facts["series_registration"] else None
    if whole is not None:
        return [secret("registration.series_seat", gettext("Gérer mes places"), SERIES, whole.nonce)]
    titles = {one["registration"]: one["title"] for one in facts["sessions"]}
    [page, label], seats = _MANAGE, db.session.scalars(select(Registration).where(Registration.id.in_(titles))).all()
    if len(seats) == 1:
        return [secret(page, gettext(label), SEAT, seats[0].nonce)]
    return [secret(page, gettext("Ma place : %(title)s", title=titles[one.id]), SEAT, one.nonce) for one in seats]


def _to_spaces(spaces: list[Facts], secret: Callable[[str, str, str, str], Link]) -> list[Link]:
    """A link for each person of the address; those revoked meanwhile are left out."""
    wanted = [one["nonce"] for one in spaces]
    alive = select(SpaceLink.nonce).where(SpaceLink.nonce.in_(wanted), SpaceLink.revoked_at.is_(None))
    standing = set(db.session.scalars(alive))
    return [
        secret("space.home", _of_whom(one, several=len(spaces) > 1), SPACE, one["nonce"])
        for one in spaces if one["nonce"] in standing
    ]  # fmt: skip


def _of_whom(one: Facts, several: bool) -> str:
    if not several:
        return gettext("Voir toutes mes places")
    return gettext("Toutes mes places : %(name)s", name=one["name"] or gettext("une autre personne"))


def _secret_link(letter: Letter, stationery: Stationery, masked: bool) -> Callable[[str, str, str, str], Link]:
    def link(page: str, label: str, purpose: str, nonce: str) -> Link:
        if masked:
            return Link(label, gettext("[lien secret]"), opens=False)
        token = tokens.issue(stationery.keys, purpose, nonce)
        return Link(label, stationery.base_url + addresses.path(page, current(), token=token))

    return link


def _elsewhere(letter: Letter, stationery: Stationery) -> list[Link]:
    """For who has no seat: the next edition, and the others."""
    edition = letter.facts.get("next_edition")
    home = Link(gettext("Voir les autres rencontres"), stationery.base_url + addresses.path("public.home", current()))
    if edition is None:
        return [home]
    label = gettext("Voir la prochaine édition, %(moment)s", moment=edition["moment"])
    return [Link(label, stationery.base_url + edition["path"]), home]
