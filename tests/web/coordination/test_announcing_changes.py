"""What has changed since it was published: seen first, said to everybody, written to whom it concerns."""

from dataclasses import replace
from datetime import timedelta

import factories
import pytest
from changes_at_hand import a_published_day, changed, kept, letters, line, publications, text_of, write
from filling_in import plainly, send, send_again
from sessions_at_hand import here, journal

from resal import clock
from resal.actions import SYSTEM, Refusal, scheduling
from resal.actions.scheduling.dates import plans_of
from resal.db import db
from resal.letters import overtaken
from resal.models import TrainingSession

HOSTILE = "<script>alert(1)</script>\"'>{{1111*1111}}"


def test_publishing_keeps_what_was_shown_and_announces_nothing(database, client):
    session = a_published_day()
    [first] = publications(session)
    assert (first.number, first.changes, len(first.content["lines"])) == (1, [], 4)
    assert "Ce qui a changé" not in client.get(f"/rencontres/{session.id}", follow_redirects=True).text


def test_what_has_changed_is_shown_by_kind_before_it_is_announced(signed_in):
    session = a_published_day()
    changed(session)
    page = plainly(signed_in.get(here(session, "changements")).text)
    for sentence in (
        "Quatre (mar. 1er déc., 12 h)", "Un : mar. 1er déc., 11 h, Salle 2 (avant : mar. 1er déc., 10 h 30)",
        "Deux, et la suite (mar. 1er déc.) (avant : « Deux »)", "Trois",
    ):  # fmt: skip
        assert sentence in page
    assert "Accueil" not in page[page.index("Depuis la dernière annonce") : page.index("</section>")]
    assert [one.number for one in publications(session)] == [1]
    assert "4 changements ne sont pas encore annoncés." in plainly(signed_in.get(here(session, "deroulement")).text)


def test_announcing_without_letters_tells_the_public_page_alone(signed_in, client, outbox):
    session = a_published_day()
    factories.a_registration(session)
    changed(session)
    answer = send(signed_in, here(session, "changements"), comment_fr="Une invitée s'ajoute.", comment_en="A guest.")
    assert (answer.status_code, answer.location) == (303, here(session))
    assert (letters(outbox), journal()[-1][0]) == ({}, "session.changes_announced")
    page = plainly(client.get(f"/rencontres/{session.id}", follow_redirects=True).text)
    assert (
        page.index("Ce qui a changé") < page.index("Mardi 24 novembre 2026, 10 h") < page.index("Une invitée s'ajoute.")
    )
    assert "Quatre (mar. 1er déc., 12 h)" in page
    english = client.get(f"/en/sessions/{session.id}", follow_redirects=True).text
    assert "A guest." in english
    assert "Rien n'a changé depuis la dernière annonce." in plainly(
        signed_in.get(here(session, "changements")).text
    ).replace("&#39;", "'")


def test_the_newest_announcement_comes_first_and_the_others_are_folded(database, client, freeze):
    session = a_published_day()
    for n, title in enumerate(("Cinq", "Six")):
        freeze(clock.now() + timedelta(days=1))
        write(session, *kept(session).values(), line(title))
        scheduling.announce(session, {"fr": f"Mot {n}"}, session.revision, SYSTEM)
    page = plainly(client.get(f"/rencontres/{session.id}", follow_redirects=True).text)
    assert page.index("Mot 1") < page.index("Changements précédents") < page.index("Mot 0")


def test_people_registered_and_leaders_of_touched_lines_each_get_what_concerns_them(signed_in, outbox):
    session = a_published_day()
    factories.a_registration(session, factories.a_participant("Samir Haddad"))
    factories.a_registration(session, factories.a_participant("Jo Smith"), state="waiting", language="en")
    factories.a_registration(session, factories.a_participant("Partie"), state="withdrawn")
    changed(session)
    page = plainly(signed_in.get(here(session, "changements")).text)
    assert "2 courriels partent 15 minutes plus tard, avec les changements seulement." in page
    assert "Une personne a une adresse" in page
    send(signed_in, here(session, "changements"), comment_fr="Une invitée.", registered="y", leaders="y")
    owed = letters(outbox)
    assert sorted(owed) == ["Ana Silva", "Jo Smith", "Samir Haddad"]
    subject, whole = text_of(owed["Samir Haddad"])
    assert plainly(subject) == "Changement au déroulement : Haine en ligne, mar. 1er décembre, 10 h"
    for words in (
        "Nouveau : Quatre",
        "Déplacé : Un",
        "Changé : Deux, et la suite",
        "Retiré : Trois",
        "« Une invitée »",
    ):
        assert words in whole
    assert "Accueil" not in whole
    subject, whole = text_of(owed["Ana Silva"])
    assert "Déplacé : Un : mar. 1er déc., 11 h, Salle 2 (avant : mar. 1er déc., 10 h 30)" in whole
    assert "Quatre" not in whole
    assert "/inscription/" not in whole
    assert f"/rencontres/{session.id}/deroulement" in whole
    assert "Salle 2" in text_of(owed["Jo Smith"])[1]
    assert "the agenda" in text_of(owed["Jo Smith"])[1].lower()


def test_somebody_taken_off_a_line_is_told_too(database, outbox):
    session = a_published_day()
    before = kept(session)
    write(session, *[replace(one, leaders=()) for one in before.values()])
    scheduling.announce(session, {}, session.revision, SYSTEM, tell_leaders=True)
    [letter] = letters(outbox).values()
    assert (letter.to_name, "Un (mar. 1er déc., 10 h 30) : l'animation change" in text_of(letter)[1]) == (
        "Ana Silva",
        True,
    )


