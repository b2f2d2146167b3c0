"""The list, the month, the past, a session, as people meet them."""

import json
import re
from datetime import timedelta

from factories import a_registration, a_series, a_session, a_takeaway, a_theme, a_venue, an_account, an_organization
from flask.testing import FlaskClient
from harness import visitors
from public_programme import a_programme, said

from resal import addresses, clock, language
from resal.db import db
from resal.language import dates
from resal.models import TrainingSession, localized
from resal.queries import programme
from resal.web import doors


def test_filters_are_links_in_the_words_of_the_page(client: FlaskClient) -> None:
    hate = a_theme("Haine", key="hate")
    a_session("Une", themes=[hate], languages=["en"], mode="online")
    a_session("Autre")
    french, english = client.get("/").text, client.get("/en/").text
    assert re.findall(r'class="filter" href="([^"]+)"', french) == [
        "/",
        "/?theme=hate",
        "/?langue=en",
        "/?mode=en-ligne",
    ]
    assert re.findall(r'class="filter" href="([^"]+)"', english) == [
        "/en/", "/en/?theme=hate", "/en/?language=fr", "/en/?mode=online",
    ]  # fmt: skip


def test_a_filter_in_either_language_narrows_and_is_named_in_the_page_s_own(client: FlaskClient) -> None:
    series = a_series()
    a_session("Dans la série", series=series, mode="online")
    a_session("Hors série")
    for path in (f"/?serie={series.id}", f"/?series={series.id}", "/?mode=online", "/?mode=en-ligne", "/?q=dans+la"):
        listed = client.get(path).text.partition("<aside")[0]
        assert ("Dans la série" in listed, "Hors série" in listed) == (True, False), path
    twin = re.search(r'hreflang="en-CA" href="([^"]+)"', client.get(f"/?serie={series.id}&mode=en-ligne").text)
    assert twin is not None
    assert twin[1].endswith(f"/en/?series={series.id}&amp;mode=online")


def test_an_unknown_filter_is_an_empty_list_with_a_way_out(client: FlaskClient) -> None:
    a_session()
    for path in ("/?theme=inconnu", "/?serie=99", "/?langue=xx", "/?mode=%25", "/?q=zzz"):
        page = client.get(path)
        assert (page.status_code, 'class="empty"' in page.text) == (200, True), path
        assert '<a class="button button--quiet" href="/">' in page.text, path


