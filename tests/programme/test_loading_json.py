"""Whatever the bytes of a file are, there is JSON or there is one sentence."""

import json

import pytest

from resal.actions.importing import BadProgramme, load_json

UNREADABLE = {
    "cut short": (b'{"events": [', "Ce fichier n’est pas du JSON : voyez la ligne 1, colonne 13."),
    "empty": (b"", "Ce fichier n’est pas du JSON : voyez la ligne 1, colonne 1."),
    "in Latin-1": ('{\n"about": "été"}'.encode("latin-1"), "Ce fichier n’est pas en UTF-8 : voyez la ligne 2."),
    "not a number": (b'{"capacity": NaN}', "Ce fichier contient NaN, qui n’est pas un nombre."),
    "without end": (b'{"capacity": -Infinity}', "Ce fichier contient -Infinity, qui n’est pas un nombre."),
    "a key twice": (b'{"a": 1, "b": 2, "a": 3}', "La clé « a » est écrite deux fois dans le même objet."),
    "ten megabytes": (b" " * 10_000_000, "Ce fichier est trop gros : 5 Mo au plus."),
    "a number without measure": (b"1" * 5000, "Ce fichier contient un nombre démesuré."),
    "lists in lists": (
        b"[" * 200_000,
        "Ce fichier emboîte trop de listes ou d’objets les uns dans les autres.",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_with_one_sentence(name: str) -> None:
    content, sentence = UNREADABLE[name]
    with pytest.raises(BadProgramme) as refused:
        load_json(content)
    assert [(problem.place, problem.reason()) for problem in refused.value.problems] == [("", plain(sentence))]


def test_the_mark_that_some_editors_put_first_is_forgiven() -> None:
    assert load_json(b"\xef\xbb\xbf" + json.dumps({"about": "été"}).encode()) == {"about": "été"}


def plain(sentence: str) -> str:
    """With the spaces of French."""
    for written, printed in ((" :", "\u00a0:"), ("« ", "«\u00a0"), (" »", "\u00a0»"), ("5 Mo", "5\u00a0Mo")):
        sentence = sentence.replace(written, printed)
    return sentence
