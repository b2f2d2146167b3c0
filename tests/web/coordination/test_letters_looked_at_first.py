"""What people would be told is shown before it is done, and counted as it is."""

import factories
from filling_in import fields_of, plainly, send, send_again
from test_telling_everybody import a_full_room, deeds, here, read


def test_the_letter_is_shown_as_its_reader_gets_it_in_each_language(signed_in):
    session = a_full_room()
    look = plainly(send(signed_in, here(session, "annuler"), reason_fr="Une panne", reason_en="A power cut").text)
    assert "Raison : Une panne." in look
    assert "Reason: A power cut." in look
    assert "[lien secret]" not in look.split("Annulée")[0]
    assert (read(session).cancelled, deeds()) == (False, [])


def test_how_people_meet_changes_where_the_session_is_moved(signed_in, outbox):
    session = a_full_room()
    assert 'name="mode"' not in signed_in.get(here(session, "modifier")).text
    form = {**fields_of(signed_in.get(here(session, "deplacer"))), "mode": "online"}
    look = send(signed_in, here(session, "deplacer"), **form)
    assert "En personne" in look.text
    assert "On se rencontre autrement : « En ligne » (avant : « En personne »)." in plainly(look.text)
    send_again(signed_in, here(session, "deplacer"), look, sure=1)
    assert read(session).mode == "online"
    assert [letter.facts["before"]["changed"] for letter in outbox()] == ["way"] * 3
    page = signed_in.get(f"/rencontres/{session.id}", follow_redirects=True).text
    assert ("Centre St-Pierre" in page, "En ligne" in page) == (False, True)


def test_moving_back_what_nobody_was_told_of_owes_nothing_and_says_so(signed_in, outbox):
    session = a_full_room()
    first = fields_of(signed_in.get(here(session, "deplacer")))
    for fields in ({**first, "meetings-0-date": "2026-12-20"}, first):
        look = send(signed_in, here(session, "deplacer"), **{**fields, "revision": read(session).revision})
        answer = send_again(signed_in, here(session, "deplacer"), look, sure=1)
    assert "Personne n'est à prévenir" in plainly(look.text).replace("&#39;", "'").replace("’", "'")
    page = signed_in.get(answer.location).text
    assert ("15 minutes" in page, "Prévenir maintenant" in page) == (False, False)
    assert (outbox(), deeds()) == ([], ["session.moved"] * 2)


def test_a_confidential_reason_is_said_to_go_out_as_typed(signed_in):
    session = factories.a_session(visibility="confidential")
    assert "part par courriel tel quel" in signed_in.get(here(session, "annuler")).text
    assert "part par courriel tel quel" not in signed_in.get(here(factories.a_session(), "annuler")).text
