"""Take the pictures of the README from the running application: `python scripts/pictures.py`.

Serves the example on a scratch instance, at hours that do not change, so that two runs give the same
pictures; writes docs/pictures/<name>-<width>.png and leaves nothing else behind.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]  # what serves the tests serves the pictures

from harness.browser import launched  # noqa: E402 - found on the path above
from harness.served import Served, serving  # noqa: E402
from stage import WITHOUT_LIMITS, register, sign_in  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
TWO_DAYS_BEFORE = "2026-11-24T10:00:00-05:00"
AT_THE_DOOR = "2026-11-26T13:24:00-05:00"
SESSION = "Créer le lien"
SCREENS = {390: 1100, 1280: 1120}  # CSS pixels: width and height
ARRIVED = 11


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="resal-pictures-") as scratch, launched() as browser:
        with serving(Path(scratch), "--demo", RESAL_NOW=TWO_DAYS_BEFORE, **WITHOUT_LIMITS) as site:
            before(person(browser, site))
        with serving(Path(scratch), "--demo", RESAL_NOW=AT_THE_DOOR, **WITHOUT_LIMITS) as site:
            that_day(person(browser, site), site)


def person(browser: Browser, site: Served) -> Page:
    """A new page, in French, in the light, without motion."""
    context = browser.new_context(
        base_url=site.url, locale="fr-CA", timezone_id="America/Toronto", color_scheme="light", reduced_motion="reduce"
    )
    return context.new_page()


def before(page: Page) -> None:
    """What somebody sees who finds a session and takes a seat."""
    page.goto("/")
    take(page, "home")
    page.get_by_role("link", name=SESSION).first.click()
    take(page, "session")
    page.get_by_role("link", name="S’inscrire").first.click()
    register(page, "Inès Caron", "ines.caron@quartier.example", "Maison des jeunes du Belvédère")
    page.wait_for_url("**/inscription/*")
    take(page, "seat")


def that_day(page: Page, site: Served) -> None:
    """What the coordination sees on the day, then at the door."""
    sign_in(page, site)
    take(page, "coordination")
    page.get_by_role("link", name="Présences").click()
    for row in page.locator("[aria-pressed]").all()[:ARRIVED]:
        row.click()
    page.get_by_text("Tout est enregistré").wait_for()
    page.reload()
    take(page, "door")


def take(page: Page, name: str) -> None:
    """One picture per screen, from the top of the page."""
    for width, height in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=PICTURES / f"{name}-{width}.png", animations="disabled", scale="css")


if __name__ == "__main__":
    main()
