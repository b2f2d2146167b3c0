"""Doubles: suggested, looked at side by side, made one, undone; told apart once and for all."""

import factories
import pytest
from filling_in import plainly, send, send_again
from harness.counting import statements

from resal import clock, tokens
from resal.actions import by, merging, registering, subscribing
from resal.actions.registering import Typed
from resal.db import db
from resal.language.typography import fold
from resal.models import Distinct, Merge, Organization, Participant, Registration, localized
from resal.queries import doubles
from resal.web import doors

LIST = "/coordination/doublons"
HOSTILE = "<script>alert(1)</script>"


def people(*whom):
    return [factories.a_participant(name, email=email, organization_name=body) for name, email, body in whom]


def pairs(kind):
    return [(one.first, one.second, one.why) for one in doubles.of_both()[kind]]


def page_of(kind, kept, gone):
    return f"{LIST}/{kind}/{kept.id}/{gone.id}"


@pytest.mark.parametrize(
    ("name", "other", "why"),
    [
        ("L'Anonyme", "L’ANONYME", "same name"), ("Maison Lumière", "Maison Lumière de la", "same words"),
        ("Escalier, maison des jeunes", "Maison des jeunes l'Escalier", "same words"),
        ("Carrefour jeunesse", "Carefour jeunesse", "typo"), ("Carrefour jeunesse", "Carrefour jeunasse", "typo"),
    ],
)  # fmt: skip
def test_organizations_that_look_alike_are_suggested(database, name, other, why):
    one, two = (factories.an_organization(said, name=localized({"fr": said})) for said in (name, other))
    factories.an_organization("Autre chose")
    assert pairs("organization") == [(one.id, two.id, why)]


def test_an_acronym_or_an_alias_of_both_is_enough_but_another_number_is_another_place(database):
    one = factories.an_organization("Centre 12 de quartier", acronym="CDQ")
    two = factories.an_organization("Centre 13 de quartier", aliases=["Le Relais"])
    assert pairs("organization") == []
    three = factories.an_organization("Entraide", acronym="cdq", aliases=["le relais"])
    assert pairs("organization") == [(one.id, three.id, "same name"), (two.id, three.id, "same name")]


def test_people_are_suggested_by_name_and_something_else_or_by_address_and_nearly_a_name(database):
    rows = people(
        ("Marie Tremblay", "marie@gmail.com", "Maison"), ("marie  TREMBLAY", "m.t@autre.example", "maison"),
        ("Ana Silva", "ana.silva@gmail.com", "A"), ("Ana Silva", "anasilva@gmial.com", "B"),
        ("Bo Li", "equipe@x.example", ""), ("Cy Roy", "equipe@x.example", ""),
        ("Samir Haddad", "s.haddad@x.example", "C"), ("Samir Hadad", "S.Haddad@x.example", "D"),
        ("Jean Roy", "jean@x.example", "E"), ("Jean Roy", "roy@y.example", "F"),
    )  # fmt: skip
    ids = [row.id for row in rows]
    assert pairs("participant") == [
        (ids[0], ids[1], "name and organization"), (ids[2], ids[3], "name and address"), (ids[6], ids[7], "address"),
    ]  # fmt: skip


def test_what_was_told_apart_is_not_suggested_again(signed_in):
    one, two = (factories.an_organization("L'Anonyme") for _ in range(2))
    assert "Doublons possibles : 1" in plainly(signed_in.get("/coordination").text)
    for _ in range(2):
        answer = send(signed_in, page_of("organismes", two, one), apart=1)
        assert (answer.status_code, answer.location) == (303, f"{LIST}?quoi=organismes")
    assert db.session.query(Distinct).count() == 1
    assert doubles.number() == 0
    assert "Doublons possibles :" not in plainly(signed_in.get("/coordination").text)
    assert signed_in.get(LIST).text.count("L’Anonyme") == 0


