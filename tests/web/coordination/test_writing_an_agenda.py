"""The agenda on screen: pasted, corrected, moved about, saved in one go."""

from datetime import date, time

import factories
from agendas_at_hand import a_day, on, page_of, pasted, read, titles, written
from filling_in import fields_of, plainly, send, send_again
from sessions_at_hand import here, journal

from resal.actions import SYSTEM
from resal.actions.importing import import_programme
from resal.actions.scheduling.dates import MeetingPlan
from resal.db import db
from resal.models import AgendaItem, Facilitator, Organization
from resal.queries.exporting import export_programme

CONFERENCE = """
# Jour 1 – Comprendre
8 h 30–9 h Accueil et café / Welcome and coffee
9 h–9 h 30 Mot de bienvenue / Opening words | Organisme 1, Organisme 2; Organisme 3, Organisme 4
9 h 30–10 h 30 Ce que disent les jeunes / What young people say | Conférence d’ouverture : Ana Silva
10:45-12:00 [Atelier A] La rue / The street | Nadège Étienne, Organisme 5
10:45-12:00 [Atelier B] L’école / School | Léo Roy; Modération : Inès Caron
10:45-12:00 [Atelier C] En ligne / Online | Panel : Samir Haddad, Théo Roy
midi–13 h 15 Dîner
1:15 p.m. – 3 p.m. Table ronde | Modération : Ana Silva
# 8 décembre
9\u00a0h\u202f–\u202f10\u00a0h Retour sur la veille | ORG6
10 h Salle 2 : Cas difficiles | Organisme 7
10 h Salle 3 : Dévoilements | Organisme 8
PM
Visites du quartier
# Jour 3
Matin : Ateliers libres
13 h à 14 h 30 Et maintenant? | Camille Inconnue
# Toute la rencontre
Exposition de photos
"""


def test_a_three_day_conference_of_eight_organizations_is_pasted_checked_and_saved(signed_in):
    session = on(
        factories.a_session("Colloque"), *(MeetingPlan(date(2026, 12, day), time(8, 30), time(17)) for day in (7, 8, 9))
    )
    for n in range(1, 9):
        factories.an_organization(f"Organisme {n}", acronym=f"ORG{n}")
    for name in ("Ana Silva", "Nadège Étienne", "Léo Roy", "Inès Caron", "Samir Haddad", "Théo Roy"):
        factories.a_facilitator(name)
    preview = pasted(signed_in, session, CONFERENCE)
    assert (preview.status_code, read(session)) == (200, [])
    said = plainly(preview.text)
    assert "Rien n'est encore enregistré" in said
    assert "Pas au répertoire : Camille Inconnue." in said
    assert said.count("Pas au répertoire") == 1
    number = next(n for n in range(99) if fields_of(preview).get(f"lines-{n}-text_fr") == "Et maintenant?")
    answer = send_again(signed_in, page_of(session), preview, **{f"lines-{number}-others_are": "person"})
    assert (answer.status_code, answer.location) == (303, page_of(session))
    eight = [f"Organisme {n}" for n in range(1, 5)]
    assert read(session) == [
        (7, None, time(8, 30), time(9), "", "Accueil et café", "Welcome and coffee", [], []),
        (7, None, time(9), time(9, 30), "", "Mot de bienvenue", "Opening words", [], eight),
        (7, None, time(9, 30), time(10, 30), "", "Ce que disent les jeunes", "What young people say",
         [("Ana Silva", "keynote")], []),
        (7, None, time(10, 45), time(12), "Atelier A", "La rue", "The street", [("Nadège Étienne", "speaker")],
         ["Organisme 5"]),
        (7, None, time(10, 45), time(12), "Atelier B", "L’école", "School",
         [("Léo Roy", "speaker"), ("Inès Caron", "moderator")], []),
        (7, None, time(10, 45), time(12), "Atelier C", "En ligne", "Online",
         [("Samir Haddad", "panelist"), ("Théo Roy", "panelist")], []),
        (7, None, time(12), time(13, 15), "", "Dîner", "", [], []),
        (7, None, time(13, 15), time(15), "", "Table ronde", "", [("Ana Silva", "moderator")], []),
        (8, None, time(9), time(10), "", "Retour sur la veille", "", [], ["Organisme 6"]),
        (8, None, time(10), None, "Salle 2", "Cas difficiles", "", [], ["Organisme 7"]),
        (8, None, time(10), None, "Salle 3", "Dévoilements", "", [], ["Organisme 8"]),
        (8, "afternoon", None, None, "", "Visites du quartier", "", [], []),
        (9, "morning", None, None, "", "Ateliers libres", "", [], []),
        (9, None, time(13), time(14, 30), "", "Et maintenant?", "", [("Camille Inconnue", "speaker")], []),
        (None, None, None, None, "", "Exposition de photos", "", [], []),
    ]  # fmt: skip
    assert db.session.query(Facilitator).filter_by(name="Camille Inconnue").count() == 1
    assert journal()[-1] == ("session.agenda", session.id)


def test_saving_what_is_shown_changes_nothing(signed_in):
    session = a_day()
    factories.a_facilitator("Ana Silva")
    factories.an_organization("Tandem, Montréal")
    written(signed_in, session, '14 h–15 h [A] Un / One | Modération : Ana Silva, "Tandem, Montréal"\nSoir : Deux')
    before = read(session)
    ids = [item.id for item in db.session.query(AgendaItem).order_by(AgendaItem.position)]
    assert send(signed_in, page_of(session)).status_code == 303
    assert read(session) == before
    assert [item.id for item in db.session.query(AgendaItem).order_by(AgendaItem.position)] == ids


