"""The page of one session: what it shows, what it warns of, and what may be done from there."""

import re
from datetime import date, timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send
from harness.visitors import sign_in
from sessions_at_hand import a_full_session, here, journal, sessions

from resal import addresses
from resal.actions import SYSTEM, scheduling
from resal.models import localized

NEW = "/coordination/rencontres/nouvelle"
HOSTILE = "<script>alert(1)</script>\"'>{{1111*1111}}"


def test_e1_what_is_hostile_is_shown_and_does_nothing(signed_in):
    texts = dict.fromkeys(("title_fr", "title_en", "summary_fr", "audience_fr", "city"), HOSTILE)
    send(signed_in, NEW, **texts)
    [session] = sessions()
    assert session.title["fr"] == HOSTILE
    pages = ("", "modifier", "publier", "supprimer", "nouvelle-edition")
    shown = [signed_in.get(path) for path in ("/coordination", "/coordination/rencontres?voir=brouillons",
                                              *(here(session, page) for page in pages))]  # fmt: skip
    assert {page.status_code for page in shown} == {200}
    assert [page.request.path for page in shown if "<script>alert" in page.text or "1234321" in page.text] == []


def test_what_the_page_of_a_session_shows(signed_in):
    session = a_full_session(published_at=factories.clock.now())
    factories.a_registration(session, mode="online")
    factories.a_registration(session, state="waiting", mode="in person")
    factories.a_registration(session, state="requested", mode="in person")
    page = plainly(signed_in.get(here(session)).text)
    for words in (
        "En personne : ", "0 sur 5", "1 sur 9", "1 en attente", "Une demande attend une réponse", "?cle=",
        "Seules les personnes qui ont ce lien voient la rencontre.", "Sur approbation", "Édition 3",
    ):  # fmt: skip
        assert words in page


def test_every_page_that_leads_back_to_a_session_says_the_language_of_its_title(app):
    member = sign_in(app.test_client(), factories.an_account(language="en"))
    session = factories.a_session(title=localized({"fr": "Jeunes et police"}), published_at=factories.clock.now())
    paths = [path for path in addresses.SINGLE.values() if path.startswith("/coordination/rencontres/<int:id>/")]
    said = []
    for path in paths:
        page = member.get(path.replace("<int:id>", str(session.id)).replace("<number>", "nouvelle"))
        said += re.findall(r'<p class="back">[^@]*?<span([^>]*)>Jeunes et police</span></a></p>', page.text)
    assert len(said) > 10
    assert set(said) == {' lang="fr-CA"'}


def test_the_page_of_a_session_asks_as_much_for_thirty_of_everything_as_for_one(signed_in, queries):
    def asked(session):
        with queries() as sent:
            signed_in.get(here(session))
        return len(sent)

    small = factories.a_session(facilitators=[factories.a_facilitator()])
    factories.a_registration(small)
    large = factories.a_session(facilitators=[factories.a_facilitator() for _ in range(30)], meetings=30, capacity=99)
    for _ in range(30):
        factories.a_registration(large)
    signed_in.get(here(small))  # what is remembered from here on is so for both
    assert asked(large) == asked(small)


def test_warnings_never_block(signed_in):
    venue, leader = factories.a_venue("Centre St-Pierre", capacity=10), factories.a_facilitator("Nadia Belkacem")
    factories.a_session("Déjà là", starts_in=timedelta(days=30), venue=venue, facilitators=[leader])
    factories.a_session("Le même jour", starts_in=timedelta(days=30))
    session = factories.a_session(
        "Nouvelle", published=False, starts_in=timedelta(days=30), venue=venue, facilitators=[leader], capacity=40
    )
    factories.a_session("Annulée", starts_in=timedelta(days=30), venue=venue, cancelled_at=factories.clock.now())
    page = plainly(signed_in.get(here(session)).text).replace("&#39;", "'")
    for words in (
        "Centre St-Pierre est déjà pris le jeudi 24 décembre 2026 aux mêmes heures (10 h à 13 h) : « Déjà là ».",
        "Nadia Belkacem anime déjà « Déjà là » le jeudi 24 décembre 2026 aux mêmes heures (10 h à 13 h).",
        "Centre St-Pierre reçoit 10 personnes : vous offrez 40 places.",
    ):
        assert words in page
    assert "« Le même jour »" not in page, "nobody comes to both"
    assert "« Annulée »" not in page
    assert "« Nouvelle »" not in page
    scheduling.publish(session, SYSTEM)
    assert session.published