def test_two_organizations_are_compared_made_one_field_by_field_and_undone(signed_in):
    kept = factories.an_organization("L'Anonyme", acronym="ANO")
    gone = factories.an_organization("L'Anonyme", acronym="LA", website="https://anonyme.example")
    session = factories.a_session(organization_cap=1, capacity=9)
    session.organizers = [gone]
    for body in (kept, gone):
        factories.a_registration(session, factories.a_participant("Ana", organization_id=body.id))
    assert str(gone.id) in signed_in.get(f"{LIST}/organismes/{kept.id}").text
    page = plainly(signed_in.get(page_of("organismes", kept, gone)).text)
    for said in ("Rencontres organisées", "Sigle", "ANO", "LA", "pour un plafond de 1", "Personne ne perd sa place"):
        assert said in page, said
    answer = send(signed_in, page_of("organismes", kept, gone), acronym="gone")
    [merge] = db.session.query(Merge).all()
    assert (answer.status_code, answer.location) == (303, f"/coordination/fusions/{merge.id}")
    assert (kept.acronym, kept.website) == ("LA", "https://anonyme.example")
    assert "Défaire" in signed_in.get(answer.location).text
    for path in (f"/reseau/organismes/{gone.id}-l-anonyme", f"/en/network/organizations/{gone.id}-x"):
        led = signed_in.get(path)
        assert led.status_code in (301, 308)
        assert f"/{kept.id}-" in led.location
    feeds = [
        signed_in.get(f"/reseau/organismes/{one.id}.ics").text.replace(f"/{one.id}.ics", "") for one in (kept, gone)
    ]
    assert feeds[0] == feeds[1]
    assert "BEGIN:VEVENT" in feeds[0]
    assert send(signed_in, answer.location).status_code == 303
    assert (kept.acronym, gone.merged_into_id) == ("ANO", None)
    assert signed_in.get(f"/reseau/organismes/{gone.id}-l-anonyme").status_code == 200
    assert "Défaite" in signed_in.get(LIST).text
    assert "Deux organismes réunis" in signed_in.get("/coordination/journal").text


def test_two_people_are_compared_with_all_they_have_and_nothing_they_answered(signed_in):
    circle = factories.a_session("Deuil au travail", visibility="confidential", capacity=9)
    room = factories.a_session("Désamorcer", capacity=9)
    kept, gone = people(("Marie Tremblay", "m@x.example", "Maison"), ("Marie Tremblay", "mt@x.example", "Maison"))
    for session in (circle, room):
        for one in (kept, gone):
            factories.a_registration(session, one, needs="rampe")
    subscribing.create_feed(gone)
    page = plainly(signed_in.get(page_of("personnes", kept, gone)).text)
    for said in ("mt@x.example", "Désamorcer", "Espace clinique", "Adresses d'agenda privé", "deux places"):
        assert said in page, said
    for secret in ("Deuil au travail", "rampe"):
        assert secret not in page, secret
    answer = send(signed_in, page_of("personnes", kept, gone), email="gone")
    assert (answer.status_code, kept.email) == (303, "mt@x.example")
    assert signed_in.get(page_of("personnes", kept, gone)).status_code == 404
    assert signed_in.get(answer.location).status_code == 200


def test_old_personal_links_lead_to_the_one_that_stays(app, client):
    session = factories.a_session(capacity=9)
    rows = [
        registering.register(session, Typed(name, email, "Maison")).registration
        for name, email in (("Marie Tremblay", "m@x.example"), ("Marie Trembley", "m@x.example"))
    ]
    links = [f"/inscription/{tokens.issue(doors.settings().secret_keys, 'seat', row.nonce)}" for row in rows]
    merge = merging.merge_people(rows[0].participant, rows[1].participant, {}, by(factories.an_account()))
    pages = [client.get(link).text for link in links]
    assert rows[1].state == "merged"
    assert all("Marie Tremblay" in page and "C’est confirmé" in page for page in pages)
    assert send(client, f"{links[1]}/annuler").status_code == 303
    assert db.session.get_one(Registration, rows[0].id).state == "withdrawn"
    merging.undo(merge, by(factories.an_account()))
    assert "Marie Trembley" in client.get(links[1]).text


