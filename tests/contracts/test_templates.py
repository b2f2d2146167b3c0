"""Templates hold together: they compile, what they name exists, and nothing is inline."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from checkout import STATIC, modules, pages, template_names
from harness import databases
from jinja2 import Environment, nodes

from resal import addresses
from resal.app import create_app
from resal.web.context import icon
from resal.web.routing import ROUTES

INLINE = {
    "style": re.compile(r"<style\b|\sstyle\s*="),
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/ld\+json\")"),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "address": re.compile(r"(?:href|src|action)\s*=\s*\"\s*(?:javascript|data):", re.I),
}
# Named by the code through something it knows: the number of an error, the kind of a letter.
FAMILIES = ("errors/", "mail/", "documents/")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The application's own, with its filters and its words."""
    return create_app(databases.settings_for("sqlite://", tmp_path_factory.mktemp("templates"))).jinja_env


@pytest.mark.parametrize("name", template_names())
def test_a_template_compiles(environment: Environment, name: str) -> None:
    environment.get_template(name)


def test_every_template_that_is_named_exists(environment: Environment) -> None:
    named = {(where, name) for where, name in _templates_named(environment)}
    existing = set(template_names())
    assert {(where, name) for where, name in named if name not in existing} == set()


def test_no_template_is_left_that_nobody_names(environment: Environment) -> None:
    named = {name for _, name in _templates_named(environment)}
    assert {name for name in template_names() if not name.startswith(FAMILIES)} - named == set()


def test_every_macro_that_is_imported_exists(environment: Environment) -> None:
    missing = {
        (where, node.template.value, name)
        for where, node in _nodes(environment, nodes.FromImport)
        for name in (pair[0] if isinstance(pair, tuple) else pair for pair in node.names)
        if name not in {macro.name for macro in _parsed(environment, node.template.value).find_all(nodes.Macro)}
    }
    assert missing == set()


def test_every_link_of_a_template_leads_to_a_page_with_all_it_needs(environment: Environment) -> None:
    wrong = {
        (where, name, said)
        for where, call in _calls(environment, "page")
        for name, said in [(_first(call), frozenset(pair.key for pair in call.kwargs))]
        if name and not call.dyn_kwargs and _needs(name) != said - {"query"}
    }
    assert wrong == set()


def test_no_link_goes_around_the_table_of_addresses(environment: Environment) -> None:
    assert [where for where, _ in _calls(environment, "url_for")] == []


def test_every_page_that_the_code_names_exists() -> None:
    named = {
        (path, call.args[0].value)
        for path, tree in modules().items() for call in ast.walk(tree)
        if isinstance(call, ast.Call) and call.args and _name(call.func) in ("path", "page", "to")
        and isinstance(call.args[0], ast.Constant) and re.fullmatch(r"\w+\.\w+", str(call.args[0].value))
    }  # fmt: skip
    assert {(path, name) for path, name in named if _needs(name) is None} == set()


def test_every_address_has_a_page_and_every_page_an_address(environment: Environment) -> None:
    assert set(ROUTES) == {*addresses.PAGES, *addresses.SINGLE}


def test_every_file_and_icon_that_a_template_shows_exists(environment: Environment) -> None:
    files = {(where, _first(call)) for where, call in _calls(environment, "static_url")}
    assert {(where, name) for where, name in files if name and not (STATIC / name).is_file()} == set()
    for name in {_first(call) for _, call in _calls(environment, "icon")} - {None}:
        assert "<svg" in icon(str(name))


@pytest.mark.parametrize("kind", INLINE)
def test_nothing_that_the_content_policy_forbids_stands_in_a_page(kind: str) -> None:
    assert {name: INLINE[kind].findall(source) for name, source in pages().items() if INLINE[kind].search(source)} == {}


def _templates_named(environment: Environment) -> Iterator[tuple[str, str]]:
    for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
        for where, node in _nodes(environment, kind):
            if isinstance(node.template, nodes.Const):
                yield where, node.template.value
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and re.fullmatch(r"\w+/[\w/]+\.\w+", str(node.value)):
                yield path, node.value


def _nodes(environment: Environment, kind: type[Any]) -> Iterator[tuple[str, Any]]:
    for name in template_names():
        for node in _parsed(environment, name).find_all(kind):
            yield f"{name}:{node.lineno}", node


def _calls(environment: Environment, name: str) -> Iterator[tuple[str, nodes.Call]]:
    for where, call in _nodes(environment, nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == name:
            yield where, call


@cache
def _parsed(environment: Environment, name: str) -> nodes.Template:
    assert environment.loader
    source, path, _ = environment.loader.get_source(environment, name)
    return environment.parse(source, name, path)


def _first(call: nodes.Call) -> str | None:
    """The first argument, when it is written out."""
    first = call.args[0] if call.args else None
    return str(first.value) if isinstance(first, nodes.Const) else None


def _needs(name: str) -> set[str] | None:
    """The places of an address to fill; None for an address nobody declared."""
    try:
        return set(re.findall(r"<(?:\w+:)?(\w+)>", addresses.pattern(name, "fr")))
    except KeyError:
        return None


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.parametrize("name", template_names())
def test_a_colon_is_said_in_the_language_of_the_page(environment: Environment, name: str) -> None:
    source, _path, _fresh = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
    outside = re.sub(r"\{[{%#].*?[#%}]\}", "@", source, flags=re.S)
    assert re.findall(r"[^\n]{0,40}[@>\w][ \u00a0]:(?![\w-])[^\n]{0,20}", outside) == []
