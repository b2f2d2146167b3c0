"""Templates and stylesheets speak of the same classes, and letters of the alphabet come from nowhere else."""

import re

from checkout import ROOT, STATIC, class_attributes, classes_defined, classes_named, modules, pages

HOOKS = {"js"}  # put on the page by a script, so that styles know that scripts run


def test_every_class_of_a_page_exists_in_the_stylesheets() -> None:
    defined = classes_defined()
    missing = {
        (name, word)
        for name, source in pages().items()
        for value in class_attributes(source)
        for word in _unknown(value, defined)
    }
    assert missing == set()


def test_every_class_of_the_stylesheets_is_used() -> None:
    texts = [*pages().values(), *(path.read_text("utf-8") for path in STATIC.rglob("*.js"))]
    texts += [(ROOT / path).read_text("utf-8") for path in modules() if path.startswith(("resal/web", "resal/queries"))]
    words = {word for text in texts for word in re.findall(r"[A-Za-z_][\w-]*", text)}
    begun = {word for word in words if word.endswith("-")}
    unused = {word for word in classes_defined() - words - HOOKS if not any(word.startswith(part) for part in begun)}
    assert unused == set()


def test_styles_and_scripts_come_from_this_site_alone() -> None:
    foreign = {
        str(path.relative_to(STATIC)): found
        for path in STATIC.rglob("*")
        if path.suffix in (".css", ".js")
        for found in [re.findall(r"(?:https?:)?//[a-z][\w.-]+\.[a-z]+", _without_comments(path.read_text("utf-8")))]
        if found
    }
    assert foreign == {}


def _unknown(value: str, defined: set[str]) -> set[str]:
    whole, begun = classes_named(value)
    return (whole - defined) | {part for part in begun if not any(word.startswith(part) for word in defined)}


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*$", "", text, flags=re.S | re.M)
