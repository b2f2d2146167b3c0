"""Documents and links of a session: one page of the team, and who sees which."""

import factories
import pytest
from filling_in import fields_of, plainly, send, send_again
from harness.visitors import sign_in
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions_at_hand import here, journal

from resal import tokens
from resal.actions import SYSTEM, Refusal, attending, scheduling
from resal.db import db
from resal.models import Resource, localized
from resal.models.resource import AUDIENCES
from resal.queries.session_content import resources
from resal.web import doors


def page_of(session):
    return here(session, "documents")


def titles(session):
    db.session.expire_all()
    return [row.title.read("fr").text for row in resources(session)]


def a_document(session, title, position=0, **columns):
    row = Resource(training_session_id=session.id, title=localized(title), position=position, **columns)
    db.session.add(row)
    db.session.commit()
    return row


def seat_of(app, registration):
    return f"/inscription/{tokens.issue(app.extensions['resal'].secret_keys, doors.SEAT, registration.nonce)}"


def test_a_document_is_written_then_everybody_reads_it(signed_in, client):
    session = factories.a_session("Apaiser")
    answer = send(
        signed_in, page_of(session),
        documents__0__title_fr="Guide d'animation", documents__0__title_en="Leader's guide",
        documents__0__kind="Guide", documents__0__language="fr", documents__0__url="https://guide.example/a?b=1",
    )  # fmt: skip
    assert (answer.status_code, answer.location) == (303, here(session))
    row = resources(session)[0]
    assert (row.kind, row.language, row.audience, row.title["en"]) == ("Guide", "fr", "everyone", "Leader's guide")
    public = plainly(client.get(f"/rencontres/{session.id}-apaiser").text)
    assert '<a href="https://guide.example/a?b=1" rel="noreferrer">Guide d\'animation</a>' in public
    assert "Guide, En français" in public
    assert journal() == [("session.documents", session.id)]
    assert "Documents et liens modifiés" in signed_in.get(here(session)).text


def test_the_page_is_one_of_those_of_the_session(signed_in):
    session = factories.a_session()
    assert f'href="{page_of(session)}"' in signed_in.get(here(session)).text


def test_rows_are_added_moved_and_taken_away_and_nothing_is_saved_before_the_end(signed_in):
    session = factories.a_session()
    first = a_document(session, {"fr": "Un"})
    page = send(signed_in, page_of(session), add="documents", documents__0__kind="Fiche")
    page = send_again(signed_in, page_of(session), page, documents__1__title_fr="Deux", up="documents-1")
    assert (page.status_code, titles(session)) == (200, ["Un"])
    fields = fields_of(page)
    assert [fields[f"documents-{n}-title_fr"] for n in (0, 1)] == ["Deux", "Un"]
    assert fields["documents-1-kind"] == "Fiche"
    assert send_again(signed_in, page_of(session), page).status_code == 303
    assert titles(session) == ["Deux", "Un"]
    assert resources(session)[1].id == first.id  # those that stay keep who they are
    page = send(signed_in, page_of(session), down="documents-0")
    page = send_again(signed_in, page_of(session), page, drop="documents-0")
    send_again(signed_in, page_of(session), page)
    assert titles(session) == ["Deux"]
    page = send(signed_in, page_of(session), drop="documents-0")
    send_again(signed_in, page_of(session), page)
    assert titles(session) == []


def test_a_button_at_either_end_or_of_no_row_changes_nothing(signed_in):
    session = factories.a_session()
    a_document(session, {"fr": "Un"})
    for pressed in (
        {"up": "documents-0"},
        {"down": "documents-0"},
        {"drop": "documents-999"},
        {"up": "documents-9999"},
    ):
        page = send(signed_in, page_of(session), **pressed)
        assert page.status_code in (200, 303), pressed
    assert titles(session) == ["Un"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title_fr": "", "url": "https://guide.example"}, "Donnez un titre"),
        ({"title_fr": "", "kind": "Guide"}, "Donnez un titre"),
        ({"url": "javascript:alert(1)"}, "Écrivez l'adresse au complet"),
        ({"url": "data:text/html,x"}, "Écrivez l'adresse au complet"),
        ({"url": "guide.example"}, "Écrivez l'adresse au complet"),
        ({"url": "ftp://guide.example"}, "Écrivez l'adresse au complet"),
        ({"url": "https://guide.example/" + "a" * 2000}, "Raccourcissez cette adresse"),
        ({"title_fr": "x" * 201}, "Raccourcissez"),
        ({"language": "tlh"}, "Choisissez dans la liste"),
        ({"audience": "nobody"}, "Choisissez dans la liste"),
        ({"audience": ""}, "Choisissez dans la liste"),
    ],
)
def test_e2_what_cannot_be_is_said_in_place_and_nothing_typed_is_lost(signed_in, wrong, said):
    session = factories.a_session()
    values = {"title_fr": "Guide", "title_en": "", "kind": "Fiche", **wrong}
    page = send(signed_in, page_of(session), **{f"documents__0__{name}": value for name, value in values.items()})
    assert (page.status_code, titles(session)) == (422, [])
    assert said in plainly(page.text)
    assert fields_of(page)["documents-0-kind"] == values["kind"]