def test_a_refusal_is_said_on_the_page_and_nothing_is_lost(signed_in):
    kept, gone = (factories.an_organization(f"<b>{name}</b>") for name in ("A", "B"))
    invented = factories.an_organization("Inventé", example=True)
    refused = send(signed_in, page_of("organismes", kept, kept))
    assert refused.status_code == 422
    assert "la même fiche" in refused.text
    assert send(signed_in, page_of("organismes", kept, invented)).status_code == 422
    strange = {"name_fr": HOSTILE, "acronym": "x" * 9999, "nothing": "gone"}
    assert send(signed_in, page_of("organismes", kept, gone), **strange).status_code == 303
    assert HOSTILE not in signed_in.get(f"/coordination/fusions/{db.session.query(Merge).one().id}").text
    assert signed_in.get(page_of("organismes", kept, gone)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        f"{LIST}?quoi=x", f"{LIST}?page=0", f"{LIST}?page=99999999999", f"{LIST}?page=x", f"{LIST}/x/1",
        f"{LIST}/organismes/0", f"{LIST}/organismes/99999999999999999999", f"{LIST}/personnes/1/2",
        "/coordination/fusions/9",
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_a_404(signed_in, path):
    assert signed_in.get(path).status_code == 404


@pytest.mark.parametrize("asked", ["%", "_", "é" * 500, HOSTILE, "anonyme"])
def test_the_other_one_is_searched_for_by_what_it_is_called(signed_in, asked):
    one, other = factories.an_organization("Maison"), factories.an_organization("L'Anonyme")
    found = signed_in.get(f"{LIST}/organismes/{one.id}", query_string={"q": asked})
    assert found.status_code == 200
    assert (page_of("organismes", one, other) in found.text) == (fold(asked) in fold("L'Anonyme"))
    person, twin = people(("Ana Silva", "ana@x.example", ""), ("Ana Souza", "anonyme@x.example", ""))
    found = signed_in.get(f"{LIST}/personnes/{person.id}", query_string={"q": asked})
    assert (page_of("personnes", person, twin) in found.text) == (fold(asked) in "anonyme@x.example")


def test_an_undo_too_late_is_a_sentence(signed_in):
    one, two = (factories.an_organization("L'Anonyme") for _ in range(2))
    merge = merging.merge_organizations(one, two, {}, by(factories.an_account()))
    here = f"/coordination/fusions/{merge.id}"
    page = signed_in.get(here)
    merge.undo_until = clock.now()
    db.session.commit()
    assert send_again(signed_in, here, page).status_code == 303
    assert "Les 30 jours sont passés" in plainly(signed_in.get(here).text)
    assert "Défaire" not in signed_in.get(here).text
    assert db.session.get_one(Organization, two.id).merged_into_id == one.id


def test_the_list_takes_as_many_statements_for_many_as_for_few(signed_in):
    def sent(kind):
        signed_in.get(f"{LIST}?quoi={kind}")
        with statements() as asked:
            assert signed_in.get(f"{LIST}?quoi={kind}").status_code == 200
        return len(asked)

    def more(number):
        for _ in range(number):
            factories.an_organization("L'Anonyme"), factories.a_participant("Ana Silva")

    more(2)
    few = [sent(kind) for kind in ("organismes", "personnes")]
    more(30)
    merging.merge_organizations(*db.session.query(Organization).limit(2), {}, by(factories.an_account()))
    assert [sent(kind) for kind in ("organismes", "personnes")] == few
    assert max(few) <= 6


def test_ten_thousand_people_are_looked_through_without_comparing_all_with_all(database):
    now = clock.now()
    db.session.bulk_insert_mappings(Participant, [
        {
            "name": "Ana Silva", "name_key": "ana silva", "email": f"a{n}@x.example", "email_key": f"a{n}@x.example",
            "nonce": f"{n:032x}", "created_at": now, "organization_name": "Maison", "language": "fr", "example": False,
        }
        for n in range(10_000)
    ])  # fmt: skip
    db.session.commit()
    with statements() as asked:
        found = doubles.of_both()["participant"]
    assert len(found) == 9_999
    assert len(asked) <= 4
