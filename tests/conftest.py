"""What tests ask for by name. Those that touch the database run twice: on SQLite and on PostgreSQL.

A test says what it needs (`database`, `app`, `client`, `signed_in`…); the folders whose tests all
need a database ask for it in a conftest of their own.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import factories
import pytest
from flask import Flask, g, request_started
from flask.testing import FlaskClient
from harness import browser, counting, databases, isolation, postgres, served, skips, visitors
from harness.ground import Ground
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser
from sqlalchemy import select

from resal import clock, language
from resal.app import create_app
from resal.db import db
from resal.models import Letter
from resal.settings import Settings

# Every test begins on this Tuesday morning in Montréal, far from any change of the clocks.
TODAY = "2026-11-24T10:00:00-05:00"
GROUND = pytest.StashKey[Ground]()
LIFE = pytest.StashKey[ExitStack]()

CALM = {"deadline": None, "database": None, "derandomize": True, "print_blob": True}
SUPPRESSED = [
    HealthCheck.too_slow,  # a slow machine is no failure
    HealthCheck.function_scoped_fixture,  # `database.undoing()` separates the examples
]
hypothesis_settings.register_profile("suite", max_examples=50, suppress_health_check=SUPPRESSED, **CALM)
hypothesis_settings.register_profile("more", max_examples=2000, suppress_health_check=SUPPRESSED, **CALM)
hypothesis_settings.load_profile("more" if os.environ.get("RESAL_TEST_MORE") == "1" else "suite")


def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the run lays the ground; xdist's workers are told where it is."""
    for name in [name for name in os.environ if name.startswith("RESAL_") and not name.startswith("RESAL_TEST_")]:
        del os.environ[name]  # the developer's own settings are not those of the tests
    given = getattr(config, "workerinput", {}).get("ground")
    config.stash[GROUND] = Ground(Path(given)) if given else Ground.new()
    if not given:
        config.stash[LIFE] = ExitStack()
        config.stash[LIFE].enter_context(config.stash[GROUND].live())


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["ground"] = str(node.config.stash[GROUND].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if LIFE in config.stash:
        config.stash[LIFE].close()
        postgres.wait_until_ended(config.stash[GROUND])
        config.stash[GROUND].remove()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skips.summarize(terminalreporter)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.exitstatus == pytest.ExitCode.OK and skips.refused(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def ground(request: pytest.FixtureRequest) -> Ground:
    """The folder of this run, shared by all its processes."""
    return request.config.stash[GROUND]


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this process among those of the run."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session", params=databases.ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """`sqlite`, then `postgresql`: whatever needs it runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def settings(engine_name: str, ground: Ground, worker: str) -> Settings:
    """Settings of the application under test: a database of this process, migrated."""
    with skipped_without_server():
        address = databases.make(engine_name, ground, worker)
    return databases.settings_for(address, ground.room(f"{worker}-{engine_name}"), RESAL_NOW=TODAY)


@pytest.fixture(scope="session")
def application(settings: Settings) -> Iterator[Flask]:
    """The application, made once; a test asks for `app`, which comes with a clean database."""
    app = create_app(settings)
    with request_started.connected_to(_as_in_a_context_of_its_own, app):
        yield app
    with app.app_context():
        db.engine.dispose()


def _as_in_a_context_of_its_own(_app: Flask, **_: Any) -> None:
    """A request inside the test's own application context would find what the one before left in `g`."""
    for name in list(g):
        g.pop(name)


@pytest.fixture(scope="session")
def seeds(application: Flask) -> isolation.Rows:
    """What a new database holds."""
    with application.app_context():
        return isolation.seeds_of(db.engine)


@pytest.fixture
def database(
    application: Flask, request: pytest.FixtureRequest, settings: Settings
) -> Iterator[isolation.RolledBack | None]:
    """A clean database, an application context, the morning of `TODAY`, French.

    Marked `really_commits`, commits are for good (and None is given); marked `rate_limited`, rates
    and the least filling time hold.
    """
    clock.start_at(settings.now)
    language.speak("fr")
    marked = request.node.get_closest_marker
    application.extensions["resal"] = replace(settings, rate_limit=marked("rate_limited") is not None)
    with application.app_context():
        if marked("really_commits"):
            with isolation.really_committed(request.getfixturevalue("seeds")):
                yield None
        else:
            with isolation.rolled_back(application) as connection:
                yield connection


@pytest.fixture
def app(application: Flask, database: object) -> Flask:
    """The application, on a clean database."""
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody unknown with an empty browser."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> FlaskClient:
    """A coordinator, signed in through a one-time link."""
    return visitors.sign_in(app.test_client(), factories.an_account())


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], datetime]:
    """`freeze(instant)` stops the clock there, until the end of the test or the next call."""

    def at(instant: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: instant)
        return instant

    return at


@pytest.fixture
def queries(database: object) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with queries() as sent:` lists the SQL of the block; what the test itself wrote comes before."""

    @contextmanager
    def counted() -> Iterator[list[str]]:
        db.session.commit()
        with counting.statements() as sent:
            yield sent

    return counted


@pytest.fixture
def outbox(database: object) -> Callable[[], list[Letter]]:
    """`outbox()` is the letters that are owed and have not left, oldest first."""

    def owed() -> list[Letter]:
        db.session.expire_all()
        return list(db.session.scalars(select(Letter).where(Letter.state == "queued").order_by(Letter.id)))

    return owed


@pytest.fixture
def new_database(engine_name: str, ground: Ground, worker: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of this test alone, without a single table."""
    with skipped_without_server():
        address = databases.make_empty(engine_name, ground, f"{worker}_{abs(hash(request.node.nodeid)):x}")
    yield address
    databases.drop(address)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[served.Served]:
    """A served site with the example programme, for tests that only look."""
    with served.serving(tmp_path_factory.mktemp("site"), "--demo", RESAL_NOW=TODAY) as running:
        yield running


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., served.Served]]:
    """`serve("--demo", RESAL_RATE_LIMIT="off")` serves a site of this test alone."""
    with ExitStack() as stack:

        def start(*options: str, **named: str) -> served.Served:
            return stack.enter_context(served.serving(tmp_path, *options, **{"RESAL_NOW": TODAY, **named}))

        yield start


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser, started once."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(browser.launched())
        except browser.NoBrowser as problem:
            pytest.skip(str(problem))
        yield running


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[browser.Pages]:
    """`browser_page(width=390, javascript=False, color_scheme="dark")` opens a page.

    The test fails when a page reported an error in its console or broke the content policy.
    """
    pages = browser.Pages(chromium)
    yield pages
    pages.close()
    assert pages.problems == []


@contextmanager
def skipped_without_server() -> Iterator[None]:
    try:
        yield
    except postgres.NoServer as problem:
        pytest.skip(str(problem))
