"""A list of colleagues, as the form of a session sends it."""

import re

from resal.db import db
from resal.letters.rendering import render
from resal.letters.stationery import Stationery
from resal.models import Letter, Registration

NAMES = ("Ana Silva", "Bilal Haddad", "Chloé Roy", "Dany Côté", "Ève Paré")
MAISON = "Maison des jeunes La Traverse"


def form_of(session, english=False):
    return (
        f"/en/sessions/{session.id}/registration/several"
        if english
        else f"/rencontres/{session.id}/inscription/plusieurs"
    )


def address(name):
    return f"{name.split()[0].lower()}@maison.example".replace("é", "e").replace("è", "e")


def rows(*people, **more):
    """The fields of the form for these names, or pairs of a name and an address."""
    pairs = [(one, address(one)) if isinstance(one, str) else one for one in people]
    fields = {"organization": MAISON, "language": "fr", **more}
    for n, (name, email) in enumerate(pairs):
        fields |= {f"people-{n}-name": name, f"people-{n}-email": email}
    return fields


def registrations():
    db.session.rollback()
    return db.session.query(Registration).order_by(Registration.arrival).all()


def letters():
    return [(letter.to_name, letter.kind) for letter in db.session.query(Letter).order_by(Letter.id)]


def text_of(letter):
    stationery = Stationery("http://resal.example", ("k" * 32,), "RÉSAL <resal@resal.example>")
    return render(letter, stationery).get_body(("plain",)).get_content()


def plain(answer):
    return answer.text.replace("\u00a0", " ").replace("’", "'")


def carried(page, **more):
    """All that the form of a page would send, with the button pressed."""
    form = page.text.partition("<form")[2]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {**{name: value.replace("&#39;", "'") for name, value in hidden}, **more}
