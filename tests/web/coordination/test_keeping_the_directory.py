"""The directory: facilitators, organizations, venues, series, themes."""

from datetime import timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send

from resal.db import db
from resal.models import Entry, Facilitator, FacilitatorRole, Organization, Series, Theme, Venue, localized
from resal.queries import choices

PATHS = {
    Facilitator: "/coordination/animation", Organization: "/coordination/organismes", Venue: "/coordination/lieux",
    Series: "/coordination/series", Theme: "/coordination/themes",
}  # fmt: skip
NEW = {model: f"{path}/{'nouvelle' if model is Series else 'nouveau'}" for model, path in PATHS.items()}
LEAST = {
    Facilitator: {"name": "Nadia"}, Organization: {"name_fr": "L'Anonyme"}, Venue: {"name": "Centre St-Pierre"},
    Series: {"title_fr": "Automne"}, Theme: {"label_fr": "Haine en ligne"},
}  # fmt: skip
MAKE = {
    Facilitator: factories.a_facilitator, Organization: factories.an_organization, Venue: factories.a_venue,
    Series: factories.a_series, Theme: factories.a_theme,
}  # fmt: skip
LISTS = ["/coordination/reseau", "/coordination/reseau?voir=organismes", "/coordination/reseau?voir=lieux",
         "/coordination/series", "/coordination/themes"]  # fmt: skip
HOSTILE = "<script>alert(1)</script>\"'>{{1111*1111}}"
MODELS = list(PATHS)


def rows(model):
    db.session.expire_all()
    return db.session.query(model).order_by(model.id).all()


def columns(row, *left_out):
    return {
        column.key: getattr(row, column.key) for column in row.__table__.columns if column.key not in ("id", *left_out)
    }


def journal():
    return [(entry.deed, entry.subject_type, entry.subject_id) for entry in rows(Entry) if ".saved" in entry.deed]


def test_a_facilitator_is_written_down_with_titles(signed_in):
    body = factories.an_organization()
    fields = fields_of(signed_in.get(NEW[Facilitator])).to_dict()
    more = signed_in.post(NEW[Facilitator], data={**fields, "name": "Nadia", "add": "roles"})
    assert (fields_of(more)["name"], rows(Facilitator)) == ("Nadia", [])
    answer = signed_in.post(NEW[Facilitator], data={
        **fields_of(more).to_dict(), "name": " Nadia  Belkacem ", "email": "Nadia@Exemple.ca", "bio_fr": "Bonjour",
        "languages": ["fr", "en"], "roles-0-title_fr": "Intervenante", "roles-0-title_en": "Worker",
        "roles-0-organization_id": body.id, "roles-1-title_fr": "",
    })  # fmt: skip
    [nadia] = rows(Facilitator)
    assert (answer.status_code, answer.location) == (303, "/coordination/reseau?voir=animation")
    assert (nadia.name, nadia.email, nadia.languages, nadia.bio) == (
        "Nadia Belkacem", "Nadia@exemple.ca", ["fr", "en"], {"fr": "Bonjour"},
    )  # fmt: skip
    assert [(role.title, role.organization_id) for role in nadia.roles] == [
        (localized({"fr": "Intervenante", "en": "Worker"}), body.id)
    ]
    assert journal() == [("facilitator.saved", "Facilitator", nadia.id)]


def test_an_organization_is_written_down(signed_in):
    parent = factories.an_organization("Réseau")
    send(
        signed_in, NEW[Organization], name_fr="L'Anonyme", name_en="L'Anonyme (EN)", acronym="ANO", kind="member",
        parent_id=parent.id, city="Montréal", website="https://anonyme.example", hidden="y",
        territories="Rosemont\n\n Villeray \nRosemont", aliases="anonyme",
    )  # fmt: skip
    _, body = rows(Organization)
    assert columns(body, "created_at", "key", "latitude", "longitude") == {
        "name": localized({"fr": "L'Anonyme", "en": "L'Anonyme (EN)"}), "acronym": "ANO", "kind": "member",
        "parent_id": parent.id, "city": "Montréal", "website": "https://anonyme.example", "hidden": True,
        "territories": ["Rosemont", "Villeray"], "aliases": ["anonyme"], "merged_into_id": None, "example": False,
        "folded_names": "|ano|anonyme|l'anonyme|l'anonyme (en)|",
    }  # fmt: skip
    assert journal() == [("organization.saved", "Organization", body.id)]


