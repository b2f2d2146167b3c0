"""The headers of every answer: nothing from elsewhere, nothing inline, nothing kept that is private."""

from flask import Flask, Response, request

from resal.web import doors

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
YEAR = 31_536_000


def init_app(app: Flask) -> None:
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    response.headers["Referrer-Policy"] = "no-referrer" if _private() else "same-origin"
    if doors.settings().https:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    if _private():
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _private() -> bool:
    """An answer with a secret address, or for somebody in particular."""
    return "resal.secret" in request.environ or request.path.startswith("/coordination")
