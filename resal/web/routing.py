"""Routes are declared beside their view: the name of a page, who may open it, by which methods.

A page that says nothing of who may open it is for coordinators alone: what is forgotten is shut.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

from resal import addresses

PUBLIC = "public"
COORDINATOR = "coordinator"
HOST = "host"
READER = "reader"
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Route:
    """A page: `access` holds PUBLIC, or the roles that may open it.

    `one_click`: its POST comes from mail programs, with the secret of its address for all proof
    instead of a CSRF token (RFC 8058).
    """

    name: str
    view: Callable[..., Any]
    methods: tuple[str, ...]
    access: frozenset[str]
    one_click: bool = False


ROUTES: dict[str, Route] = {}


def route(
    name: str, *methods: str, access: tuple[str, ...] = (COORDINATOR,), one_click: bool = False
) -> Callable[[View], View]:
    """Declare a view under the name of a page of `addresses`; GET unless said otherwise."""

    def declare(view: View) -> View:
        ROUTES[name] = Route(name, view, methods or ("GET",), frozenset(access), one_click)
        return view

    return declare


def register(app: Flask) -> None:
    """Give every declared route its address, in each language when it has two."""
    for declared in ROUTES.values():
        if declared.name in addresses.SINGLE:
            _add(app, declared, declared.name, addresses.SINGLE[declared.name])
        else:
            french, english = addresses.PAGES[declared.name]
            _add(app, declared, declared.name, french)
            _add(app, declared, declared.name + "@en", english)


def one_click() -> list[Route]:
    """The pages whose POST needs no CSRF token."""
    return [declared for declared in ROUTES.values() if declared.one_click]


def declared(endpoint: str | None) -> Route | None:
    """The declared route behind an endpoint of Flask."""
    return ROUTES.get((endpoint or "").partition("@")[0])


def _add(app: Flask, route: Route, endpoint: str, pattern: str) -> None:
    app.add_url_rule(pattern, endpoint, route.view, methods=route.methods, strict_slashes=False)
