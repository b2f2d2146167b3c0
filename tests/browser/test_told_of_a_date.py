"""From « Prévenez-moi » to the letter and out again, by the real site and its worker; every page audited."""

import email
import email.policy
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from audit import problems
from harness.served import serving
from playwright.sync_api import Page, expect
from stage import WITHOUT_LIMITS, sign_in

pytestmark = pytest.mark.browser
NEW = "Prévenir le recrutement par les gangs"
ANA, BILAL = "ana@quartier.example", "bilal@quartier.example"
PATIENCE = 60


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_asking_to_be_told_to_the_letter_and_out_again(
    script: bool, tmp_path: Path, browser_page: Callable[..., Page]
) -> None:
    with serving(tmp_path, "--demo", RESAL_NOW="2026-11-24T10:00:00-05:00", **WITHOUT_LIMITS) as site:
        phone, desk = (browser_page(width, javascript=script, base_url=site.url) for width in (390, 1280))
        sign_in(desk, site)
        ask_for_the_theme(phone, script)
        write_a_session_without_a_date(desk)
        publish_and_tell(desk, script)
        ask_for_the_date(phone, script)
        see_the_demand(desk, script)
        give_it_a_date(desk)
        leave(phone, way_out(site.instance / "outbox", BILAL), script)


def ask_for_the_theme(phone: Page, script: bool) -> None:
    phone.goto("/")
    phone.get_by_role("main").get_by_role("link", name="Prévenez-moi par courriel").click()
    phone.get_by_label("Courriel", exact=True).fill(ANA)
    phone.get_by_label("Gangs de rue").check()
    phone.get_by_role("button", name="Prévenez-moi").click()
    expect(phone.get_by_role("alert")).to_contain_text("Cochez cette case")
    expect(phone.get_by_label("Gangs de rue")).to_be_checked()
    audit(phone, script)
    phone.get_by_label("Oui, écrivez-moi").check()
    phone.get_by_role("button", name="Prévenez-moi").click()
    expect(phone.get_by_role("status").first).to_contain_text("C’est noté")


def write_a_session_without_a_date(desk: Page) -> None:
    desk.goto("/coordination/demande")
    desk.get_by_role("link", name=re.compile("Créer une rencontre sur ce thème ?, Gangs de rue")).click()
    expect(desk.get_by_label("Gangs de rue")).to_be_checked()
    desk.get_by_label("Titre", exact=True).fill(NEW)
    desk.get_by_role("button", name="Enregistrer et continuer").click()
    desk.get_by_text("La date n’est pas encore connue").click()
    desk.locator("[name=date_known_as_fr]").fill("automne 2027")
    desk.get_by_label("Lieu (facultatif)", exact=True).select_option("Salle des Quatre-Vents, Montréal")
    desk.get_by_label("Nombre de places", exact=True).fill("24")
    desk.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(NEW)


def publish_and_tell(desk: Page, script: bool) -> None:
    desk.get_by_role("link", name="Publier").click()
    expect(desk.get_by_role("main")).to_contain_text("Une personne a demandé le thème")
    audit(desk, script)
    desk.get_by_role("button", name="Publier et prévenir une personne abonnée").click()
    expect(desk.get_by_role("status").first).to_contain_text("Le courriel à une personne part dans 15 minutes.")
    send_at_once(desk)


def ask_for_the_date(phone: Page, script: bool) -> None:
    phone.goto("/")
    card = phone.get_by_role("listitem").filter(has_text=NEW)
    expect(card).to_contain_text(re.compile(r"Date à venir\s: automne 2027"))
    card.get_by_role("link", name=NEW).click()
    audit(phone, script)
    phone.get_by_role("link", name="Prévenez-moi quand la date est fixée").locator("visible=true").click()
    audit(phone, script)
    phone.get_by_label("Courriel", exact=True).fill(BILAL)
    phone.get_by_role("button", name="Prévenez-moi").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(NEW)
    expect(phone.get_by_role("status").first).to_contain_text("C’est noté")


def see_the_demand(desk: Page, script: bool) -> None:
    desk.goto("/coordination/demande")
    expect(desk.get_by_role("main")).not_to_contain_text("@")
    audit(desk, script)
    desk.get_by_role("link", name=NEW).click()


def give_it_a_date(desk: Page) -> None:
    desk.get_by_role("link", name="Fixer la date").click()
    desk.get_by_label("Date", exact=True).fill("2027-10-12")
    desk.get_by_label("Début").fill("13:30")
    desk.get_by_label("Fin", exact=True).fill("16:30")
    desk.get_by_role("button", name="Voir avant et après").click()
    expect(desk.get_by_role("main")).to_contain_text("Une personne attendait cette date : elle reçoit un courriel.")
    desk.get_by_role("button", name="Fixer la date").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(NEW)
    send_at_once(desk)


def send_at_once(desk: Page) -> None:
    """Rather than wait a quarter of an hour."""
    desk.get_by_role("button", name="Envoyer tout de suite").click()
    expect(desk.get_by_role("button", name="Envoyer tout de suite")).to_have_count(0)


def way_out(outbox: Path, address: str) -> str:
    """Where the letter to this address says one can leave, once the worker has written it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for path in sorted(outbox.glob("*.eml")):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if address in letter["To"]:
                assert "Une date est fixée" in letter["Subject"]
                return letter["List-Unsubscribe"].strip("<>")
        time.sleep(0.2)
    raise AssertionError(f"no letter to {address} among {[path.name for path in outbox.glob('*')]}")


def leave(phone: Page, address: str, script: bool) -> None:
    phone.goto(address)
    expect(phone.get_by_role("main")).to_contain_text(NEW)
    audit(phone, script)
    phone.get_by_role("button", name="Ne plus rien recevoir").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vous ne recevrez plus rien")
    audit(phone, script)


def audit(page: Page, script: bool) -> None:
    """As everybody sees it; axe itself is a script."""
    if script:
        size = page.viewport_size
        assert problems(page) == []
        page.set_viewport_size(size or {"width": 390, "height": 844})