def test_what_is_pasted_joins_the_lines_or_takes_their_place(signed_in):
    session = a_day()
    written(signed_in, session, "Un")
    both = pasted(signed_in, session, "Deux")
    assert [fields_of(both)[f"lines-{n}-text_fr"] for n in (0, 1)] == ["Un", "Deux"]
    instead = pasted(signed_in, session, "Trois", "instead")
    send_again(signed_in, page_of(session), instead)
    assert titles(session) == ["Trois"]


def test_rows_are_added_moved_and_dropped_without_script_and_keep_what_was_typed(signed_in):
    session = a_day()
    page = pasted(signed_in, session, "14 h–15 h [A] Un\nDeux\nTrois")
    page = send_again(signed_in, page_of(session), page, up="lines-2")
    page = send_again(signed_in, page_of(session), page, down="lines-0")
    page = send_again(signed_in, page_of(session), page, up="lines-0")
    page = send_again(signed_in, page_of(session), page, insert="lines-1")
    fields = fields_of(page)
    assert [fields[f"lines-{n}-text_fr"] for n in range(4)] == ["Trois", "Un", "", "Deux"]
    assert (fields["lines-2-start"], fields["lines-2-track"]) == ("15:00", "A")
    page = send_again(signed_in, page_of(session), page, drop="lines-0")
    page = send_again(signed_in, page_of(session), page, add="lines", lines__1__text_fr="Pause")
    assert read(session) == []
    send_again(signed_in, page_of(session), page)
    assert titles(session) == ["Un", "Pause", "Deux"]


def test_names_nobody_knows_stay_in_the_text_or_join_the_directory(signed_in):
    session = a_day()
    preview = pasted(signed_in, session, "Un / One | Camille X, Léo Y\nDeux | Tandem\nTrois | TANDEM")
    changes = {"lines-1-others_are": "organization", "lines-2-others_are": "organization"}
    send_again(signed_in, page_of(session), preview, **changes)
    assert [(line[5], line[6], line[8]) for line in read(session)] == [
        ("Un (Camille X, Léo Y)", "One (Camille X, Léo Y)", []), ("Deux", "", ["Tandem"]), ("Trois", "", ["Tandem"]),
    ]  # fmt: skip
    assert db.session.query(Organization).count() == 1


def test_a_role_said_before_names_nobody_knows_is_kept_once_in_the_text(signed_in):
    session = a_day()
    written(signed_in, session, "14 h La rue | Panel : Ana Inconnue, Léo Inconnu; Inès Inconnue")
    assert titles(session) == ["La rue (Panel : Ana Inconnue, Léo Inconnu; Inès Inconnue)"]


def test_of_two_namesakes_the_one_who_leads_already_stays(signed_in):
    session = a_day()
    factories.a_facilitator("Ana Silva")
    second = factories.a_facilitator("Ana Silva")
    written(signed_in, session, "Un")
    item = db.session.query(AgendaItem).one()
    item.facilitators = [second]
    db.session.commit()
    send(signed_in, page_of(session), lines__0__text_fr="Deux", lines__0__led_by="modération : ana  SILVA")
    [led] = db.session.query(AgendaItem).one().leaders
    assert (led.facilitator_id, led.role, titles(session)) == (second.id, "moderator", ["Deux"])


def test_a_session_without_a_date_has_an_agenda_of_untimed_lines(signed_in):
    session = factories.a_session(starts_in=None, published=False)
    assert signed_in.get(page_of(session)).status_code == 200
    assert written(signed_in, session, "Matin : Un\nDeux").status_code == 303
    assert [(line[0], line[1]) for line in read(session)] == [(None, "morning"), (None, None)]


def test_what_is_written_on_the_site_goes_out_and_comes_back_in_a_programme_file(signed_in):
    session = on(
        factories.a_session("Colloque", key="colloque", city="Laval"),
        *(MeetingPlan(date(2026, 12, day)) for day in (7, 8)),
    )
    factories.a_facilitator("Ana Silva", key="ana")
    factories.an_organization("Organisme", key="org")
    written(signed_in, session, "9 h–10 h [A] Un / One | Modération : Ana Silva, Organisme\n# Jour 2\nSoir : Deux")
    before = read(session)
    programme = export_programme(db.session())
    [event] = programme["events"]
    assert event["agenda"] == [
        {"date": "2026-12-07", "start_time": "09:00", "end_time": "10:00", "fr": "Un", "en": "One",
         "led_by": ["ana", "org"], "track": "A"},
        {"date": "2026-12-08", "part": "evening", "fr": "Deux"},
    ]  # fmt: skip
    import_programme(programme, SYSTEM)
    assert read(session) == before


def test_the_pages_cost_as_many_statements_for_many_lines_as_for_one(signed_in, queries):
    few, many = a_day(), a_day()
    factories.a_facilitator("Ana Silva")
    written(signed_in, few, "14 h Un | Ana Silva")
    written(signed_in, many, "\n".join(f"14 h Ligne {n} | Ana Silva" for n in range(40)))
    costs = []
    signed_in.get(page_of(few))  # what is remembered is read once
    for session in (few, many):
        for path in (page_of(session), f"/rencontres/{session.id}/deroulement", here(session, "changements")):
            with queries() as sent:
                signed_in.get(path)
            costs.append(len(sent))
    assert costs[:3] == costs[3:]
