"""Somebody and the link to their own space, as tests of its pages need them."""

import factories
from flask import current_app

from resal import addresses, tokens
from resal.actions import spaces
from resal.db import db, writing
from resal.web import doors


def token_of(link):
    return tokens.issue(current_app.extensions["resal"].secret_keys, doors.SPACE, link.nonce)


def opened(person, page="space.home", language="fr", **values):
    """The address of a page of somebody's space, by a link made now."""
    number = person.id
    with writing():
        link = spaces.issue(db.session.get(type(person), number))
    return addresses.path(page, language, token=token_of(link), **values)


def beside(address, page, language="fr"):
    """The address of another page of the same space."""
    token = address.removeprefix("/en").split("/")[2]
    return addresses.path(page, language, token=token)


def seat_address(registration, language="fr"):
    token = tokens.issue(current_app.extensions["resal"].secret_keys, doors.SEAT, registration.nonce)
    return addresses.path("registration.seat", language, token=token)


def ana(**columns):
    return factories.a_participant("Ana Silva", email=columns.pop("email", "ana@maison.example"), **columns)
