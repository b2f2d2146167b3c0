"""Every kind of page, as axe and a ruler see it: two widths, light and dark (WCAG 2.2 AA)."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from audit import PHONE, problems
from playwright.sync_api import Page, expect
from stage import Stage

pytestmark = pytest.mark.browser
FORM = "/rencontres/{open}/inscription"
HERE = "/coordination/rencontres"


class Seen(NamedTuple):
    """A page and how it answers; after a button was pressed, if one is named."""

    path: str
    press: str = ""
    status: int = 200


FOR_EVERYBODY = {
    "the calendar": [
        Seen("/"), Seen("/?q=licorne"), Seen("/en/"), Seen("/rencontres/passees"), Seen("/calendrier/2026/12"),
        Seen("/series/{series}"), Seen("/calendrier/abonnement"),
    ],
    "a session": [
        Seen("/rencontres/{open}"), Seen("/rencontres/{full}"), Seen("/rencontres/{cancelled}"),
        Seen("/rencontres/{over}"), Seen("/rencontres/{approval}"), Seen("/en/sessions/{hybrid}"),
        Seen("/rencontres/{open}/deroulement"), Seen("/en/sessions/{hybrid}/agenda"),
    ],
    "registering": [
        Seen(FORM), Seen(FORM, "Confirmer mon inscription"), Seen("/rencontres/{full}/inscription"),
        Seen("/rencontres/{approval}/inscription"),
        Seen("/rencontres/{approval}/inscription", "Confirmer mon inscription"),
        Seen("/rencontres/{hybrid}/inscription"), Seen("/rencontres/{cancelled}/inscription", status=410),
        Seen(f"{FORM}/plusieurs"), Seen(f"{FORM}/plusieurs", "Inscrire ces personnes"),
        Seen("/en/sessions/{full}/registration/several"),
    ],
    "being told": [
        Seen("/me-prevenir"), Seen("/me-prevenir", "Prévenez-moi"), Seen("/en/notify-me"),
    ],
    "a seat": [
        Seen("/inscription/{seat}"), Seen("/inscription/{waiting}"), Seen("/inscription/{seat}/annuler"),
        Seen("/inscription/{seat}/modifier"), Seen("/inscription/{seat}/calendrier"),
        Seen("/inscription/{waiting}/prendre"), Seen("/inscription/{waiting}/annuler"),
    ],
    "all one's places": [
        Seen("/moi"), Seen("/moi", "Recevoir mon lien"), Seen("/moi/{space}"), Seen("/en/me/{space}"),
        Seen("/moi/{space}/donnees"), Seen("/moi/{space}/renseignements"), Seen("/moi/{space}/courriel"),
        Seen("/moi/{space}/accords"), Seen("/moi/{space}/effacer"), Seen("/moi/{space}/calendrier"),
    ],
    "an attestation": [
        Seen("/v/{code}"), Seen("/en/v/{code}"), Seen("/v/AB22-CD22", status=404),
    ],
    "the door": [
        Seen("/p/{wall}"), Seen("/en/p/{wall}/welcome"),
    ],
    "what was learned": [
        Seen("/apprentissages"), Seen("/apprentissages?q=police"), Seen("/apprentissages?q=licorne"),
        Seen("/apprentissages/theme/{theme_word}"), Seen("/apprentissages/{published}"), Seen("/en/takeaways"),
    ],
    "the network": [
        Seen("/reseau"), Seen("/reseau/animation/{facilitator}-x"), Seen("/reseau/organismes/{organization}-x"),
    ],
    "about the site": [
        Seen("/vie-privee"), Seen("/aide"), Seen("/accessibilite"), Seen("/nous-ecrire"), Seen("/connexion"),
        Seen("/connexion", "Recevoir mon lien"), Seen("/connexion/{spent}", status=410),
        Seen("/nulle-part", status=404),
    ],
}  # fmt: skip
FOR_THE_TEAM = {
    "the office": [
        Seen("/coordination"), Seen("/coordination/equipe"), Seen("/coordination/equipe/{member}"),
        Seen("/coordination/reglages"), Seen("/coordination/lettres"), Seen("/coordination/lettres/{letter}"),
        Seen("/coordination/journal"), Seen("/coordination/demande"), Seen("/coordination/exemple/effacer"),
    ],
    "scheduling": [
        Seen(HERE), Seen("/coordination/semaine"), Seen("/coordination/mois"), Seen(f"{HERE}?voir=sans-animation"),
        Seen(f"{HERE}/nouvelle"),
        Seen(f"{HERE}/{{open}}/cercle"), Seen(f"{HERE}/nouvelle", "Enregistrer le brouillon"),
        Seen(f"{HERE}/{{open}}"), Seen(f"{HERE}/{{draft}}/modifier"), Seen(f"{HERE}/{{open}}/nouvelle-edition"),
        Seen(f"{HERE}/{{over}}/editions-et-suites"), Seen(f"{HERE}/{{open}}/documents"),
        Seen(f"{HERE}/{{hybrid}}/deroulement"), Seen(f"{HERE}/{{over}}/deroulement", "Ajouter ces lignes"),
        Seen(f"{HERE}/{{open}}/changements"),
    ],
    "questions": [
        Seen(f"{HERE}/{{approval}}/questions"), Seen(f"{HERE}/{{approval}}/questions/{{question}}"),
        Seen(f"{HERE}/{{open}}/questions/nouvelle", "Enregistrer"), Seen(f"{HERE}/{{approval}}/reponses"),
        Seen(f"{HERE}/{{approval}}/inscriptions/ajouter"),
    ],
    "announcing": [
        Seen(f"{HERE}/{{draft}}/publier"), Seen(f"{HERE}/{{draft}}/publier-plus-tard"),
        Seen(f"{HERE}/{{open}}/deplacer"), Seen(f"{HERE}/{{open}}/annuler"),
        Seen(f"{HERE}/{{cancelled}}/retablir"), Seen(f"{HERE}/{{draft}}/supprimer"),
    ],
    "who comes": [
        Seen(f"{HERE}/{{full}}/inscriptions"), Seen(f"{HERE}/{{open}}/inscriptions/ajouter"),
        Seen(f"{HERE}/{{full}}/inscriptions/imprimer"),
        Seen("/coordination/inscriptions/{registration}"), Seen(f"{HERE}/{{open}}/presences"),
        Seen(f"{HERE}/{{over}}/presences"), Seen(f"{HERE}/{{open}}/presences/ajouter"),
        Seen(f"{HERE}/{{open}}/presences/feuille"), Seen(f"{HERE}/{{open}}/invitations"),
    ],
    "the door": [
        Seen("{stay}", "Noter la durée"), Seen(f"{HERE}/{{open}}/presences/affiche"),
        Seen(f"{HERE}/{{over}}/presences/papier"),
    ],
    "who attended": [
        Seen(f"{HERE}/{{over}}/attestations"), Seen(f"{HERE}/{{open}}/attestations"),
        Seen("/coordination/attestations/{attestation}"), Seen("/coordination/series/{series}/attestations"),
    ],
    "writing down": [
        Seen(f"{HERE}/{{over}}/apprentissages"), Seen(f"{HERE}/{{over}}/apprentissages", "Ajouter"),
        Seen("/coordination/apprentissages"), Seen("/coordination/apprentissages/{raw}"),
        Seen("/coordination/suites/{step}"),
    ],
    "the directory": [
        Seen("/coordination/reseau"), Seen("/coordination/animation/{facilitator}"),
        Seen("/coordination/organismes/{organization}"), Seen("/coordination/lieux/{venue}"),
        Seen("/coordination/series"), Seen("/coordination/series/{series}"), Seen("/coordination/themes"),
        Seen("/coordination/themes/{theme}"),
    ],
    "doubles": [
        Seen("/coordination/doublons"), Seen("/coordination/doublons/organismes/{organization}?q=e"),
        Seen("/coordination/doublons/organismes/{organization}/{other_organization}"),
        Seen("/coordination/doublons/personnes/{person}"), Seen("/coordination/doublons/personnes/{person}?q=o"),
        Seen("/coordination/inscriptions/{registration}/corriger"),
    ],
}  # fmt: skip
FIRST_IN_THE_FORM = [
    "Retour à la rencontre", "Prénom et nom", "Courriel", "Organisme", "Besoin d’un accommodement? (facultatif)",
    "Français", "Prévenez-moi des prochaines rencontres (facultatif)",
    "Me reconnaître sur ce téléphone (facultatif)", "Confirmer mon inscription",
    "Inscrire plusieurs personnes d’un même organisme", "Vie privée",
]  # fmt: skip
NAME_OF_FOCUS = """() => {
    const one = document.activeElement;
    return (one.labels?.[0] ?? one).innerText.replace(/\\s+/g, " ").trim();
}"""

MOVING = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const { transitionDuration, animationName } = getComputedStyle(one);
    return transitionDuration !== "0s" || animationName !== "none";
}).map((one) => one.className)"""


