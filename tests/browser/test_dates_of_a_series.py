"""Six evenings by a rule across the change of the clock; one moves, one is dropped; calendars follow each."""

import re
from urllib.request import urlopen

import pytest
from harness.served import Served, serving
from icalendar import Calendar
from playwright.sync_api import Page, expect
from stage import WITHOUT_LIMITS, sign_in

pytestmark = pytest.mark.browser

OCTOBER = "2026-10-06T10:00:00-04:00"
TITLE = "Cercle du mardi soir"
EVENINGS = ["2026-10-20", "2026-10-27", "2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24"]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("width", [390, 1280])
def test_each_evening_keeps_its_entry_when_one_moves_and_one_is_dropped(script, width, tmp_path, browser_page):
    with serving(tmp_path, "--demo", RESAL_NOW=OCTOBER, **WITHOUT_LIMITS) as site:
        desk = browser_page(width, javascript=script, base_url=site.url)
        sign_in(desk, site)
        write_down_six_tuesdays(desk)
        look_at_them_first(desk)
        number = publish(desk)
        before = entries(site, number)
        assert [one.start.isoformat() for one in before.values()] == [
            f"{day}T18:00:00-0{4 if day < '2026-11-01' else 5}:00" for day in EVENINGS
        ]
        move_one_and_drop_one(desk)
        follow(before, entries(site, number))


def write_down_six_tuesdays(desk: Page) -> None:
    desk.goto("/coordination/rencontres/nouvelle")
    desk.get_by_label("Titre", exact=True).fill(TITLE)
    desk.get_by_role("button", name="Enregistrer et continuer").click()
    desk.get_by_label("Ville ou quartier (facultatif)").fill("Montréal")
    desk.get_by_label("Nombre de places", exact=True).fill("12")
    desk.get_by_text("Ajouter des dates par une règle").click()
    desk.get_by_role("group", name="Quels jours?").get_by_label("mardi").check()
    desk.get_by_label("À partir du").fill(EVENINGS[0])
    desk.get_by_label("Nombre de dates").fill("6")
    desk.get_by_label("Commence à").fill("18:00")
    desk.get_by_label("Finit à").fill("20:00")
    desk.get_by_role("button", name="Ajouter les dates de la règle").click()
    expect(desk.get_by_role("status")).to_contain_text("6 dates sont ajoutées.")
    dates = desk.get_by_label("Date", exact=True)
    expect(dates).to_have_count(6)
    assert [dates.nth(n).input_value() for n in range(6)] == EVENINGS


def look_at_them_first(desk: Page) -> None:
    desk.get_by_role("button", name="Vérifier ces dates").click()
    expect(desk.get_by_role("status")).to_contain_text("L’heure change le dimanche 1")
    expect(desk.get_by_role("status")).to_contain_text("Rien n’est encore enregistré.")
    expect(desk.get_by_label("Titre", exact=True)).to_have_value(TITLE)


def publish(desk: Page) -> str:
    desk.get_by_role("button", name="Enregistrer le brouillon").last.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(TITLE)
    number = re.search(r"/rencontres/(\d+)", desk.url)
    assert number
    desk.get_by_role("link", name="Publier").click()
    desk.get_by_role("button", name="Publier", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(TITLE)
    return number[1]


def move_one_and_drop_one(desk: Page) -> None:
    desk.get_by_role("link", name="Déplacer").first.click()
    desk.get_by_role("group", name="Date 5").get_by_role("button", name="Retirer cette date").click()
    expect(desk.get_by_label("Date", exact=True)).to_have_count(5)
    desk.get_by_role("group", name="Date 2").get_by_label("Date", exact=True).fill("2026-10-29")
    desk.get_by_role("button", name="Voir avant et après").last.click()
    for title, said in [
        ("Ce qui est déplacé", "Jeudi 29 octobre 2026"), ("Ce qui est annulé", "Mardi 17 novembre 2026"),
        ("Ce qui ne change pas", "Mardi 20 octobre 2026"),
    ]:  # fmt: skip
        card = desk.locator("section", has=desk.get_by_role("heading", name=title))
        expect(card).to_contain_text(re.compile(re.sub(r" ", r"\\s", said), re.IGNORECASE))
    desk.get_by_role("button", name="Déplacer").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(TITLE)


def entries(site: Served, number: str) -> dict:
    """The entries of the session in the feed of everything, by UID, in the order of time."""
    with urlopen(f"{site.url}/calendrier.ics") as answer:  # noqa: S310 - the site of this test
        events = Calendar.from_ical(answer.read()).events
    ours = [event for event in events if f"/rencontres/{number}-" in str(event.get("URL"))]
    return {str(event["UID"]): event for event in sorted(ours, key=lambda event: event.start)}


def follow(before: dict, after: dict) -> None:
    """The same six: four as they were, one moved, one cancelled, each with its own revision."""
    assert set(after) == set(before)
    uids = list(before)
    steps = {uid: int(after[uid]["SEQUENCE"]) - int(before[uid]["SEQUENCE"]) for uid in uids}
    assert steps == {uid: 1 if n in (1, 4) else 0 for n, uid in enumerate(uids)}
    assert after[uids[1]].start.isoformat() == "2026-10-29T18:00:00-04:00"
    assert [uid for uid in uids if after[uid].get("STATUS") == "CANCELLED"] == [uids[4]]
    unchanged = [uid for n, uid in enumerate(uids) if n not in (1, 4)]
    assert [after[uid].start for uid in unchanged] == [before[uid].start for uid in unchanged]
