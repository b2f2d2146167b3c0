"""The network's settings, the journal in words, the end of the example."""

import html
import re
from pathlib import Path

import factories
import pytest
from filling_in import fields_of, plainly, send
from harness.visitors import sign_in, submit
from sqlalchemy import select

import resal
from resal import clock
from resal.actions import SYSTEM, demonstrating
from resal.db import db
from resal.models import Entry, Network, TrainingSession
from resal.queries import journal, words

SETTINGS, JOURNAL, CLEAR = "/coordination/reglages", "/coordination/journal", "/coordination/exemple/effacer"
HOSTILE = "<script>alert(1)</script>"
NETWORK = {
    "name_fr": "Réseau d'échange", "name_en": "Exchange network", "acronym": "RÉSAL", "coordinator": "CIPC",
    "email": "info@resal.example", "phone": "514 555-0199", "postal_address": "465, rue Saint-Jean\nMontréal",
    "privacy_officer": "Ana Silva, direction", "privacy_email": "ana@resal.example", "retention_months": "18",
    "hosting": "Montréal, Canada",
}  # fmt: skip


def the_network():
    db.session.expire_all()
    return db.session.scalars(select(Network)).one_or_none()


def an_entry(deed="session.published", subject=None, **details):
    row = Entry(
        at=clock.now(), actor="system", deed=deed, subject_type=type(subject).__name__ if subject else "",
        subject_id=subject.id if subject else None, details=details,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()


def test_what_is_written_in_the_settings_is_kept_and_shown_again(signed_in):
    answer = send(signed_in, SETTINGS, **NETWORK)
    assert (answer.status_code, answer.location) == (303, SETTINGS)
    row = the_network()
    kept = {name: str(getattr(row, name)) for name in NETWORK if not name.startswith("name")}
    assert kept == {name: value for name, value in NETWORK.items() if not name.startswith("name")}
    assert [row.name.in_language(code) for code in ("fr", "en")] == ["Réseau d'échange", "Exchange network"]
    shown = {name: value.replace("\r\n", "\n") for name, value in fields_of(signed_in.get(SETTINGS)).items()}
    assert {name: shown[name] for name in NETWORK} == NETWORK
    deeds = db.session.scalars(select(Entry.deed).where(Entry.deed == "network.saved")).all()
    assert deeds == ["network.saved"]


def test_a_language_the_form_does_not_show_stays(signed_in):
    db.session.add(Network(name=factories.localized({"fr": "Réseau", "es": "Red"})))
    db.session.commit()
    send(signed_in, SETTINGS, **NETWORK)
    assert the_network().name["es"] == "Red"


@pytest.mark.parametrize("typed", [
    {"name_fr": " "}, {"acronym": ""}, {"email": "info"}, {"privacy_email": "x@"}, {"retention_months": ""},
    {"retention_months": "0"}, {"retention_months": "121"}, {"retention_months": "deux"},
])  # fmt: skip
def test_what_makes_no_sense_is_said_in_place_and_nothing_is_lost(signed_in, typed):
    answer = send(signed_in, SETTINGS, **{**NETWORK, **typed})
    assert answer.status_code == 422
    assert "Il y a un point à corriger" in plainly(answer.text)
    assert fields_of(answer)["coordinator"] == "CIPC"
    assert the_network() is None


def test_the_journal_says_who_did_what_to_what(signed_in):
    session = factories.a_session("Haine en ligne")
    an_entry("session.published", session)
    an_entry("account.invited", factories.an_account("host", name="Léa Roy"), role="host")
    lines = journal.journal(1, "America/Toronto").lines[:2]
    assert [(line.what, line.detail, line.subject, line.who, line.href) for line in lines] == [
        ("Invitation dans l’équipe", words.word(words.ACCOUNT_ROLES, "host"), "Léa Roy", "le système", lines[0].href),
        ("Rencontre publiée", "", "Haine en ligne", "le système", f"/coordination/rencontres/{session.id}"),
    ]  # fmt: skip
    page = plainly(signed_in.get(JOURNAL).text)
    assert ["Dominique Tremblay" in page, "Haine en ligne" in page, "Connexion" in page] == [True] * 3


def test_each_kind_of_subject_is_called_by_its_name(signed_in):
    subjects = {
        "Rencontre": factories.a_session("Rencontre"), "Suite.": factories.a_next_step("Suite."),
        "Bo Roy": factories.a_registration(None, factories.a_participant("Bo Roy")),
        "Écouter d’abord.": factories.a_takeaway("Écouter d'abord."), "CLSC": factories.an_organization("CLSC"),
        "Lieu": factories.a_venue("Lieu"), "Ana": factories.a_facilitator("Ana"), "Série": factories.a_series("Série"),
        "Thème": factories.a_theme("Thème"), "Léa": factories.an_account(name="Léa"),
    }  # fmt: skip
    for subject in subjects.values():
        an_entry("x", subject)
    lines = [line for line in journal.journal(1, "America/Toronto").lines if line.what == "x"]
    assert [line.subject for line in reversed(lines)] == list(subjects)
    assert [signed_in.get(line.href).status_code for line in lines] == [200] * len(subjects)


def test_what_is_no_more_leaves_its_line(signed_in):
    row = factories.a_takeaway("Un.", state="raw")
    submit(signed_in, f"/coordination/apprentissages/{row.id}", move="delete")
    assert "Apprentissage supprimé" in signed_in.get(JOURNAL).text


def test_every_deed_has_its_words():
    """Read in the actions themselves, so that a new one cannot be forgotten."""
    actions = Path(resal.__file__).parent / "actions"
    written = "\n".join(path.read_text("utf-8") for path in actions.rglob("*.py"))
    pattern = r'(?:note|_save|changed)\([^"]*?"([a-z_]+\.[a-z_]+)"(?: if [^"]*"([a-z_]+\.[a-z_]+)")?'
    deeds = {deed for found in re.findall(pattern, written) for deed in found if deed}
    assert {"session.published", "outbox.resumed", "network.saved"} <= deeds
    assert deeds - set(journal.DEEDS) == set()


@pytest.mark.parametrize("query", ["page=0", "page=2", "page=x", "page=9999999999"])
def test_a_page_of_the_journal_that_does_not_exist_is_a_404(signed_in, query):
    assert signed_in.get(f"{JOURNAL}?{query}").status_code == 404


def test_a_long_journal_has_pages(signed_in):
    for _ in range(journal.PAGE):
        an_entry()
    first, second = (signed_in.get(f"{JOURNAL}?page={page}") for page in (1, 2))
    assert ("Page 1 de 2" in first.text, second.status_code) == (True, 200)


def test_the_journal_asks_as_many_questions_for_thirty_deeds_as_for_one(signed_in, queries):
    an_entry("session.published", factories.a_session())
    with queries() as once:
        signed_in.get(JOURNAL)
    for _ in range(29):
        an_entry("session.published", factories.a_session())
    with queries() as again:
        signed_in.get(JOURNAL)
    assert len(again) == len(once)


def test_e_hostile_words_are_inert(signed_in):
    send(signed_in, SETTINGS, **{**NETWORK, "coordinator": HOSTILE, "hosting": HOSTILE})
    an_entry(HOSTILE, factories.an_organization(HOSTILE))
    for path in (SETTINGS, JOURNAL):
        page = signed_in.get(path).text
        assert HOSTILE not in page
        assert html.escape(HOSTILE) in page


def test_the_example_is_removed_only_by_somebody_who_was_asked(signed_in):
    demonstrating.load(SYSTEM)
    real = factories.a_session("Réelle")

    def invented():
        db.session.expire_all()
        return len(db.session.scalars(select(TrainingSession.id).where(TrainingSession.example)).all())

    before = invented()
    assert "effacés pour de bon" in plainly(signed_in.get(CLEAR).text)
    assert submit(signed_in, CLEAR).location == CLEAR
    assert (before > 0, invented()) == (True, before)
    answer = submit(signed_in, CLEAR, sure="1")
    assert (answer.status_code, answer.location, invented()) == (303, "/coordination", 0)
    assert f"L'exemple est retiré : {before} rencontres." in plainly(signed_in.get("/coordination").text)
    assert db.session.get(TrainingSession, real.id) is not None
    assert submit(signed_in, CLEAR, sure="1").status_code == 303
    assert "example.cleared" in db.session.scalars(select(Entry.deed)).all()


def test_d1_nothing_is_done_without_the_token(signed_in):
    assert [signed_in.post(path, data={**NETWORK, "sure": "1"}).status_code for path in (SETTINGS, CLEAR)] == [400, 400]
    assert signed_in.post(JOURNAL, data={}).status_code in (400, 405)
    assert submit(signed_in, SETTINGS, to=JOURNAL).status_code == 405
    assert the_network() is None


@pytest.mark.parametrize("role", ["host", "reader"])
def test_b1_the_office_is_for_coordinators_alone(app, role):
    member = sign_in(app.test_client(), factories.an_account(role))
    assert [member.get(path).status_code for path in (SETTINGS, JOURNAL, CLEAR)] == [403] * 3
    assert [submit(member, "/coordination", to=path).status_code for path in (SETTINGS, CLEAR)] == [403, 403]