def test_a_draft_may_be_thrown_away_after_a_question(signed_in):
    session = factories.a_session("Brouillon", published=False)
    assert "Supprimer ce brouillon" in signed_in.get(here(session, "supprimer")).text
    assert len(sessions()) == 1
    answer = send(signed_in, here(session, "supprimer"))
    assert (answer.status_code, answer.location, sessions()) == (303, "/coordination/rencontres", [])
    assert [deed for deed, _ in journal()] == ["session.deleted"]
    assert "Le brouillon « Brouillon » est supprimé." in plainly(signed_in.get(answer.location).text)


def test_what_was_published_is_never_thrown_away(signed_in):
    session = factories.a_session()
    answer = send(signed_in, here(session, "supprimer"))
    assert (answer.status_code, len(sessions()), journal()) == (422, 1, [])
    assert "annulez plutôt la rencontre" in answer.text


def test_a_new_edition_asks_only_for_its_dates(signed_in):
    session = a_full_session(published_at=factories.clock.now(), edition_number=7)
    factories.a_registration(session, mode="online")
    shown = fields_of(signed_in.get(here(session, "nouvelle-edition")))
    fields = [name for name in shown if name != "csrf_token" and not name.startswith("rule-")]
    words_for_it = ["date_known_as_fr", "date_known_as_en"]
    assert fields == ["meetings-0-date", "meetings-0-start", "meetings-0-end", *words_for_it]
    answer = send(signed_in, here(session, "nouvelle-edition"), meetings__0__date="2027-02-03")
    _, again = sessions()
    assert (answer.status_code, answer.location) == (303, here(again))
    assert (again.edition_number, again.first_edition_id, again.published) == (8, session.id, False)
    assert (again.title, again.capacity, again.link) == (session.title, 5, "")
    assert [meeting.date for meeting in again.live_meetings] == [date(2027, 2, 3)]
    assert journal() == [("session.repeated", again.id)]
    assert f'href="{here(session)}"' in signed_in.get(here(again)).text


@pytest.mark.parametrize(
    ("row", "words"),
    [({"start": "13:30"}, "Choisissez la date"), ({"date": "9999-01-01"}, "plus de cinq ans")],
)
def test_the_date_of_a_new_edition_makes_sense(signed_in, row, words):
    session = factories.a_session()
    typed = {f"meetings__0__{name}": value for name, value in row.items()}
    answer = send(signed_in, here(session, "nouvelle-edition"), **typed)
    assert (answer.status_code, words in plainly(answer.text), len(sessions())) == (422, True, 1)


@pytest.mark.parametrize("field", ["capacity", "capacity_online"])
def test_a_session_online_has_its_seats_whichever_field_they_are_written_in(signed_in, field):
    seats = {"capacity": "", "capacity_online": "", field: "10"}
    send(signed_in, NEW, title_fr="Webinaire", mode="online", link="https://visio.example/x",
         meetings__0__date="2027-02-03", **seats)  # fmt: skip
    [session] = sessions()
    assert (session.capacity, session.seats("online"), scheduling.missing(session)[0]) == (10, 10, [])


def test_what_an_online_session_lacks_is_called_as_on_the_form(signed_in):
    send(signed_in, NEW, title_fr="Webinaire", mode="online", capacity="")
    page = plainly(signed_in.get(here(sessions()[0])).text)
    assert "le nombre de places." in page
    assert "places en ligne" not in page


def test_publishing_without_a_day_promises_no_entry_in_calendars(signed_in):
    session = factories.a_session(published=False, starts_in=None, date_known_as=localized({"fr": "hiver 2027"}))
    page = plainly(signed_in.get(here(session, "publier")).text)
    assert "sans jour; les agendas abonnés la montrent une fois sa date connue." in page
    assert "et dans les agendas abonnés" not in page
    dated = factories.a_session(published=False)
    assert "et dans les agendas abonnés" in plainly(signed_in.get(here(dated, "publier")).text)


def test_what_may_be_done_is_read_before_the_journal(signed_in):
    page = signed_in.get(here(factories.a_session())).text
    assert page.index(">Déplacer<") < page.index(">Renseignements<") < page.index(">Journal<")
