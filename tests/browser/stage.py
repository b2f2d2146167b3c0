"""A served site with people on it and somebody of the team signed in, for tests that look at pages."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.served import Served, serving
from playwright.sync_api import Browser, Page

WITHOUT_LIMITS = {"RESAL_RATE_LIMIT": "off"}  # a browser fills in a form faster than a person
# name: the page that links to it, how the link begins, words of the link
HERE = "/coordination/rencontres"
SESSIONS = {
    "open": (HERE, f"{HERE}/", "Créer le lien"),
    "full": (HERE, f"{HERE}/", "Recevoir un dévoilement"),
    "cancelled": (HERE, f"{HERE}/", "Parler de profilage"),
    "hybrid": (HERE, f"{HERE}/", "Sortir d’un gang"),
    "approval": (HERE, f"{HERE}/", "Cercle de supervision"),
    "over": (f"{HERE}?voir=passees", f"{HERE}/", "Désamorcer un conflit"),
    "draft": (f"{HERE}?voir=brouillons", f"{HERE}/", "Journée du réseau"),
}
THINGS = {
    "facilitator": ("/coordination/reseau", "/coordination/animation/", "Nadège"),
    "organization": ("/coordination/reseau?voir=organismes", "/coordination/organismes/", "Passe-Muraille"),
    "other_organization": ("/coordination/reseau?voir=organismes", "/coordination/organismes/", "Belvédère"),
    "venue": ("/coordination/reseau?voir=lieux", "/coordination/lieux/", "Carrefour du Belvédère"),
    "series": ("/coordination/series", "/coordination/series/", "Cycle"),
    "theme": ("/coordination/themes", "/coordination/themes/", "Haine en ligne"),
    "theme_word": ("/apprentissages", "/apprentissages/theme/", "Gangs de rue"),
    "raw": ("/coordination/apprentissages", "/coordination/apprentissages/", "Modifier"),
    "published": ("/coordination/apprentissages?etat=publies", "/coordination/apprentissages/", "Modifier"),
    "step": ("/coordination/apprentissages?etat=suites", "/coordination/suites/", "Modifier"),
    "member": ("/coordination/equipe", "/coordination/equipe/", ""),
    "letter": ("/coordination/lettres", "/coordination/lettres/", ""),
    "registration": (HERE + "/{open}/inscriptions", "/coordination/inscriptions/", ""),
    "person": ("/coordination/inscriptions/{registration}", "/coordination/doublons/personnes/", ""),
    "attestation": (HERE + "/{over}/attestations", "/coordination/attestations/", ""),
    "code": ("/coordination/attestations/{attestation}", "/v/", ""),
}
PEOPLE = {"seat": ("open", "Inès Caron"), "waiting": ("full", "Théo Roy")}
PATIENCE_MS = 10_000
SEND = re.compile("Confirmer mon inscription|M’ajouter à la liste d’attente")


@dataclass(frozen=True)
class Stage:
    """`places`: what stands for `{open}`, `{seat}`… in a path; `team`: the cookies of a coordinator."""

    served: Served
    team: Any
    places: dict[str, str]

    def url(self, path: str) -> str:
        return f"{self.served.url}{path.format(**self.places)}"


@contextmanager
def set_up(browser: Browser, folder: Path, **settings: str) -> Iterator[Stage]:
    """Serve the example, sign in, register somebody with a seat and somebody who waits."""
    with serving(folder, "--demo", **WITHOUT_LIMITS, **settings) as served:
        context = browser.new_context(base_url=served.url, locale="fr-CA")
        page = context.new_page()
        sign_in(page, served)
        places = {"spent": sign_in_link(served).rpartition("/")[2], **_found(page, SESSIONS, {})}
        places |= _seats(page, places)
        places["space"] = _space(page, served)
        places["question"] = _question(page, places)
        page.goto(f"{HERE}/{places['over']}/attestations")
        page.get_by_role("button", name="Délivrer").click()
        places |= _found(page, THINGS, places)
        places |= _door(page, places)
        state = context.storage_state()
        context.close()
        yield Stage(served, state, places)


def _space(page: Page, served: Served) -> str:
    """The secret word of the page of all places of whoever has a seat, from the letter they are sent."""
    page.goto("/moi")
    page.get_by_label("Courriel", exact=True).fill("seat@quartier.example")
    page.get_by_role("button", name="Recevoir mon lien").click()
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        for path in (served.instance / "outbox").glob("*.eml"):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            found = re.search(r"/moi/([\w-]{43})", letter.get_body(("plain",)).get_content())
            if found:
                return found[1]
        time.sleep(0.2)
    raise AssertionError("no letter with the link to all places")


def _door(page: Page, places: dict[str, str]) -> dict[str, str]:
    """The code of a poster, and the page that says for how long somebody was there."""
    page.goto(f"{HERE}/{places['open']}/presences/affiche")
    page.get_by_role("button", name="Faire l’affiche").click()
    code = page.locator(".poster-code").inner_text(timeout=PATIENCE_MS).rpartition("/")[2]
    page.goto(f"{HERE}/{places['over']}/presences")
    return {"wall": code, "stay": str(page.locator(".arrival-menu a").first.get_attribute("href"))}


def _question(page: Page, places: dict[str, str]) -> str:
    """A question with two choices, sensitive, for the session that the coordination confirms."""
    page.goto(f"{HERE}/{places['approval']}/questions/nouvelle")
    page.get_by_label("Question", exact=True).fill("Comment venez-vous?")
    page.get_by_label("Pourquoi on le demande").fill("Pour le stationnement.")
    page.get_by_label("Comment on répond").select_option("choices")
    for number, (words, places_) in enumerate((("En auto", "3"), ("À vélo", ""))):
        page.locator(f"[name=choices-{number}-label_fr]").fill(words)
        page.locator(f"[name=choices-{number}-places]").fill(places_)
    page.get_by_label("La réponse est sensible").check()
    page.get_by_role("main").get_by_role("button", name="Enregistrer").last.click()
    link = page.get_by_role("link", name="Comment venez-vous?")
    return str(link.get_attribute("href", timeout=PATIENCE_MS)).rpartition("/")[2]


def sign_in(page: Page, served: Served) -> None:
    """Follow the link that `resal serve --demo` printed, and press the button."""
    page.goto(sign_in_link(served))
    page.get_by_role("button", name="Entrer dans la coordination").click()
    page.wait_for_url("**/coordination")


def sign_in_link(served: Served) -> str:
    """The one-time link among what the server printed. Raises AssertionError when there is none."""
    printed = (served.instance / "serve.log").read_text("utf-8")
    found = re.search(r"http://\S+/connexion/\S+", printed)
    assert found, printed
    return found[0]


def register(page: Page, name: str, email: str, organization: str) -> None:
    """Fill in the three fields of the form that is shown, and send it."""
    page.get_by_label("Prénom et nom").fill(name)
    page.get_by_label("Courriel", exact=True).fill(email)
    page.get_by_label("Organisme", exact=True).fill(organization)
    page.get_by_role("button", name=SEND).click()


def _found(page: Page, wanted: dict[str, tuple[str, str, str]], places: dict[str, str]) -> dict[str, str]:
    """The end of the first such link of a page, an id or a slug, for each name."""
    found = {}
    for name, (where, begins, words) in wanted.items():
        if not page.url.endswith(where):
            page.goto(where.format(**places))
        links = page.locator(f'main a[href^="{begins}"]:not([href*="/nouve"])').filter(has_text=words)
        found[name] = places[name] = str(links.first.get_attribute("href", timeout=PATIENCE_MS)).rpartition("/")[2]
    return found


def _seats(page: Page, places: dict[str, str]) -> dict[str, str]:
    """The secret words of the pages of two people who register."""
    tokens = {}
    for place, (session, name) in PEOPLE.items():
        page.goto(f"/rencontres/{places[session]}/inscription")
        register(page, name, f"{place}@quartier.example", "Maison des jeunes du Belvédère")
        page.wait_for_url("**/inscription/*")
        tokens[place] = page.url.rpartition("/")[2]
    return tokens