def test_a_confidential_session_says_when_but_not_what(database, outbox):
    session = a_published_day(visibility="confidential")
    factories.a_registration(session, factories.a_participant("Samir Haddad"))
    changed(session)
    scheduling.announce(session, {}, session.revision, SYSTEM, tell_registered=True)
    subject, whole = text_of(letters(outbox)["Samir Haddad"])
    assert plainly(subject) == "Changement : votre activité du 1er décembre"
    for secret in ("Quatre", "Haine", "Deux", "/deroulement"):
        assert secret not in whole
    assert "Une partie du déroulement" in whole


def test_nothing_is_announced_twice_nor_from_an_older_page(signed_in, outbox):
    session = a_published_day()
    factories.a_registration(session)
    changed(session)
    old = signed_in.get(here(session, "changements"))
    assert send_again(signed_in, here(session, "changements"), old, registered="y").status_code == 303
    again = send_again(signed_in, here(session, "changements"), old, registered="y")
    assert (again.status_code, len(publications(session)), len(letters(outbox))) == (422, 2, 1)


def test_a_page_that_was_looked_at_before_another_change_is_refused(signed_in):
    session = a_published_day()
    changed(session)
    old = signed_in.get(here(session, "changements"))
    write(session, *kept(session).values(), line("Cinq"))
    answer = send_again(signed_in, here(session, "changements"), old, comment_fr="Un mot")
    assert (answer.status_code, len(publications(session)), "Cinq" in answer.text) == (422, 1, True)
    assert send_again(signed_in, here(session, "changements"), answer).status_code == 303


@pytest.mark.parametrize("revision", ["", "-1", "9" * 30, "x", "٣"])
def test_a_revision_nobody_gave_is_refused(signed_in, revision):
    session = a_published_day()
    changed(session)
    assert send(signed_in, here(session, "changements"), revision=revision).status_code == 422
    assert send(signed_in, here(session, "deroulement"), revision=revision).status_code == 422
    assert len(publications(session)) == 1


def test_a_draft_or_a_cancelled_session_announces_nothing(database):
    draft = factories.a_session(published=False)
    write(draft, line("Un"))
    cancelled = a_published_day()
    changed(cancelled)
    scheduling.cancel(cancelled, {"fr": "neige"}, SYSTEM)
    for session in (draft, cancelled):
        with pytest.raises(Refusal):
            scheduling.announce(session, {}, session.revision, SYSTEM)
    assert publications(draft) == []


def test_a_session_published_before_keeps_what_it_showed_at_its_first_change(database):
    session = factories.a_session()
    write(session, line("Un"))
    [first] = publications(session)
    assert (first.content["lines"], first.changes) == ([], [])
    scheduling.announce(session, {}, session.revision, SYSTEM)
    assert [(one["kind"], one["after"]["text"]) for one in publications(session)[1].changes] == [("new", {"fr": "Un"})]


def test_the_dates_that_moved_are_among_the_changes(signed_in):
    session = a_published_day()
    send_move(session)
    page = plainly(signed_in.get(here(session, "changements")).text)
    assert "mardi 8 décembre 2026, 10 h à 13 h (avant : mardi 1er décembre 2026, 10 h à 13 h)" in page
    assert "Accueil" not in page[page.index("Depuis la dernière annonce") : page.index("</section>")]


def send_move(session):
    [plan] = plans_of(session)
    later = replace(plan, date=plan.date + timedelta(days=7))
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=[later], link=""), session.revision, SYSTEM)


def test_letters_about_a_session_that_was_cancelled_meanwhile_do_not_leave(database, outbox):
    session = a_published_day()
    factories.a_registration(session, factories.a_participant("Samir Haddad"))
    changed(session)
    scheduling.announce(session, {}, session.revision, SYSTEM, tell_registered=True, tell_leaders=True)
    owed = letters(outbox)
    assert [overtaken.verdict(letter, clock.now()) for letter in owed.values()] == [None, None]
    scheduling.cancel(session, {"fr": "neige"}, SYSTEM)
    owed = letters(outbox)
    assert [overtaken.verdict(letter, clock.now()) for letter in owed.values()] == ["cancelled"] * 2


def test_invented_people_are_never_written_to(signed_in, outbox):
    session = a_published_day()
    factories.a_registration(session, factories.a_participant("Inventée", example=True))
    for person in db.session.query(TrainingSession).one().agenda[1].facilitators:
        person.example = True
    db.session.commit()
    changed(session)
    assert "courriel" not in signed_in.get(here(session, "changements")).text
    send(signed_in, here(session, "changements"), registered="y", leaders="y")
    assert letters(outbox) == {}


def test_hostile_words_of_a_comment_stay_words(signed_in, client):
    session = a_published_day()
    write(session, *kept(session).values(), line(HOSTILE))
    assert "<script>alert" not in signed_in.get(here(session, "changements")).text
    assert send(signed_in, here(session, "changements"), comment_fr="x" * 201).status_code == 422
    send(signed_in, here(session, "changements"), comment_fr=HOSTILE)
    page = client.get(f"/rencontres/{session.id}", follow_redirects=True).text
    assert "<script>alert" not in page
    assert "1234321" not in page
