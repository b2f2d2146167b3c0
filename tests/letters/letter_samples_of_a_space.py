"""Letters about somebody's own space: the link to all their places."""

import factories
from letter_ground import last_letter

from resal.actions import spaces
from resal.actions.people import find
from resal.models import Letter, Participant


def space_link(language: str) -> Letter:
    person = _person("Samir Haddad")
    spaces.send(person.email, language)
    return last_letter("space_link")


def space_link_for_several(language: str) -> Letter:
    _person("Inès Caron")
    return space_link(language)


def _person(name: str) -> Participant:
    return find("samir@maison.example", name) or factories.a_participant(name, email="samir@maison.example")