def test_more_documents_than_there_may_be_are_refused(signed_in):
    session = factories.a_session()
    many = {f"documents__{n}__title_fr": f"Document {n}" for n in range(101)}
    page = send(signed_in, page_of(session), **many)
    assert (page.status_code, "100 documents au plus" in plainly(page.text), titles(session)) == (422, True, [])


def test_other_languages_and_codes_stay(signed_in):
    session = factories.a_session()
    a_document(session, {"fr": "Guide", "es": "Guía"}, language="ht", licence="CC BY")
    a_document(session, {"es": "Folleto"}, 1)
    assert "Folleto" in signed_in.get(page_of(session)).text
    assert send(signed_in, page_of(session), documents__0__title_fr="Le guide").status_code == 303
    db.session.expire_all()
    guide, leaflet = resources(session)
    assert (guide.title["es"], guide.language, guide.licence) == ("Guía", "ht", "CC BY")
    assert (guide.title["fr"], dict(leaflet.title)["es"]) == ("Le guide", "Folleto")


def test_a_row_of_another_session_is_not_taken(signed_in):
    session, other = factories.a_session(), factories.a_session()
    theirs = a_document(other, {"fr": "À eux"})
    send(signed_in, page_of(session), documents__0__title_fr="À nous", documents__0__item=theirs.id)
    assert (titles(session), titles(other)) == (["À nous"], ["À eux"])


def test_k10_two_editors_see_both_texts(signed_in):
    session = factories.a_session()
    older = signed_in.get(page_of(session))
    send(signed_in, page_of(session), documents__0__title_fr="Un guide")
    page = send_again(signed_in, page_of(session), older, documents__0__title_fr="Une fiche")
    assert (page.status_code, "Quelqu'un a changé" in plainly(page.text)) == (422, True)
    assert all(typed in page.text for typed in ("Un guide", "Une fiche"))
    send_again(signed_in, page_of(session), page)
    assert titles(session) == ["Une fiche"]


def test_each_sees_what_is_for_them(client, app):
    session = factories.a_session("Apaiser")
    for position, audience in enumerate(AUDIENCES):
        a_document(session, {"fr": f"Pour {audience}"}, position, audience=audience)
    seated, waiting = (factories.a_registration(session, state=state) for state in ("confirmed", "waiting"))

    def seen(path):
        page = client.get(path).text
        return [audience for audience in AUDIENCES if f"Pour {audience}" in page]

    assert seen(f"/rencontres/{session.id}-apaiser") == ["everyone"]
    assert seen(seat_of(app, waiting)) == []
    assert seen(seat_of(app, seated)) == ["everyone", "registered"]
    attending.mark(seated, session.live_meetings[0], "absent", SYSTEM)
    assert seen(seat_of(app, seated)) == ["everyone", "registered"]
    attending.mark(seated, session.live_meetings[0], "partial", SYSTEM)
    assert seen(seat_of(app, seated)) == list(AUDIENCES)
    assert seen(f"/rencontres/{session.id}-apaiser") == ["everyone"]


def test_the_page_is_in_english_too(app):
    reader = sign_in(app.test_client(), factories.an_account(language="en"))
    page = reader.get(page_of(factories.a_session())).text
    assert all(words in page for words in ("Documents and links", "Add a document", "For whom", "Everyone"))


def test_b1_the_coordination_alone_writes_documents(app):
    session = factories.a_session()
    for role in ("host", "reader"):
        assert sign_in(app.test_client(), factories.an_account(role)).get(page_of(session)).status_code == 403


@settings(max_examples=25)
@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(AUDIENCES)), max_size=6), max_size=4))
def test_whatever_is_written_stands_there_in_that_order(database, moves):
    with database.undoing():
        session = factories.a_session()
        for move in moves:
            ids = [row.id for row in resources(session)]
            plans = [
                scheduling.DocumentPlan({"fr": f"T{n}"}, audience=who, id=ids[n] if n < len(ids) else None)
                for n, who in move
            ]
            scheduling.write_documents(session, plans, session.revision, SYSTEM)
            rows = resources(session)
            assert [(row.title["fr"], row.audience) for row in rows] == [(f"T{n}", who) for n, who in move]


@pytest.mark.parametrize("plan", [{"title": {"fr": " "}}, {"url": "javascript:x"}, {"audience": "x"}])
def test_nonsense_is_refused_whoever_asks(database, plan):
    session = factories.a_session()
    with pytest.raises(Refusal):
        scheduling.write_documents(
            session, [scheduling.DocumentPlan(**{"title": {"fr": "Guide"}, **plan})], session.revision, SYSTEM
        )
    assert titles(session) == []
