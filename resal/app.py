"""create_app(): settings, database, sign-in, CSRF, languages, routes, error pages; one screen."""

from datetime import timedelta

from flask import Flask, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from resal import clock, front, language
from resal import settings as settings_module
from resal.db import attach
from resal.settings import Settings
from resal.web import context, doors, errors, headers, pages, routing

csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings (read from the environment if not given)."""
    settings = settings or settings_module.read()
    clock.start_at(settings.now)
    app = Flask("resal", static_folder=None, template_folder=str(front.TEMPLATES))
    app.config.from_mapping(_configuration(settings))
    app.extensions["resal"] = settings
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=1, x_host=0)  # type: ignore[method-assign]
    attach(app, settings)
    app.before_request(_speak)
    csrf.init_app(app)
    app.login_manager = doors.login  # type: ignore[attr-defined] # its init_app reads the cookie on every page
    app.before_request(doors.ask)
    for part in (context, headers, errors):
        part.init_app(app)
    pages.load()
    routing.register(app)
    for page in routing.one_click():
        csrf.exempt(page.view)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(settings.secret_keys[1:]),
        "TRUSTED_HOSTS": list(settings.hosts),
        "SESSION_COOKIE_NAME": "__Host-resal" if settings.https else "resal",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": 86_400,
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 1000,
    }


def _speak() -> None:
    """English under /en, the account's language in the coordination, French elsewhere."""
    person = doors.account() if request.path.startswith("/coordination") else None
    english = request.path == "/en" or request.path.startswith("/en/")
    language.speak(person.language if person else "en" if english else "fr")
