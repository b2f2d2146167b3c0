"""A served site with people on it and somebody of the team signed in, for tests that look at pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.served import Served, serving
from playwright.sync_api import Browser, Page

WITHOUT_LIMITS = {"RESAL_RATE_LIMIT": "off"}  # a browser fills in a form faster than a person
# name: the page that links to it, how its link begins, words of the link
PLACES = {
    "open": ("/coordination/rencontres", "/coordination/rencontres/", "Créer le lien"),
    "full": ("/coordination/rencontres", "/coordination/rencontres/", "Recevoir un dévoilement"),
    "online": ("/coordination/rencontres", "/coordination/rencontres/", "Haine en ligne"),
    "cancelled": ("/coordination/rencontres", "/coordination/rencontres/", "Parler de profilage"),
    "hybrid": ("/coordination/rencontres", "/coordination/rencontres/", "Sortir d’un gang"),
    "approval": ("/coordination/rencontres", "/coordination/rencontres/", "Cercle de supervision"),
    "over": ("/coordination/rencontres?voir=passees", "/coordination/rencontres/", "Désamorcer un conflit"),
    "draft": ("/coordination/rencontres?voir=brouillons", "/coordination/rencontres/", "Journée du réseau"),
    "facilitator": ("/coordination/reseau", "/coordination/animation/", "Nadège"),
    "organization": ("/coordination/reseau?voir=organismes", "/coordination/organismes/", "Passe-Muraille"),
    "venue": ("/coordination/reseau?voir=lieux", "/coordination/lieux/", "Carrefour du Belvédère"),
    "series": ("/coordination/series", "/coordination/series/", "Cycle"),
    "theme": ("/coordination/themes", "/coordination/themes/", "Haine en ligne"),
    "theme_word": ("/apprentissages", "/apprentissages/theme/", "Gangs de rue"),
    "raw": ("/coordination/apprentissages", "/coordination/apprentissages/", "Modifier"),
    "published": ("/coordination/apprentissages?etat=publies", "/coordination/apprentissages/", "Modifier"),
    "step": ("/coordination/apprentissages?etat=suites", "/coordination/suites/", "Modifier"),
    "member": ("/coordination/equipe", "/coordination/equipe/", ""),
    "letter": ("/coordination/lettres", "/coordination/lettres/", ""),
}
SEND = re.compile("Confirmer mon inscription|M’ajouter à la liste d’attente")
ALL_ROWS = "/coordination/rencontres/{open}/inscriptions"


@dataclass(frozen=True)
class Stage:
    """`places`: what stands for `{open}`, `{seat}`… in a path; `team`: the cookies of a coordinator."""

    served: Served
    team: Any
    places: dict[str, str]

    def url(self, path: str) -> str:
        return self.served.url + path.format(**self.places)


@contextmanager
def set_up(browser: Browser, folder: Path, **settings: str) -> Iterator[Stage]:
    """Serve the example, sign in, register somebody with a seat and somebody who waits."""
    with serving(folder, "--demo", **WITHOUT_LIMITS, **settings) as served:
        context = browser.new_context(base_url=served.url, locale="fr-CA")
        page = context.new_page()
        sign_in(page, served)
        places: dict[str, str] = {}
        for name, (where, begins, words) in PLACES.items():
            if name == "letter":
                places |= _people(page, places)
            places[name] = _last_part(page, where, begins, words)
        places["registration"] = _last_part(page, ALL_ROWS.format(**places), "/coordination/inscriptions/", "")
        state = context.storage_state()
        context.close()
        yield Stage(served, state, places)


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


def _people(page: Page, places: dict[str, str]) -> dict[str, str]:
    tokens = {}
    for place, session, name in (("seat", "open", "Inès Caron"), ("waiting", "full", "Théo Roy")):
        page.goto(f"/rencontres/{places[session]}/inscription")
        register(page, name, f"{place}@quartier.example", "Maison des jeunes du Belvédère")
        page.wait_for_url("**/inscription/*")
        tokens[place] = page.url.rpartition("/")[2]
    return tokens


def _last_part(page: Page, where: str, begins: str, words: str) -> str:
    """The end of the first such link: an id, or a slug."""
    if not page.url.endswith(where):
        page.goto(where)
    link = page.locator(f'main a[href^="{begins}"]:not([href$="nouveau"]):not([href$="nouvelle"])')
    href = link.filter(has_text=words).first.get_attribute("href", timeout=5000)
    return str(href).rpartition("/")[2]