def test_a_venue_is_written_down_and_the_calendars_of_its_sessions_follow(signed_in):
    send(signed_in, NEW[Venue], name="Centre", address="1, rue A", borough="Ville-Marie", city="Montréal",
         access_fr="Rampe", access_en="Ramp", capacity=40)  # fmt: skip
    [venue] = rows(Venue)
    assert columns(venue, "key", "latitude", "longitude", "example") == {
        "name": "Centre", "address": "1, rue A", "borough": "Ville-Marie", "city": "Montréal", "capacity": 40,
        "access": localized({"fr": "Rampe", "en": "Ramp"}),
    }  # fmt: skip
    session = factories.a_session(venue=venue)
    sequence = session.meetings[0].sequence
    send(signed_in, f"{PATHS[Venue]}/{venue.id}", address="2, rue B")
    db.session.expire_all()
    assert (venue.address, session.meetings[0].sequence) == ("2, rue B", sequence + 1)
    assert journal() == [("venue.saved", "Venue", venue.id)] * 2


def test_a_series_is_written_down(signed_in):
    theme, funder = factories.a_theme(), factories.an_organization()
    answer = send(
        signed_in, NEW[Series], title_fr="Automne", title_en="Fall", season="automne 2026", summary_fr="Résumé",
        theme_ids=theme.id, **{"funder_ids-0": funder.id},
    )  # fmt: skip
    [series] = rows(Series)
    assert (answer.location, series.title, series.season, series.summary) == (
        "/coordination/series", localized({"fr": "Automne", "en": "Fall"}), "automne 2026", {"fr": "Résumé"},
    )  # fmt: skip
    assert ([row.id for row in series.themes], [row.id for row in series.funders]) == ([theme.id], [funder.id])
    assert journal() == [("series.saved", "Series", series.id)]


def test_a_theme_is_written_down(signed_in):
    answer = send(signed_in, NEW[Theme], label_fr="Haine en ligne", label_en="Online hate",
                  aliases="cyberhaine\n hate speech ", synthesis_fr="On sait que.")  # fmt: skip
    [theme] = rows(Theme)
    assert (answer.location, theme.key, theme.label, theme.aliases, theme.synthesis) == (
        "/coordination/themes", "haine-en-ligne", localized({"fr": "Haine en ligne", "en": "Online hate"}),
        ["cyberhaine", "hate speech"], {"fr": "On sait que."},
    )  # fmt: skip
    assert journal() == [("theme.saved", "Theme", theme.id)]


@pytest.mark.parametrize("model", MODELS)
def test_saving_without_changing_anything_changes_nothing(signed_in, model):
    text = localized({"fr": "Un texte\nde deux lignes", "en": "A text", "es": "Un texto"})
    given = {
        Facilitator: {"bio": text, "roles": [FacilitatorRole(title=text, position=0)]},
        Organization: {"name": localized({"fr": "Nom", "es": "Nombre"}), "aliases": ["a", "b"], "latitude": 45.5},
        Venue: {"access": text, "latitude": 45.5, "longitude": -73.5, "capacity": 12},
        Series: {"summary": text, "season": "automne", "register_whole": True,
                 "themes": [factories.a_theme()], "funders": [factories.an_organization()]},
        Theme: {"synthesis": text, "aliases": ["a", "b"]},
    }[model]  # fmt: skip
    row = MAKE[model](**given)
    if model is Facilitator:
        row.roles[0].title = localized({"fr": "Titre", "en": "Title", "es": "Título"})
        db.session.commit()
    before = columns(row)
    answer = send(signed_in, f"{PATHS[model]}/{row.id}")
    db.session.expire_all()
    assert (answer.status_code, columns(row)) == (303, before)
    if model is Facilitator:
        assert [dict(role.title) for role in row.roles] == [localized({"fr": "Titre", "en": "Title", "es": "Título"})]


LONG = "a" * 10_001
WRONG = [
    *((model, field, value, words) for model, fields in LEAST.items() for field in fields for value, words in (
        ("", "Donnez un "), ("\x00 \x1b", "Donnez un "), ("a" * 201, "Raccourcissez"))),
    *((Facilitator, "email", value, "Entrez une adresse courriel complète") for value in (
        "nadia", "nadia@", "a@b.ca\r\nBcc: c@d.ca")),
    (Facilitator, "bio_fr", LONG, "Raccourcissez"),
    (Facilitator, "languages", "xx", "Choisissez dans la liste"),
    (Facilitator, "roles-0-title_fr", "a" * 201, "Raccourcissez"),
    (Facilitator, "roles-0-organization_id", "77", "Choisissez dans la liste"),
    *((Organization, "website", value, "Écrivez l'adresse au complet") for value in (
        "javascript:alert(1)", "anonyme.example", "https://x y.z", "//x.y")),
    (Organization, "parent_id", "77", "Choisissez dans la liste"),
    (Organization, "aliases", "a" * 201, "200 caractères au plus par ligne"),
    (Organization, "territories", LONG, "Raccourcissez"),
    *((Venue, "capacity", value, words) for value, words in (
        ("0", "Indiquez au moins une place."), ("x", "Écrivez un nombre entier"),
        ("9" * 20, "Ce nombre est trop grand"))),
    (Venue, "access_en", LONG, "Raccourcissez"),
    (Series, "funder_ids-0", "77", "Choisissez dans la liste"),
    (Series, "season", "a" * 201, "Raccourcissez"),
    (Theme, "synthesis_fr", LONG, "Raccourcissez"),
    (Theme, "aliases", "a" * 201, "200 caractères au plus par ligne"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "field", "typed", "words"), WRONG)
