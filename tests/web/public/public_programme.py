"""A small programme where every public page has something to show, and the addresses of those pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from factories import (
    a_facilitator,
    a_next_step,
    a_participant,
    a_registration,
    a_series,
    a_session,
    a_takeaway,
    a_theme,
    a_venue,
    an_organization,
)

from resal import addresses, clock, language
from resal.db import db
from resal.models import (
    AgendaItem,
    Attendance,
    Facilitation,
    Facilitator,
    FacilitatorRole,
    FollowUp,
    Localized,
    Organization,
    Resource,
    Series,
    Takeaway,
    Theme,
    TrainingSession,
    localized,
)

Words = Callable[[str], str]


@dataclass
class Programme:
    """What is in it."""

    theme: Theme
    organization: Organization
    facilitator: Facilitator
    series: Series
    past: TrainingSession
    coming: TrainingSession
    takeaway: Takeaway


def a_programme(say: Words = str) -> Programme:
    """Every field of text of every noun, as `say` wants it said."""
    theme = a_theme(say("Haine"), key="hate", synthesis=said(say("Synthèse")), synthesis_at=clock.now())
    organization = an_organization(
        say("Organisme"), acronym=say("ORG"), city=say("Montréal"), website=say("https://example.org"),
        territories=[say("Rosemont")],
    )  # fmt: skip
    person = a_facilitator(say("Nadia Belkacem"), bio=said(say("Bio")))
    person.roles = [FacilitatorRole(organization=organization, title=said(say("Travailleuse de rue")))]
    series = a_series(say("Série"), summary=said(say("Résumé")), funders=[organization], themes=[theme])
    past = _session(say, -30, series, theme, organization, person, number_in_series=1)
    coming = _session(say, 12, series, theme, organization, person, number_in_series=2, first_edition_id=past.id)
    a_session(say("Date à venir"), starts_in=None, date_known_as=said(say("au printemps")), series=series)
    a_session(say("Annulée"), cancelled_at=clock.now(), cancelled_reason=said(say("Raison")))
    takeaway = a_takeaway(say("Une phrase"), past, title=said(say("Titre")), facilitator_id=person.id, themes=[theme])
    a_next_step(say("Une suite"), past, owner_name=say("Quelqu'un"))
    present = a_registration(past, a_participant(organization_id=organization.id))
    db.session.add(
        Attendance(registration=present, meeting=past.meetings[0], status="present", recorded_at=clock.now())
    )
    db.session.commit()
    return Programme(theme, organization, person, series, past, coming, takeaway)


def public_paths(programme: Programme, *codes: str) -> list[str]:
    """Every public page with an address of its own, in these languages (both if not said)."""
    return [
        path
        for code in codes or language.NAMES
        for path in (
            *(addresses.path(name, code) for name in PLAIN),
            addresses.path("public.agenda", code, id=programme.coming.id),
            addresses.path("public.month", code, year=2026, month="12"),
            addresses.path("public.takeaways", code, query={"q": "phrase"}),
            addresses.path("public.takeaway", code, id=programme.takeaway.id),
            addresses.path("public.theme", code, slug=programme.theme.key),
            *(_slugged(name, code, id_, title) for name, id_, title in _named(programme)),
        )
    ]


PLAIN = (
    "public.home", "public.past", "public.subscribe", "public.takeaways", "public.network", "public.privacy",
    "public.accessibility", "public.help", "public.contact",
)  # fmt: skip


def said(text: str) -> Localized:
    return localized({"fr": text, "en": text})


def _named(programme: Programme) -> list[tuple[str, int, Localized]]:
    name = localized({"fr": programme.facilitator.name})
    return [
        ("public.session", programme.past.id, programme.past.title),
        ("public.session", programme.coming.id, programme.coming.title),
        ("public.series", programme.series.id, programme.series.title),
        ("public.facilitator", programme.facilitator.id, name),
        ("public.organization", programme.organization.id, programme.organization.name),
    ]


def _slugged(name: str, code: str, id_: int, title: Localized) -> str:
    return addresses.path(name, code, id=id_, slug=addresses.slug(title.read(code).text))


def _session(
    say: Words, days: int, series: Series, theme: Theme, body: Organization, person: Facilitator, **columns: object
) -> TrainingSession:
    session = a_session(
        say("Rencontre"), starts_in=timedelta(days=days), meetings=2, series=series, themes=[theme],
        organizers=[body], funders=[body], city=say("Montréal"), external_url=say("https://example.org/page"),
        summary=said(say("Résumé")), objectives=said(say("But 1") + "\n" + say("But 2")), audience=said(say("Qui")),
        prerequisites=said(say("Avant")), instructions=said(say("Consigne")),
        venue=a_venue(say("Centre"), address=say("1, rue A"), borough=say("Rosemont"), access=said(say("Rampe"))),
        **columns,
    )  # fmt: skip
    for meeting in session.meetings:
        meeting.title = said(say("Partie"))
    session.agenda = [AgendaItem(text=said(say("Tour de table")), part="morning", track=say("A"), facilitators=[person],
                                 organizations=[body])]  # fmt: skip
    day = {"title": {"fr": say("Éducatrice")}, "organization": {"fr": say("Ailleurs")}, "organization_id": None}
    session.facilitations = [Facilitation(facilitator=person, affiliations=[day])]
    session.follow_ups = [FollowUp(text=said(say("La suite")), when=said(say("en hiver")))]
    document = {"kind": say("fiche"), "language": "fr", "url": say("https://example.org/fiche.pdf")}
    db.session.add(Resource(training_session_id=session.id, title=said(say("Fiche")), **document))
    db.session.commit()
    return session
