"""What machines ask: static files, health, robots, where to report a weakness."""

from flask import Response, request, send_from_directory

from resal import front, revision
from resal.db import db
from resal.queries import network
from resal.web.routing import PUBLIC, route

YEAR = 31_536_000


@route("machines.static", access=(PUBLIC,))
def static(filename: str) -> Response:
    """A file of the site; one asked for with its digest never changes."""
    response = send_from_directory(front.STATIC, filename, max_age=YEAR if "v" in request.args else 300)
    response.cache_control.public = True
    response.cache_control.immutable = "v" in request.args
    return response


@route("machines.health", access=(PUBLIC,))
def health() -> Response:
    return Response("ok\n", mimetype="text/plain")


@route("machines.ready", access=(PUBLIC,))
def ready() -> Response:
    """Ready when the database answers and has the shape of this version."""
    fit = revision.is_current(db.engine)
    return Response("ready\n" if fit else "the database is not migrated\n", 200 if fit else 503, mimetype="text/plain")


@route("machines.robots", access=(PUBLIC,))
def robots() -> Response:
    """Feeds may be read (calendar services obey this file); private addresses are not listed."""
    return Response("User-agent: *\nDisallow: /coordination\n", mimetype="text/plain")


@route("machines.security", access=(PUBLIC,))
def security() -> Response:
    """RFC 9116, with the address of the officer for privacy when there is one."""

    contact = network.about().privacy_email or network.about().email or "privacy@localhost"
    lines = [f"Contact: mailto:{contact}", "Preferred-Languages: fr, en"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
