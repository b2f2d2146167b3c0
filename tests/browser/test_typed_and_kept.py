"""What a coordinator typed survives a lost network, and is forgotten once it is saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from stage import Stage

pytestmark = pytest.mark.browser
NEW = "/coordination/rencontres/nouvelle"
OFFER = "Ce que vous aviez écrit ici n’a pas été enregistré"


def test_a_lost_network_loses_nothing_typed(stage: Stage, browser_page: Callable[..., Page]) -> None:
    page = browser_page(storage_state=stage.team)
    page.goto(stage.url(NEW))
    expect(page.get_by_text(OFFER)).to_be_hidden()
    page.get_by_label("Titre", exact=True).fill("Nommer la peur")
    page.get_by_label("En anglais", exact=True).check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Enregistrer le brouillon").last.click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto(stage.url(NEW))
    expect(page.get_by_label("Titre", exact=True)).to_have_value("")
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.get_by_label("Titre", exact=True)).to_have_value("Nommer la peur")
    expect(page.get_by_label("En anglais", exact=True)).to_be_checked()
    page.get_by_role("button", name="Enregistrer le brouillon").last.click()
    expect(page.get_by_role("heading", name="Nommer la peur")).to_be_visible()
    page.goto(stage.url(NEW))
    expect(page.get_by_text(OFFER)).to_be_hidden()


def test_what_was_kept_may_be_forgotten(stage: Stage, browser_page: Callable[..., Page]) -> None:
    page = browser_page(storage_state=stage.team)
    page.goto(stage.url(NEW))
    page.get_by_label("Titre", exact=True).fill("Une erreur")
    page.goto(stage.url(NEW))
    page.get_by_role("button", name="L’oublier").click()
    page.goto(stage.url(NEW))
    expect(page.get_by_text(OFFER)).to_be_hidden()


def test_what_still_stands_in_the_fields_is_not_offered_again(stage: Stage, browser_page: Callable[..., Page]) -> None:
    page = browser_page(storage_state=stage.team)
    page.goto(stage.url(f"{NEW}?partie=quand"))
    page.get_by_text("Ajouter des dates par une règle").click()
    page.get_by_label("À partir du").fill("2027-02-02")
    page.get_by_label("Nombre de dates").fill("3")
    page.get_by_role("button", name="Ajouter les dates de la règle").click()
    expect(page.get_by_text("3 dates sont ajoutées.")).to_be_visible()
    expect(page.get_by_text(OFFER)).to_be_hidden()
    page.goto(stage.url(f"{NEW}?partie=quand"))
    expect(page.get_by_text(OFFER)).to_be_visible()


def test_two_editors_see_both_texts_and_nothing_offered_that_they_see(
    stage: Stage, browser_page: Callable[..., Page]
) -> None:
    first, second = (browser_page(storage_state=stage.team) for _ in range(2))
    for page, audience in ((first, "Écoles"), (second, "Travail de rue")):
        page.goto(stage.url("/coordination/rencontres/{draft}/modifier"))
        page.get_by_label("Public", exact=False).first.fill(audience)
    for page in (first, second):
        page.get_by_role("button", name="Enregistrer le brouillon").last.click()
    expect(second.get_by_role("heading", name="Ce qui diffère")).to_be_visible()
    expect(second.get_by_text(OFFER)).to_be_hidden()
