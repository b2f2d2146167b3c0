"""What holds of all public pages: they answer, in both languages, and lead only to pages that do."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

from factories import a_facilitator, a_session, a_takeaway, an_organization
from flask.testing import FlaskClient
from public_programme import Programme, a_programme, public_paths

from resal import language
from resal.db import db
from resal.models import Facilitation, localized

Counting = Callable[[], AbstractContextManager[list[str]]]
_HREF = re.compile(r'<(?:a|link)[^>]* href="([^"]*)"')


def test_every_page_answers_in_its_language_with_one_heading_and_its_twin(client: FlaskClient) -> None:
    for path in public_paths(a_programme()):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert (answer.text.count("<h1"), answer.text.count("</h1>")) == (1, 1), path
        spoken = "en" if path.startswith("/en/") else "fr"
        assert f'<html lang="{spoken}-CA"' in answer.text, path


def test_a_page_and_its_twin_name_each_other(client: FlaskClient) -> None:
    for path in public_paths(a_programme()):
        alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', client.get(path).text))
        twin = client.get(urlsplit(unescape(alternates["en-CA" if not path.startswith("/en/") else "fr-CA"])).path)
        assert twin.status_code == 200, path
        there = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', twin.text))
        assert {key: url.partition("?")[0] for key, url in alternates.items()} == there, path


def test_every_link_of_every_page_leads_somewhere(client: FlaskClient) -> None:
    todo, seen = public_paths(a_programme()), set[str]()
    broken = []
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        with client.get(path) as answer:
            if answer.status_code >= 400:
                broken.append((path, answer.status_code))
            elif answer.mimetype == "text/html" and answer.status_code == 200:
                todo += [link for href in _HREF.findall(answer.text) if (link := _internal(href, path))]
    assert broken == []
    assert len(seen) > 60


def test_head_is_answered_as_get_and_other_methods_are_refused(client: FlaskClient) -> None:
    for path in public_paths(a_programme()):
        assert (client.head(path).status_code, client.head(path).data) == (200, b""), path
        assert {client.open(path, method=method).status_code for method in ("PUT", "DELETE", "PATCH")} <= {405, 400}, (
            path
        )


def test_pages_are_kept_by_browsers_only_as_long_as_nothing_changed(client: FlaskClient) -> None:
    for path in public_paths(a_programme()):
        answer = client.get(path)
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, "Set-Cookie" in answer.headers) == (304, False), path


def test_thirty_rows_cost_as_many_statements_as_one(client: FlaskClient, queries: Counting) -> None:
    programme = a_programme()
    _more(programme)
    few = _counts(client, programme, queries)
    for _ in range(30):
        _more(programme)
    assert _counts(client, programme, queries) == few
    assert few["/"] <= 10, few


def test_unknown_and_impossible_addresses_are_not_found(client: FlaskClient) -> None:
    huge = "9" * 25
    for path in (
        "/rencontres/1-x", f"/rencontres/{huge}-x", "/series/1-x", f"/series/{huge}", "/apprentissages/1",
        f"/apprentissages/{huge}", "/apprentissages/theme/inconnu", "/reseau/animation/1-x",
        f"/reseau/animation/{huge}-x",
        "/reseau/organismes/1-x", f"/reseau/organismes/{huge}-x", "/calendrier/2026/13", "/calendrier/2026/0",
        "/calendrier/1999/12", "/calendrier/9999/01", f"/calendrier/{huge}/01", "/calendrier/2026/x", "/rencontres/٣",
        "/?page=0", "/?page=2", "/?page=x", f"/?page={huge}", "/?page=-1", "/?page=٣", "/rencontres/passees?page=2",
        "/apprentissages?page=2", "/apprentissages?page=",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_old_addresses_lead_to_the_right_ones_for_good(client: FlaskClient) -> None:
    programme = a_programme()
    coming, series = programme.coming.id, programme.series.id
    person, body = programme.facilitator.id, programme.organization.id
    moved = {
        f"/rencontres/{coming}": f"/rencontres/{coming}-rencontre",
        f"/rencontres/{coming}-autre-titre?a=b&c=%C3%A9": f"/rencontres/{coming}-rencontre?a=b&c=%C3%A9",
        f"/en/sessions/{coming}-rencontre": f"/en/sessions/{coming}-rencontre-en",
        f"/series/{series}": f"/series/{series}-serie",
        f"/reseau/animation/{person}-x": f"/reseau/animation/{person}-nadia-belkacem",
        f"/reseau/organismes/{body}-x": f"/reseau/organismes/{body}-organisme",
        "/calendrier/2026/7": "/calendrier/2026/07",
    }
    answers = {path: client.get(path) for path in moved}
    assert {path: (answer.status_code, answer.location) for path, answer in answers.items()} == {
        path: (301, right) for path, right in moved.items()
    }


def _internal(href: str, page: str) -> str | None:
    """The path that a link of a page leads to on this site, or None."""
    parts = urlsplit(urljoin(f"http://127.0.0.1:8000{page}", unescape(href)))
    ours = parts.scheme in ("http", "https") and parts.hostname in ("127.0.0.1", "localhost")
    return parts.path + (f"?{parts.query}" if parts.query else "") if ours else None


def _counts(client: FlaskClient, programme: Programme, queries: Counting) -> dict[str, int]:
    counts = {}
    for path in public_paths(programme, "fr"):
        db.session.commit()
        with queries() as sent:
            assert client.get(path).status_code == 200, path
        counts[path] = len(sent)
    return counts


def _more(programme: Programme) -> None:
    """One more of everything, tied to the same series, theme, organisation and facilitator."""
    shared = {"series_id": programme.series.id, "themes": [programme.theme], "organizers": [programme.organization]}
    coming = a_session(starts_in=timedelta(days=12), **shared, first_edition_id=programme.past.id)
    past = a_session(starts_in=-timedelta(days=40), **shared, attendance_low=5)
    another = a_facilitator()
    for session in (coming, past):
        session.facilitations = [Facilitation(facilitator=one) for one in (programme.facilitator, another)]
    an_organization(parent_id=programme.organization.id)
    a_takeaway("Une phrase de plus", past, facilitator_id=programme.facilitator.id, themes=[programme.theme])
    a_takeaway("Une phrase du même jour", programme.past, text=localized({"fr": "Une phrase du même jour"}))
    db.session.commit()


def test_the_language_of_the_page_is_never_that_of_the_one_before(client: FlaskClient) -> None:
    client.get("/en/")
    assert '<html lang="fr-CA"' in client.get("/").text
    assert language.current() == "fr"