def test_what_makes_no_sense_is_said_beside_its_field_and_nothing_is_lost(signed_in, model, field, typed, words):
    fields = {**fields_of(signed_in.get(NEW[model])).to_dict(), **LEAST[model], field: typed}
    answer = signed_in.post(NEW[model], data=fields)
    page = plainly(answer.text)
    assert (answer.status_code, page.count(words) >= 2) == (422, True)
    assert 'aria-invalid="true"' in page
    kept = {name: value for name, value in LEAST[model].items() if name != field}
    assert {name: fields_of(answer)[name] for name in kept} == kept
    assert rows(model) == []


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("id_", ["0", "99", "-1", "x", "9" * 30, "²", "nouveaux"])
def test_what_is_not_in_the_directory_is_a_404(signed_in, model, id_):
    assert signed_in.get(f"{PATHS[model]}/{id_}").status_code == 404


@pytest.mark.parametrize("model", MODELS)
def test_e1_what_is_hostile_is_shown_and_does_nothing(signed_in, model):
    [field] = LEAST[model]
    send(signed_in, NEW[model], **{field: HOSTILE})
    [row] = rows(model)
    pages = [signed_in.get(path) for path in (*LISTS, f"{PATHS[model]}/{row.id}", "/coordination/rencontres/nouvelle")]
    assert [page.request.path for page in pages if page.status_code != 200 or "<script>alert" in page.text] == []
    assert any("&lt;script&gt;" in page.text for page in pages)


def test_an_organization_is_never_a_part_of_itself():
    top = factories.an_organization("Haut")
    middle = factories.an_organization("Milieu", parent_id=top.id)
    low = factories.an_organization("Bas", parent_id=middle.id)
    other = factories.an_organization("Ailleurs")
    factories.an_organization("Fondu", merged_into_id=other.id)
    offered = {body.id: [id_ for id_, _ in choices.parents(body.id)] for body in (top, middle, low)}
    assert offered == {top.id: [other.id], middle.id: [other.id, top.id], low.id: [other.id, top.id, middle.id]}
    assert [name for _, name in choices.parents(None)] == ["Ailleurs", "Bas", "Haut", "Milieu"]


def test_the_directory_is_searched_without_accents(signed_in):
    for name in ("Émilie Côté", "Nadia Belkacem"):
        factories.a_facilitator(name)
    page = signed_in.get("/coordination/reseau?q=cote+emilie").text
    assert ("Émilie Côté" in page, "Nadia Belkacem" in page) == (True, False)
    assert "Rien sur « zzz »." in plainly(signed_in.get("/coordination/reseau?q=zzz").text)
    for odd in ("%25", "%00", "a" * 5000, "*"):
        assert signed_in.get(f"/coordination/reseau?q={odd}").status_code == 200
    assert signed_in.get("/coordination/reseau?voir=autre").status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_as_many_questions_for_thirty_rows_as_for_one(signed_in, queries, path):
    def one_of_each():
        body = factories.an_organization(parent_id=factories.an_organization().id)
        leader = factories.a_facilitator(roles=[FacilitatorRole(title=localized({"fr": "T"}), organization_id=body.id)])
        theme, venue, series = factories.a_theme(), factories.a_venue(), factories.a_series()
        factories.a_session(facilitators=[leader], themes=[theme], venue=venue, series=series)

    one_of_each()
    with queries() as once:
        assert signed_in.get(path).status_code == 200
    for _ in range(29):
        one_of_each()
    with queries() as again:
        signed_in.get(path)
    assert len(again) == len(once)


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_says_what_to_do(signed_in, path):
    assert 'class="empty"' in signed_in.get(path).text


def test_past_sessions_keep_the_titles_of_their_day(signed_in):
    leader = factories.a_facilitator("Nadia")
    session = factories.a_session(starts_in=-timedelta(days=9), facilitators=[leader])
    session.facilitations[0].affiliations = [
        {"title": {"fr": "Stagiaire"}, "organization": {}, "organization_id": None}
    ]
    db.session.commit()
    send(signed_in, f"{PATHS[Facilitator]}/{leader.id}", **{"roles-0-title_fr": "Directrice"})
    db.session.expire_all()
    assert [role.title["fr"] for role in leader.roles] == ["Directrice"]
    assert session.facilitations[0].affiliations[0]["title"] == {"fr": "Stagiaire"}
