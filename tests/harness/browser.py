"""Chromium, as people have it: found on the machine, never downloaded by the tests."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
CHANNELS = ("chrome", "msedge")
HEIGHT = 900
# Chromium itself reports an answer such as 404 or 409 this way; the tests look at answers.
_ANSWERS = "Failed to load resource"


class NoBrowser(Exception):
    """There is no browser on this machine that the tests can drive."""


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser for as long as the block lasts. Raises `NoBrowser`."""
    with sync_playwright() as playwright:
        browser = _first(playwright.chromium.launch)
        try:
            yield browser
        finally:
            browser.close()


class Pages:
    """Opens pages, each in a profile of its own, and remembers what went wrong inside them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    def __call__(self, width: int = 1280, javascript: bool = True, color_scheme: str = "light", **options: Any) -> Page:
        """A blank page. `options` are those of Playwright's `new_context` (base_url, locale…)."""
        settings = {"locale": "fr-CA", "timezone_id": "America/Toronto", "reduced_motion": "reduce", **options}
        context = self._browser.new_context(
            viewport={"width": width, "height": HEIGHT}, java_script_enabled=javascript, color_scheme=color_scheme,
            **settings,
        )  # fmt: skip
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda problem: self.problems.append(str(problem)))
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_ANSWERS):
            self.problems.append(message.text)


def _first(launch: Callable[..., Browser]) -> Browser:
    tried = []
    for place in _places():
        try:
            return launch(chromium_sandbox=False, **place)  # root has none, and the pages are our own
        except Error as problem:
            tried.append(f"{place or 'the one of Playwright'}: {str(problem).splitlines()[0]}")
    raise NoBrowser("no Chromium can be started here: " + "; ".join(tried))


def _places() -> Iterator[dict[str, str]]:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield {"executable_path": found}
    for channel in CHANNELS:
        yield {"channel": channel}
    yield {}
