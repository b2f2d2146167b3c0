"""What axe and a ruler say of the page that is open: wide and narrow, in the light and in the dark."""

import json
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

DESK, PHONE, SMALLEST, HEIGHT = 1280, 390, 320, 900
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # axe leaves it off, though WCAG 2.2 asks for it
    "resultTypes": ["violations"],
}
# Nothing else can differ between two colour schemes of the same page.
COLORS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
LEAST_TARGET = 24  # CSS pixels: WCAG 2.2, 2.5.8
STILL = "() => document.getAnimations().forEach((one) => one.finish())"  # colours half way are nobody's
TOO_SMALL = """(least) => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[aria-hidden=true]"))
    .filter((one) => getComputedStyle(one).display !== "inline")
    .map((one) => [one.outerHTML.slice(0, 120), (one.closest("label") ?? one).getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < least)
    .map(([html, box]) => `${box.width} × ${box.height}: ${html}`)"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth && !one.closest(".filters"))
    .map((one) => one.outerHTML.slice(0, 120))"""


def problems(page: Page) -> list[str]:
    """One line per problem; none when everybody can use the page."""
    page.wait_for_load_state("load")
    page.evaluate(AXE_SCRIPT)
    return [*_on_every_screen(page), *_with_a_ruler(page)]


def _on_every_screen(page: Page) -> Iterator[str]:
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for scheme, rules in (("light", EVERYTHING), ("dark", COLORS)):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(STILL)
            for violation in _axe(page, rules):
                yield from (f"{width} {scheme}: {violation['id']}: {node['html'][:160]}" for node in violation["nodes"])


def _axe(page: Page, rules: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(f"axe.run({json.dumps(rules)}).then((results) => results.violations)")
    return found


def _with_a_ruler(page: Page) -> Iterator[str]:
    yield from (f"{PHONE}: too small a target: {found}" for found in page.evaluate(TOO_SMALL, LEAST_TARGET))
    page.set_viewport_size({"width": SMALLEST, "height": HEIGHT})
    yield from (f"{SMALLEST}: out of the page: {found}" for found in page.evaluate(TOO_WIDE))