def test_nothing_announced_says_so_and_offers_the_calendar(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "Aucune rencontre annoncée pour l’instant." in page
    assert 'href="/calendrier/abonnement"' in page


def test_a_long_list_is_read_page_by_page(client: FlaskClient) -> None:
    for number in range(programme.PAGE + 1):
        a_session(f"Rencontre {number:02}", starts_in=timedelta(days=1, minutes=number))
    first, second = (client.get(path).text.partition("<aside")[0] for path in ("/", "/?page=2"))
    assert re.findall(r'rel="(next|prev)" href="([^"]+page[^"]*)"', first) == [("next", "/?page=2")]
    assert re.findall(r'rel="(prev)" href="(/[^"c]*)"', second) == [("prev", "/")]
    assert ("Rencontre 29" in first, "Rencontre 30" in first, "Rencontre 30" in second) == (True, False, True)


def test_the_month_lights_the_days_with_a_session_and_lists_them(client: FlaskClient) -> None:
    session = a_session("Début décembre", starts_in=timedelta(days=10), meetings=2)
    full = a_session("Complète", starts_in=timedelta(days=11), capacity=1)
    a_registration(full)
    a_session("Annulée", starts_in=timedelta(days=12), cancelled_at=clock.now())
    page = client.get("/calendrier/2026/12").text.replace("\u00a0", " ")
    cells = re.findall(r'<a class="(month-link[^"]*)" href="([^"]+)"><span aria-hidden="true">(\d+)</span>'
                       r'<span class="visually-hidden">([^<]*)</span>', page)  # fmt: skip
    assert cells == [
        ("month-link", f"/rencontres/{session.id}-debut-decembre", "4", "vendredi 4 décembre 2026 : Début décembre"),
        ("month-link month-link--full", f"/rencontres/{full.id}-complete", "5",
         "samedi 5 décembre 2026 : Complète (complet)"),
        ("month-link month-link--cancelled", f"/rencontres/{full.id + 1}-annulee", "6",
         "dimanche 6 décembre 2026 : Annulée (annulée)"),
        ("month-link", f"/rencontres/{session.id}-debut-decembre", "11", "vendredi 11 décembre 2026 : Début décembre"),
    ]  # fmt: skip
    assert page.count('<li class="session') == 4
    assert ('href="/calendrier/2026/11" rel="prev"' in page, 'rel="next"' in page) == (True, False)


def test_two_sessions_on_a_day_lead_to_that_day_of_the_month(client: FlaskClient) -> None:
    for _ in range(2):
        a_session(starts_in=timedelta(days=10))
    assert 'href="/calendrier/2026/12#d2026-12-04"' in client.get("/").text
    assert 'id="d2026-12-04"' in client.get("/calendrier/2026/12").text


def test_a_month_without_anything_says_so(client: FlaskClient) -> None:
    page = client.get("/calendrier/2031/05")
    assert (page.status_code, "Aucune rencontre ce mois-ci." in page.text) == (200, True)


def test_facts_come_before_prose_and_ties_after(client: FlaskClient) -> None:
    programme_ = a_programme()
    order = [
        "Places disponibles", "<h1", "Quand", "Où", "Langue", "Accessibilité", "Places</span>", "Résumé",
        "Ce qu’on va travailler", "Pour qui?", "Le déroulement", "L’animation", "retenu la dernière fois",
        "La suite", "Autres éditions", "Autres rencontres de la série", "Soutien financier",
    ]  # fmt: skip
    programme_.coming.capacity = 20
    db.session.commit()
    page = _session(client, programme_.coming).text
    places = [page.find(words) for words in order]
    assert places == sorted(places), list(zip(order, places, strict=True))
    assert -1 not in places


def test_what_was_learned_stands_on_the_page_once_it_is_over(client: FlaskClient) -> None:
    page = _session(client, a_programme().past).text.replace("\u00a0", " ")
    assert 'id="appris"' in page
    wanted = ("Une phrase", "Une suite", "Fiche", "1 personne, 1 organisme")
    assert [words for words in wanted if words not in page] == []
    assert "/inscription" not in page


def test_a_moved_session_strikes_the_old_date(client: FlaskClient) -> None:
    session = a_session(moved_at=clock.now(), moved_from=clock.now() + timedelta(days=2))
    page = _session(client, session).text.replace("\u00a0", " ")
    assert "Nouvelle date" in page
    assert re.search(r"<s>.*jeudi 26 novembre 2026, 10 h</s>", page)


def test_a_date_taken_out_of_a_circle_is_struck_and_said_to_be_cancelled(client: FlaskClient) -> None:
    session = a_session(meetings=3)
    day = session.meetings[1].date
    session.meetings[1].removed_at = clock.now()
    db.session.commit()
    page = _session(client, session).text.replace("\u00a0", " ")
    struck = set(re.findall(r"<s class=\"muted\">([^,<]*), [^<]*</s> \(date annulée\)", page))
    assert struck == {dates.day_long(day).replace("\u00a0", " ").capitalize()}


def test_a_text_missing_in_the_page_s_language_is_shown_in_the_other_with_a_note(client: FlaskClient) -> None:
    session = a_session(title=localized({"fr": "Haine"}), summary=localized({"fr": "Seulement en français."}))
    page = client.get(f"/en/sessions/{session.id}", follow_redirects=True).text
    assert '<h1 lang="fr-CA">Haine</h1>' in page
    assert '<div class="stack" lang="fr-CA"><p>Seulement en français.</p></div>' in page
    assert language.gettext("En français seulement", "en") in page


def test_links_elsewhere_are_web_addresses_or_nothing(client: FlaskClient) -> None:
    body = an_organization(website="javascript:alert(1)")
    session = a_session(external_url="data:text/html,x", organizers=[body], registration="none")
    organization = client.get(addresses.path("public.organization", "fr", id=body.id, slug="x"), follow_redirects=True)
    for page in (_session(client, session).text, organization.text):
        assert not re.search(r'href="(?!https?:|/|#|mailto:|tel:|webcal:)', page)


def test_what_machines_read_is_json_and_says_what_the_page_says(client: FlaskClient) -> None:
    session = a_session("L'écoute </script>", venue=a_venue("Centre", address="1, rue A"))
    page = _session(client, session).text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    event = json.loads(data)
    assert (event["name"], event["location"][0]["name"]) == ("L’écoute </script>", "Centre")
    assert f'property="og:url" content="{event["url"]}"' in page


def test_an_unlisted_session_opens_with_its_key_alone_and_is_kept_by_nobody(client: FlaskClient) -> None:
    for visibility in ("unlisted", "confidential"):
        session = a_session("Cercle", visibility=visibility)
        path = f"/rencontres/{session.id}-cercle"
        key = doors.access_token(session)
        assert [client.get(path + query).status_code for query in ("", "?cle=", "?cle=x")] == [404, 404, 404]
        page = client.get(f"{path}?cle={key}")
        assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
        assert f'href="/rencontres/{session.id}/inscription?cle={key}"' in page.text
        assert not re.search(r"ld\+json|og:title|rel=\"canonical\"|hreflang=\"fr-CA\" href=\"http", page.text)
        short = client.get(f"/rencontres/{session.id}?cle={key}")
        assert (short.status_code, short.location) == (301, f"{path}?cle={key}")


def test_a_coordinator_sees_a_draft_and_nobody_keeps_it(client: FlaskClient) -> None:
    draft = a_session("Brouillon secret", published=False, summary=said("Bientôt"))
    assert _session(client, draft).status_code == 404
    page = _session(visitors.sign_in(client, an_account()), draft)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
    assert "Brouillon" in page.text
    assert "/inscription" not in page.text


def test_the_subscription_page_follows_what_is_chosen(client: FlaskClient) -> None:
    session = a_session(themes=[a_theme("Haine", key="hate")], series=a_series("Cycle"))
    theme, series = session.themes[0].id, session.series_id
    base = doors.settings().base_url
    feeds = {
        "/calendrier/abonnement": "/calendrier.ics",
        "/calendrier/abonnement?theme=hate": f"/themes/{theme}.ics",
        f"/calendrier/abonnement?serie={series}": f"/series/{series}.ics",
        "/calendrier/abonnement?langue=en": "/calendrier.ics?langue=en",
        "/en/calendar/subscribe?theme=hate": f"/en/themes/{theme}.ics",
        "/calendrier/abonnement?theme=inconnu": "/calendrier.ics",
    }
    for path, feed in feeds.items():
        page = client.get(path).text
        assert f'value="{base}{feed}"' in page, path
        assert f'href="webcal://{base.partition("://")[2]}{feed}"' in page, path
        assert client.get(feed).status_code == 200


def test_what_is_not_set_up_yet_is_said(client: FlaskClient) -> None:
    page = client.get("/vie-privee").text
    assert "n’est pas encore désignée sur ce site" in page
    assert "n’est pas encore indiqué" in page


def test_takeaways_found_are_marked_and_counted_aloud(client: FlaskClient) -> None:
    a_takeaway("Garder une capture")
    page = client.get("/apprentissages?q=captures").text
    assert "Garder une <mark>capture</mark>" in page
    assert re.search(r'role="status">1\u00a0?.*apprentissage pour «\u00a0captures\u00a0»', page)


def _session(client: FlaskClient, session: TrainingSession):  # type: ignore[no-untyped-def] # a TestResponse
    slug = addresses.slug(session.title.read("fr").text)
    return client.get(addresses.path("public.session", "fr", id=session.id, slug=slug))


def test_words_for_a_date_in_another_language_say_which(client: FlaskClient) -> None:
    session = a_session("Veille", starts_in=None, date_known_as=localized({"fr": "février 2027"}))
    assert 'Date to come: <span lang="fr-CA">février\u00a02027</span>' in client.get("/en/").text
    assert '<strong lang="fr-CA">Février\u00a02027</strong>' in client.get(f"/en/sessions/{session.id}-veille-en").text
    assert "<strong>Février\u00a02027</strong>" in client.get(f"/rencontres/{session.id}-veille").text
