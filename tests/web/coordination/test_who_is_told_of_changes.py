"""An announced change: one letter to each address, which tells nothing of a confidential session."""

import factories
from changes_at_hand import a_published_day, changed, letters, publications, text_of
from filling_in import plainly, send
from sessions_at_hand import here

from resal import clock
from resal.actions import SYSTEM, registering, scheduling
from resal.letters import overtaken


def test_the_word_of_explanation_stays_out_of_the_letters_of_a_confidential_session(signed_in, outbox):
    session = a_published_day(visibility="confidential")
    factories.a_registration(session, factories.a_participant("Samir Haddad"))
    changed(session)
    page = plainly(signed_in.get(here(session, "changements")).text)
    assert "elle est confidentielle, aucun courriel ne le dira" in page
    send(signed_in, here(session, "changements"), comment_fr="Violence au vestiaire.", registered="y", leaders="y")
    assert publications(session)[-1].comment["fr"] == "Violence au vestiaire."
    assert sorted(letters(outbox)) == ["Ana Silva", "Samir Haddad"]
    assert not any("vestiaire" in " ".join(text_of(letter)) for letter in letters(outbox).values())


def test_who_is_registered_and_leads_has_one_letter_that_says_all_and_that(signed_in, outbox):
    session = a_published_day()
    factories.a_registration(session, factories.a_participant("Équipe", email="ana@resal.example"))
    factories.a_registration(session, factories.a_participant("Ana Silva", email="Ana@resal.example"))
    changed(session)
    answer = send(signed_in, here(session, "changements"), registered="y", leaders="y")
    assert "2 courriels partent" in plainly(signed_in.get(answer.location).text)
    assert len([one for one in outbox() if one.kind == "changed"]) == 2
    _, whole = text_of(letters(outbox)["Ana Silva"])
    for words in (
        "aussi pour ce que vous animez",
        "Déplacé : Un",
        "Nouveau : Quatre",
        "/inscription/",
        "tient toujours",
    ):
        assert words in whole
    assert "animez" not in text_of(letters(outbox)["Équipe"])[1]


def test_who_gave_up_the_seat_is_still_told_of_what_they_lead(database, outbox):
    session = a_published_day()
    seat = factories.a_registration(session, factories.a_participant("Ana Silva", email="ana@resal.example"))
    changed(session)
    scheduling.announce(session, {}, session.revision, SYSTEM, tell_registered=True, tell_leaders=True)
    registering.withdraw(seat)
    letter = letters(outbox)["Ana Silva"]
    assert overtaken.verdict(letter, clock.now()) is None
    overtaken.leave_out(letter)
    assert "tient toujours" not in text_of(letter)[1]