@pytest.mark.parametrize("family", FOR_EVERYBODY)
def test_everybody_can_use_the_pages_of(family: str, stage: Stage, browser_page: Callable[..., Page]) -> None:
    found = audited(browser_page(), stage, FOR_EVERYBODY[family])
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("family", FOR_THE_TEAM)
def test_everybody_in_the_team_can_use_the_pages_of(
    family: str, stage: Stage, browser_page: Callable[..., Page]
) -> None:
    found = audited(browser_page(storage_state=stage.team), stage, FOR_THE_TEAM[family])
    assert found == [], "\n".join(found)


def test_the_first_tab_leads_past_the_navigation(stage: Stage, browser_page: Callable[..., Page]) -> None:
    page = browser_page()
    page.goto(stage.url("/rencontres/{open}"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main a, main button").first).to_be_focused()


def test_the_keyboard_goes_through_the_form_in_the_order_of_reading_and_shows_where_it_is(
    stage: Stage, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(width=PHONE)
    page.goto(stage.url(FORM))
    page.get_by_role("link", name="Retour à la rencontre").focus()
    passed, unseen = [], []
    for _ in FIRST_IN_THE_FORM:
        passed.append(page.evaluate(NAME_OF_FOCUS))
        unseen += [] if focus_shows(page) else passed[-1:]
        page.keyboard.press("Tab")
    assert passed == FIRST_IN_THE_FORM
    assert unseen == []


def test_what_is_to_correct_is_read_first_and_leads_to_its_field(
    stage: Stage, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(width=PHONE)
    page.goto(stage.url(FORM))
    page.get_by_label("Courriel", exact=True).fill("ines@")
    page.get_by_role("button", name="Confirmer mon inscription").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text("Il y a 3 points à corriger")
    summary.get_by_role("link", name="Entrez une adresse courriel complète, avec ce qui suit le @").click()
    expect(page.get_by_label("Courriel", exact=True)).to_be_focused()
    expect(page.get_by_label("Courriel", exact=True)).to_have_value("ines@")


def test_what_is_to_correct_is_read_first_on_a_page_opened_at_a_place_in_it(
    stage: Stage, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(storage_state=stage.team)
    page.goto(stage.url(f"{HERE}/{{open}}/documents"))
    page.locator("[name=documents-0-url]").fill("n'importe")
    page.get_by_role("button", name="Enregistrer").last.click()
    page.wait_for_url("**#content")
    expect(page.get_by_role("alert")).to_be_focused()


def test_nothing_moves_for_whoever_asked_for_stillness(stage: Stage, browser_page: Callable[..., Page]) -> None:
    page = browser_page()  # profiles of the tests ask for reduced motion
    page.goto(stage.url("/"))
    assert page.evaluate(MOVING) == []


def audited(page: Page, stage: Stage, family: list[Seen]) -> list[str]:
    """One line per problem of a page."""
    found: list[str] = []
    for seen in family:
        answer = page.goto(stage.url(seen.path))
        assert answer
        assert (seen.path, answer.status) == (seen.path, seen.status)
        if seen.press:
            page.get_by_role("button", name=seen.press, exact=True).last.click()
            page.get_by_role("alert").wait_for()
        found += [f"{seen.path} {seen.press} {line}" for line in problems(page)]
    return found


def focus_shows(page: Page) -> bool:
    """Whether the page looks otherwise around the focus once the focus is taken away."""
    box = page.evaluate(
        """() => {
            const one = document.activeElement;
            const { x, y, width, height } = (one.closest("label") ?? one).getBoundingClientRect();
            return { x: Math.max(x - 8, 0), y: Math.max(y - 8, 0), width: width + 16, height: height + 16 };
        }"""
    )
    focused = page.screenshot(clip=box)
    page.evaluate("document.activeElement.blur()")
    return page.screenshot(clip=box) != focused
