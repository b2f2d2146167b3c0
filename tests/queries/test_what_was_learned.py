"""The library: what a search finds, what a theme gathers, what one takeaway is tied to."""

from datetime import timedelta

from factories import a_next_step, a_participant, a_registration, a_session, a_takeaway, a_theme, an_organization

from resal import clock, language
from resal.db import db
from resal.models import Attendance, Localized, TakeawayLink, TrainingSession, localized
from resal.queries import library, themes
from resal.queries.library import Search
from resal.queries.readings import ONLY_IN


def over(title: str = "", **columns: object) -> TrainingSession:
    return a_session(title, starts_in=-timedelta(days=30), **columns)


def found(q: str = "", kind: str = "", theme: str = "") -> list[str]:
    return [str(row.text.striptags()) for row in library.library(Search(q, kind, theme)).rows]


def test_a_search_folds_accents_capitals_and_plurals_and_wants_every_word() -> None:
    a_takeaway("Garder une capture d'écran avec la date")
    a_takeaway("Écouter d'abord")
    assert found("CAPTURES ecran") == ["Garder une capture d’écran avec la date"]
    assert found("capture lune") == []


def test_a_theme_is_found_by_any_of_its_names_in_any_language() -> None:
    hate = a_theme(
        "Haine en ligne", label=localized({"fr": "Haine en ligne", "en": "Online hate"}), aliases=["discours"]
    )
    own = a_takeaway("Rester calme", themes=[hate])
    inherited = a_takeaway("Demander de l'aide", over(themes=[hate]))
    a_takeaway("Autre chose")
    both = {"Rester calme", "Demander de l’aide"}
    assert {asked: set(found(asked)) for asked in ("haine en ligne", "Online hate", "discours")} == {
        "haine en ligne": both, "Online hate": both, "discours": both,
    }  # fmt: skip
    assert set(found(theme=hate.key)) == both
    assert library.library(Search("online hate")).theme is not None
    assert (own.themes, inherited.themes) == ([hate], [])


def test_a_takeaway_with_its_own_theme_does_not_take_those_of_its_session() -> None:
    police, street = a_theme("Police"), a_theme("Rue")
    a_takeaway("De la rue", over(themes=[police]), themes=[street])
    assert found(theme=police.key) == []
    assert found(theme=street.key) == ["De la rue"]


def test_wildcards_mean_themselves() -> None:
    a_takeaway("Cent pour cent")
    a_takeaway("Environ 2 % des plaintes")
    assert found("100%") == []
    assert found("_") == [] == found("%")


def test_kinds_are_counted_whatever_kind_is_chosen() -> None:
    session = over()
    for kind in ("finding", "finding", "tool"):
        a_takeaway("", session, kind=kind)
    page = library.library(Search(kind="tool"))
    assert [(kind.kind, kind.count) for kind in page.kinds] == [("", 3), ("finding", 2), ("tool", 1)]
    assert len(page.rows) == 1
    assert page.status.replace("\u00a0", " ") == "1 apprentissage, tiré de 1 rencontre."


def test_nothing_found_offers_the_nearest_themes() -> None:
    for label in ("Jeunes et police", "Gangs de rue", "A", "B", "C", "D"):
        a_takeaway("", over(themes=[a_theme(label)]))
    page = library.library(Search("polise"))
    assert page.status.replace("\u00a0", " ") == "Rien sur « polise » pour l’instant."
    assert (len(page.themes), page.themes[0].label) == (5, "Jeunes et police")


def test_an_untranslated_takeaway_says_in_which_language_it_is() -> None:
    a_takeaway("Seulement ainsi", text=localized({"fr": "Seulement ainsi"}))
    with language.speaking("en"):
        (row,) = library.library(Search()).rows
    assert (row.text_lang, row.note) == ("fr-CA", language.gettext(ONLY_IN["fr"], "en"))


def test_the_library_is_read_page_by_page_the_latest_session_first() -> None:
    old, new = a_session("Ancienne", starts_in=-timedelta(days=60)), over("Récente")
    for number in range(20):
        a_takeaway(f"Ancien {number}", old, position=number)
        a_takeaway(f"Récent {number}", new, position=number)
    pages = [library.library(Search(), number) for number in (1, 2, 3)]
    expected = [*(f"Récent {number}" for number in range(20)), *(f"Ancien {number}" for number in range(20))]
    assert [str(row.text) for page in pages for row in page.rows] == expected
    assert [page.exists for page in pages] == [True, True, False]


def test_one_takeaway_shows_what_bears_on_it_in_both_directions() -> None:
    first, second, third = (a_takeaway(text) for text in ("Premier", "Second", "Troisième"))
    db.session.add(TakeawayLink(takeaway_id=second.id, other_id=first.id, kind="confirms"))
    db.session.add(TakeawayLink(takeaway_id=second.id, other_id=third.id, kind="updates"))
    db.session.commit()
    pages = {row.id: library.takeaway_page(row.id) for row in (first, second, third)}
    told = {id_: [(one.words, str(one.row.text)) for one in page.relations] for id_, page in pages.items() if page}
    assert told == {
        first.id: [("Confirmé par", "Second")],
        second.id: [("Confirme", "Premier"), ("Met à jour", "Troisième")],
        third.id: [("Mis à jour par", "Second")],
    }


def test_the_figures_of_a_theme_count_sessions_visits_and_bodies() -> None:
    hate = a_theme("Haine", synthesis=localized({"fr": "On n'est jamais seul."}), synthesis_at=clock.now())
    counted, guessed = over(themes=[hate]), over(themes=[hate], attendance_low=15)
    a_session(themes=[hate])
    body = an_organization()
    for name in ("Ana", "Bo", "Chloé"):
        registration = a_registration(counted, a_participant(name, organization_id=body.id))
        attended = {"status": "absent" if name == "Bo" else "present", "recorded_at": clock.now()}
        db.session.add(Attendance(registration=registration, meeting=counted.meetings[0], **attended))
    a_takeaway("", guessed)
    db.session.commit()
    panel = themes.figures(hate.id)
    assert [tuple(figure) for figure in panel.figures] == [
        ("2", "rencontres"), ("17", "participations environ"), ("1", "organisme"), ("1", "apprentissage"),
    ]  # fmt: skip
    assert (panel.synthesis.text, panel.dated.replace("\u00a0", " ")) == ("On n’est jamais seul.", "24 novembre 2026")


def test_a_theme_gathers_its_takeaways_sessions_and_open_next_steps() -> None:
    hate = a_theme("Haine", key="hate")
    session = over("Passée", themes=[hate])
    a_session("À venir", themes=[hate])
    a_takeaway("Appris", session)
    a_next_step("À faire", session)
    a_next_step("Faite", session, state="done")
    a_next_step("Interne", session, public=False)
    page = themes.theme_page("hate")
    assert page is not None
    assert [row.title for row in (*page.to_come, *page.past)] == ["À venir", "Passée"]
    assert [str(row.text) for row in page.takeaways] == ["Appris"]
    assert [step.text.text for step in page.steps] == ["À faire"]


def test_a_theme_with_nothing_public_is_not_there() -> None:
    quiet = a_theme("Discret", key="quiet", synthesis=Localized())
    a_session(themes=[quiet], published=False)
    a_takeaway("", over(themes=[quiet], visibility="confidential"))
    assert themes.theme_page("quiet") is None
    assert themes.theme_page("unknown") is None
