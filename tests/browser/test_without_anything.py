"""Nothing from elsewhere, nothing in the console, and on paper all that matters."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from stage import Stage

pytestmark = pytest.mark.browser
PAGES = (
    "/", "/en/", "/rencontres/passees", "/calendrier/2026/12", "/rencontres/{open}", "/rencontres/{full}",
    "/rencontres/{open}/inscription", "/inscription/{seat}", "/inscription/{seat}/annuler",
    "/inscription/{seat}/calendrier", "/series/{series}", "/calendrier/abonnement", "/apprentissages",
    "/apprentissages/theme/{theme_word}", "/reseau", "/reseau/animation/{facilitator}-x",
    "/reseau/organismes/{organization}-x", "/vie-privee", "/aide", "/accessibilite", "/nous-ecrire", "/nulle-part",
    "/connexion",
)  # fmt: skip
PAPER = {"width": 720, "height": 960}  # a letter sheet within its margins


def test_no_page_asks_anything_of_another_site(stage: Stage, browser_page: Callable[..., Page]) -> None:
    """Nor does any leave an error in its console or break the content policy: `browser_page` sees to it."""
    page = browser_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(stage.url(path), wait_until="load")
    ours = urlsplit(stage.served.url).netloc
    assert {urlsplit(url).netloc for url in asked} == {ours}


def test_no_public_page_leaves_a_cookie_with_somebody_who_only_reads(
    stage: Stage, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    for path in ("/", "/rencontres/{open}", "/apprentissages", "/reseau", "/vie-privee", "/calendrier/abonnement"):
        page.goto(stage.url(path))
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_on_paper_a_session_says_everything_once_and_nothing_to_press(
    stage: Stage, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    page.goto(stage.url("/rencontres/{open}"))
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    essentials = page.get_by_role("region", name="L’essentiel")
    expect(essentials).to_have_count(1)
    for said in ("Jeudi 26 novembre 2026", "13 h 30 à 16 h 30", "Maison citoyenne", "En français", "8 places libres"):
        expect(essentials).to_contain_text(said)
    for said in ("Préparer une première sortie", "habillez-vous", "par équipes de trois", "Travailleuse de rue"):
        expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("agenda").locator("visible=true")).to_have_count(0)
    assert pressable(page) == []


def test_on_paper_the_list_of_the_door_has_a_line_for_everybody(
    stage: Stage, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(storage_state=stage.team)
    page.goto(stage.url("/coordination/rencontres/{open}/presences/feuille"))
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    rows = page.get_by_role("table").get_by_role("row").filter(has=page.get_by_role("cell"))
    expect(rows).to_have_count(16)
    expect(rows.filter(has_text="Inès Caron")).to_be_visible()
    assert pressable(page) == []


def pressable(page: Page) -> list[str]:
    """What only a screen can do, and is still shown."""
    return page.locator("nav, button, input, .button").locator("visible=true").all_inner_texts()
