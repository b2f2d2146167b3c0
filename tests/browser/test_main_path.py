"""The main path, as two people walk it, with script and without: register on a phone; schedule,
publish, see who comes, attend at the door, write down what was learned, find it again."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from harness.served import Served, serving
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect
from stage import WITHOUT_LIMITS, register, sign_in

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]

TUESDAY = "2026-11-24T10:00:00-05:00"
THURSDAY_AT_THE_DOOR = "2026-11-26T13:20:00-05:00"
COMING = "Créer le lien : les premiers contacts sur le terrain"
NEW = "Parler d’armes à feu avec les jeunes"
LEARNED = "On se présente deux fois : la première ne compte pas."
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_seat_on_a_phone_to_what_was_learned(script: bool, tmp_path: Path, browser_page: Opens) -> None:
    with people_at(TUESDAY, tmp_path, script, browser_page) as (site, phone, desk):
        find_the_session(phone)
        take_a_seat(phone)
        put_it_in_the_calendar(phone)
        give_up_the_seat_and_take_it_back(phone)
        sign_in(desk, site)
        schedule_a_session(desk)
        publish_it(desk)
        it_is_announced(phone)
        see_who_comes(desk)
    with people_at(THURSDAY_AT_THE_DOOR, tmp_path, script, browser_page) as (site, phone, desk):
        sign_in(phone, site)
        tap_at_the_door(phone)
        write_down_what_was_learned(phone)
        find_it_again(desk)


@contextmanager
def people_at(now: str, folder: Path, script: bool, opens: Opens) -> Iterator[tuple[Served, Page, Page]]:
    """The site at an hour of its life, a phone and a desk in front of it."""
    with serving(folder, "--demo", RESAL_NOW=now, **WITHOUT_LIMITS) as site:
        phone, desk = (opens(width, javascript=script, base_url=site.url) for width in (PHONE["width"], 1280))
        phone.set_viewport_size(PHONE)
        yield site, phone, desk


def find_the_session(phone: Page) -> None:
    phone.goto("/")
    expect(phone.get_by_role("heading", name="Rencontres à venir")).to_be_visible()
    card = phone.get_by_role("listitem").filter(has_text=COMING)
    expect(card).to_contain_text("9 places libres")
    card.get_by_role("link", name=COMING).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(COMING)
    expect(shown(phone, "Jeudi 26 novembre 2026")).to_be_visible()
    expect(shown(phone, "Maison citoyenne des Tilleuls")).to_be_visible()


def take_a_seat(phone: Page) -> None:
    phone.get_by_role("link", name="S’inscrire").click()
    register(phone, "Inès Caron", "ines.caron@quartier.example", "Maison des jeunes du Belvédère")
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est confirmé, Inès.")
    for said in (COMING, "Inès Caron", "ines.caron@quartier.example", "Maison citoyenne des Tilleuls"):
        expect(shown(phone, said)).to_be_visible()


def put_it_in_the_calendar(phone: Page) -> None:
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Ajouter à mon agenda").click()
    (event,) = Calendar.from_ical(Path(download.value.path()).read_bytes()).events
    assert (str(event["SUMMARY"]), event.start.isoformat()) == (COMING, "2026-11-26T13:30:00-05:00")


def give_up_the_seat_and_take_it_back(phone: Page) -> None:
    phone.get_by_role("link", name="Je ne peux plus venir").click()
    phone.get_by_role("button", name="Libérer ma place").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Votre place est libérée.")
    expect(shown(phone, "Merci : une autre personne l’aura.")).to_be_visible()
    phone.get_by_role("button", name="Annuler ce désistement (10 minutes)").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est confirmé, Inès.")


def schedule_a_session(desk: Page) -> None:
    desk.get_by_role("link", name="Nouvelle rencontre").click()
    desk.get_by_label("Titre", exact=True).fill(NEW)
    desk.get_by_role("button", name="Enregistrer et continuer").click()
    desk.get_by_label("Date", exact=True).fill("2026-12-08")
    desk.get_by_label("Début").fill("13:30")
    desk.get_by_label("Fin", exact=True).fill("16:30")
    desk.get_by_label("Lieu (facultatif)", exact=True).select_option("Salle des Quatre-Vents, Montréal")
    desk.get_by_label("Nombre de places", exact=True).fill("24")
    desk.get_by_role("button", name="Enregistrer et continuer").click()
    desk.get_by_label("Personne", exact=True).select_option("Wilner Desrosiers-Côté")
    desk.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(NEW)
    expect(shown(desk, "Brouillon")).to_be_visible()


def publish_it(desk: Page) -> None:
    desk.get_by_role("link", name="Publier").click()
    desk.get_by_role("button", name="Publier", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(NEW)
    expect(shown(desk, "Publiée")).to_be_visible()


def it_is_announced(phone: Page) -> None:
    phone.goto("/")
    card = phone.get_by_role("listitem").filter(has_text=NEW)
    expect(card).to_contain_text("13 h 30 à 16 h 30 · Salle des Quatre-Vents")
    card.get_by_role("link", name=NEW).click()
    expect(shown(phone, "Mardi 8 décembre 2026")).to_be_visible()
    expect(shown(phone, "24 places libres sur 24")).to_be_visible()
    expect(shown(phone, "Wilner Desrosiers-Côté")).to_be_visible()


def see_who_comes(desk: Page) -> None:
    desk.get_by_role("navigation", name="Coordination").get_by_role("link", name="Rencontres").click()
    desk.get_by_role("link", name=COMING).click()
    desk.get_by_role("link", name="Inscriptions").click()
    expect(shown(desk, "16 places prises sur 24")).to_be_visible()
    row = desk.get_by_role("row", name="Inès Caron")
    expect(row).to_contain_text("Maison des jeunes du Belvédère")
    expect(row).to_contain_text("2026-11-24")


def tap_at_the_door(phone: Page) -> None:
    phone.get_by_role("link", name="Présences").click()
    name = phone.get_by_role("button", name="Inès Caron")
    for arrived in (True, False, True):
        name.click()
        expect(name).to_have_attribute("aria-pressed", "true" if arrived else "false")
        expect(shown(phone, "1 présence" if arrived else "0 présence")).to_be_visible()
        expect(name).to_contain_text(re.compile(r"13\sh\s2\d" if arrived else r"Belvédère\s*$"))
    phone.reload()
    expect(name).to_have_attribute("aria-pressed", "true")
    expect(phone.get_by_role("main")).to_contain_text(re.compile(r"1\s*sur 16"))


def write_down_what_was_learned(phone: Page) -> None:
    phone.get_by_role("link", name=COMING).click()
    phone.get_by_role("link", name="Apprentissages").last.click()
    phone.get_by_label("Une chose à retenir, en une phrase").fill(LEARNED)
    phone.get_by_text("Pratique", exact=True).click()
    phone.get_by_role("button", name="Ajouter").click()
    expect(shown(phone, "1 sur 3 à 7")).to_be_visible()
    phone.get_by_role("listitem").filter(has_text=LEARNED).get_by_role("button", name="Publier").click()
    expect(shown(phone, "C’est publié.")).to_be_visible()


def find_it_again(desk: Page) -> None:
    """In French without its accents; on the English page, where it says in which language it is."""
    desk.goto("/apprentissages")
    search(desk, "Chercher dans les apprentissages", "premiere présente")
    expect(desk.get_by_role("status")).to_contain_text("1 apprentissage pour « premiere présente »")
    expect(desk.get_by_role("main")).to_contain_text(LEARNED)
    desk.get_by_role("link", name="English").click()
    expect(desk).to_have_url(re.compile("/en/takeaways"))
    expect(desk.get_by_role("heading", level=1)).to_have_text("What we learned")
    found = desk.locator("main [lang^=fr]").filter(has_text=LEARNED)
    expect(found.first).to_be_visible()
    expect(shown(desk, "In French")).to_be_visible()


def search(page: Page, label: str, words: str) -> None:
    page.get_by_label(label).fill(words)
    page.get_by_label(label).press("Enter")


def shown(page: Page, words: str) -> Locator:
    """The first visible place in the page that says this."""
    return page.get_by_role("main").get_by_text(words).locator("visible=true").first
