"""A database that does not answer, an error of ours: a designed page, never a traceback."""

from dataclasses import replace

import pytest

from resal.app import create_app
from resal.db import db


@pytest.mark.really_commits
@pytest.mark.parametrize("path", ["/", "/en/", "/rencontres/1/inscription", "/inscription/" + "A" * 43])
def test_l3_a_database_that_is_away_is_a_503_with_words_and_a_time_to_come_back(settings, tmp_path, path):
    away = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'nowhere' / 'resal.sqlite3'}"))
    answer = away.test_client().get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text
    feed = away.test_client().get("/calendrier.ics")
    assert (feed.status_code, feed.mimetype) == (503, "text/plain")
    assert away.test_client().get("/healthz").status_code == 200


def test_o4_an_error_of_ours_shows_a_page_and_no_trace(app, monkeypatch):
    def broken(*_args, **_more):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(db.session, "get", broken)
    answer = app.test_client().get("/rencontres/1")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Un problème de notre côté." in answer.text


def test_a_page_that_does_not_exist_shows_the_next_session(client):
    import factories

    session = factories.a_session("Haine en ligne")
    answer = client.get("/nulle-part")
    assert (answer.status_code, f"/rencontres/{session.id}-haine-en-ligne" in answer.text) == (404, True)
