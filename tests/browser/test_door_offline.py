"""The door on a phone: taps answer at once, and those of a dead Wi-Fi leave when it is back."""

import re
from urllib.parse import urlsplit

import pytest

ROW = ".arrival-button"
PHONE = 390
TAKEN = re.compile(r"/coordination/presences/\d+/\d+$")


@pytest.fixture
def door(serve, browser_page):
    """A host's phone in front of the list of a session of the example."""
    site = serve("--demo", RESAL_NOW="")  # the clock of the command that gives the link
    page = browser_page(width=PHONE, base_url=site.url)
    link = site.resal("team", "invite", "hote@resal.example", "--role", "host").strip()
    page.goto(urlsplit(link).path)
    page.click("main form button")
    page.goto(_address_of_a_full_list(page))
    return page


def test_taps_made_without_a_network_wait_on_the_phone_and_leave_with_it(door):
    rows = door.locator(ROW)
    with door.expect_response(TAKEN):
        rows.nth(0).click()
    door.context.set_offline(True)
    for place in (1, 2, 3, 3):
        rows.nth(place).click()
    banner = door.locator("[data-offline]")
    banner.wait_for()
    assert "3 présences seront envoyées au retour du réseau" in banner.inner_text().replace("\u00a0", " ")
    assert _shown(door) == ("3", "3 présences", 3)
    door.wait_for_timeout(1100)
    sent = []
    door.on("request", lambda request: sent.append(request.post_data or ""))
    door.context.set_offline(False)
    banner.wait_for(state="hidden")
    waits = [int(wait) for body in sent for wait in re.findall(r"waited=(\d+)", body)]
    assert (len(waits), min(waits) >= 1) == (3, True), "each tap says how long it has waited"
    door.reload()
    assert [rows.nth(place).get_attribute("aria-pressed") for place in range(4)] == ["true", "true", "true", "false"]
    assert _shown(door) == ("3", "3 présences", 3)


def test_a_late_answer_does_not_show_over_a_newer_tap(door):
    held = []
    door.route(TAKEN, lambda route: held.append(route))
    first = door.locator(ROW).nth(0)
    first.click()
    first.click()
    for number in range(2):  # the answer to the first tap, when the second is already made; then its own
        _until(door, lambda number=number: len(held) > number)
        with door.expect_response(TAKEN):
            held[number].continue_()
        door.wait_for_timeout(300)
        assert first.get_attribute("aria-pressed") == "false"
        assert _shown(door)[0] == "0"


def test_a_page_drawn_before_a_tap_and_shown_after_it_shows_the_tap(door):
    taps, pages, address = [], [], re.compile("/presences$")
    door.route(TAKEN, lambda route: route.continue_() if taps else taps.append(route))
    door.route(address, lambda route: pages.append(route))
    drawn_before = door.request.get(door.url)
    door.locator(ROW).nth(0).click()
    door.evaluate("void setTimeout(() => location.reload())")
    _until(door, lambda: taps and pages)
    with door.expect_response(TAKEN):
        taps[0].continue_()
    with door.expect_navigation():
        pages[0].fulfill(response=drawn_before)
    assert door.locator(ROW).nth(0).get_attribute("aria-pressed") == "true"
    _until(door, lambda: door.evaluate("localStorage.getItem('resal-attendance')") == "{}")


def test_another_way_of_taking_part_is_in_the_small_menu(door):
    door.locator(".arrival-more summary").nth(0).click()
    with door.expect_response(TAKEN):
        door.locator(".arrival-menu").nth(0).get_by_role("button", name="Absence excusée").click()
    door.reload()
    first = door.locator(ROW).nth(0)
    assert ("Absence excusée" in first.inner_text(), first.get_attribute("aria-pressed")) == (True, "false")


def _address_of_a_full_list(page):
    """The first session to come of the coordination's list with people in it."""
    page.goto("/coordination/rencontres")
    links = page.locator("main a[href$='/presences']").evaluate_all("links => links.map(link => link.href)")
    for link in links:
        page.goto(link)
        if page.locator(ROW).count() > 5:
            return link
    raise AssertionError(f"nobody is expected anywhere: {links}")


def _until(page, holds, patience=50):
    """Let the page go on until something is so."""
    while not holds():
        assert (patience := patience - 1), "it never came"
        page.wait_for_timeout(100)


def _shown(page):
    """The counter, the words of the bar, the windows that are lit."""
    lit = page.locator(".facade-lit").get_attribute("d") or ""
    people = page.locator("[data-people]").inner_text().replace("\u00a0", " ")
    return page.locator(".door-counter strong").inner_text(), people, len(re.findall("M", lit))
