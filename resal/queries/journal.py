"""The journal in words: who did what to what, the latest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext, lazy
from resal.models import (
    Account,
    Attestation,
    Entry,
    Facilitator,
    Letter,
    Localized,
    Merge,
    NextStep,
    Organization,
    Participant,
    Registration,
    Series,
    Takeaway,
    Theme,
    TrainingSession,
    Venue,
)
from resal.queries import actors, words
from resal.queries.attendance import STATUSES
from resal.queries.outbox import KINDS
from resal.queries.paging import Pages, offset, pages
from resal.queries.readings import shown

PAGE = 50
DEEDS = {
    "session.drafted": lazy("Brouillon de rencontre écrit"),
    "session.repeated": lazy("Nouvelle édition préparée"),
    "session.followed": lazy("Cercle de supervision préparé"),
    "session.edited": lazy("Rencontre modifiée"),
    "session.published": lazy("Rencontre publiée"),
    "session.unpublished": lazy("Rencontre redevenue un brouillon"),
    "session.moved": lazy("Rencontre déplacée"),
    "session.dated": lazy("Date de la rencontre fixée"),
    "session.cancelled": lazy("Rencontre annulée"),
    "session.reason_corrected": lazy("Raison d'une annulation corrigée"),
    "session.restored": lazy("Rencontre rétablie"),
    "session.invited": lazy("Lien d'invitation créé"),
    "session.invitation_revoked": lazy("Lien d'invitation retiré"),
    "session.resized": lazy("Nombre de places changé"),
    "session.announced": lazy("Rencontre annoncée aux personnes abonnées"),
    "session.agenda": lazy("Déroulement modifié"),
    "session.tied": lazy("Éditions et suites modifiées"),
    "session.documents": lazy("Documents et liens modifiés"),
    "question.saved": lazy("Question de l'inscription écrite"),
    "question.moved": lazy("Questions de l'inscription remises en ordre"),
    "question.removed": lazy("Question de l'inscription retirée"),
    "needs.erased": lazy("Besoins effacés, leur temps étant passé"),
    "answers.erased": lazy("Réponses aux questions effacées, leur temps étant passé"),
    "session.changes_announced": lazy("Changements annoncés"),
    "session.deleted": lazy("Brouillon supprimé"),
    "registration.added": lazy("Personne ajoutée à la main"),
    "registration.approved": lazy("Demande acceptée"),
    "registration.accepted": lazy("Offre acceptée au nom de la personne"),
    "registration.alone": lazy("Personne qui n'attend plus avec d'autres"),
    "registration.extended": lazy("Délai d'une offre prolongé"),
    "registration.declined": lazy("Demande refusée"),
    "registration.corrected": lazy("Coordonnées corrigées par l'équipe"),
    "registration.removed": lazy("Personne retirée de la liste"),
    "roster.taken": lazy("Liste des inscriptions emportée"),
    "attendance.marked": lazy("Présence notée"),
    "attendance.unmarked": lazy("Présence effacée"),
    "attendance.closed": lazy("Présences terminées"),
    "attendance.reopened": lazy("Présences rouvertes"),
    "attendance.sheet_taken": lazy("Feuille de présence imprimée"),
    "attendance.sheet_read": lazy("Présences notées d'après une feuille"),
    "attendance.estimated": lazy("Présences estimées"),
    "correction.asked": lazy("Correction de présence demandée"),
    "correction.withdrawn": lazy("Demande de correction retirée"),
    "correction.accepted": lazy("Correction de présence acceptée"),
    "correction.declined": lazy("Correction de présence refusée"),
    "arrival.code_made": lazy("Code de l'entrée créé"),
    "arrival.code_changed": lazy("Code de l'entrée changé"),
    "attestation.rule": lazy("Règle des attestations changée"),
    "attestation.issued": lazy("Attestation délivrée"),
    "attestation.issued_all": lazy("Attestations délivrées"),
    "attestation.revoked": lazy("Attestation retirée"),
    "attestation.reissued": lazy("Attestation refaite"),
    "attestations.erased": lazy("Attestations effacées, leur temps étant passé"),
    "takeaway.recorded": lazy("Apprentissage noté"),
    "takeaway.edited": lazy("Apprentissage modifié"),
    "takeaway.published": lazy("Apprentissage publié"),
    "takeaway.withdrawn": lazy("Apprentissage retiré de la bibliothèque"),
    "takeaway.deleted": lazy("Apprentissage supprimé"),
    "next_step.agreed": lazy("Suite convenue"),
    "next_step.edited": lazy("Suite modifiée"),
    "next_step.advanced": lazy("Suite avancée"),
    "organization.saved": lazy("Organisme enregistré"),
    "organization.merged": lazy("Deux organismes réunis"),
    "organization.kept_apart": lazy("Deux organismes reconnus comme différents"),
    "participant.merged": lazy("Deux fiches d'une personne réunies"),
    "participant.kept_apart": lazy("Deux personnes reconnues comme différentes"),
    "merge.undone": lazy("Réunion de deux fiches défaite"),
    "venue.saved": lazy("Lieu enregistré"),
    "facilitator.saved": lazy("Fiche d'animation enregistrée"),
    "series.saved": lazy("Série enregistrée"),
    "series.numbered": lazy("Rencontres de la série renumérotées"),
    "theme.saved": lazy("Thème enregistré"),
    "network.saved": lazy("Réglages enregistrés"),
    "account.invited": lazy("Invitation dans l'équipe"),
    "account.changed": lazy("Rôle ou nom changé dans l'équipe"),
    "account.removed": lazy("Départ de l'équipe"),
    "account.signed_in": lazy("Connexion"),
    "session.not_published": lazy("Rencontre pas publiée comme prévu : il manquait quelque chose"),
    "session.scheduled": lazy("Publication prévue"),
    "session.unscheduled": lazy("Publication prévue abandonnée"),
    "announcement.stopped": lazy("Envoi d'un changement arrêté"),
    "announcement.sent": lazy("Changement envoyé tout de suite"),
    "letter.retried": lazy("Lettre renvoyée"),
    "letter.cancelled": lazy("Lettre retirée"),
    "outbox.paused": lazy("Envoi des lettres mis en pause"),
    "outbox.resumed": lazy("Envoi des lettres repris"),
    "feed.created": lazy("Adresse d'agenda créée"),
    "feed.revoked": lazy("Adresse d'agenda retirée"),
    "person.corrected": lazy("Renseignements corrigés par la personne"),
    "person.readdressed": lazy("Adresse changée par la personne"),
    "person.erased": lazy("Renseignements effacés à la demande de la personne"),
    "space.closed": lazy("Liens vers toutes ses places fermés"),
    "subscriptions.erased": lazy("Adresses abonnées effacées, leur temps étant passé"),
    "programme.imported": lazy("Programme importé"),
    "example.loaded": lazy("Exemple chargé"),
    "example.cleared": lazy("Exemple retiré"),
}
DETAILS = {"role": words.ACCOUNT_ROLES, "state": words.STEP_STATES, "status": STATUSES}
# type of subject: (its page, its id and what to call it)
SUBJECTS: dict[str, tuple[str, Select[int, Any]]] = {
    "TrainingSession": ("coordination.session", select(TrainingSession.id, TrainingSession.title)),
    "Registration": (
        "coordination.move_registration",
        select(Registration.id, Participant.name).join(Registration.participant),
    ),
    "Attestation": ("coordination.attestation", select(Attestation.id, Attestation.code)),
    "Takeaway": ("coordination.takeaway", select(Takeaway.id, Takeaway.text)),
    "NextStep": ("coordination.next_step", select(NextStep.id, NextStep.text)),
    "Organization": ("coordination.organization_edit", select(Organization.id, Organization.name)),
    "Venue": ("coordination.venue_edit", select(Venue.id, Venue.name)),
    "Facilitator": ("coordination.facilitator_edit", select(Facilitator.id, Facilitator.name)),
    "Series": ("coordination.series_edit", select(Series.id, Series.title)),
    "Theme": ("coordination.theme_edit", select(Theme.id, Theme.label)),
    "Account": ("coordination.member", select(Account.id, Account.name).where(Account.removed_at.is_(None))),
    "Merge": (
        "coordination.merged",
        select(Merge.id, func.coalesce(Participant.name, "")).outerjoin(
            Participant, (Participant.id == Merge.kept_id) & (Merge.kind == "participant")
        ),
    ),
    "Letter": ("coordination.letter", select(Letter.id, Letter.kind)),
}
_LONGEST = 90


@dataclass(frozen=True)
class Line:
    """One deed. `subject` and `href` are empty when it was about nothing that still is."""

    moment: str
    iso: str
    who: str
    what: str
    detail: str
    subject: str
    subject_lang: str | None
    href: str


@dataclass(frozen=True)
class Journal:
    """A page of the journal."""

    lines: tuple[Line, ...]
    pages: Pages


@dataclass(frozen=True)
class Called:
    """What a subject is called, and where its page is."""

    text: str = ""
    lang: str | None = None
    href: str = ""


def journal(number: int, zone: str) -> Journal:
    """A page of the journal, from 1; `zone` tells the hours."""
    total = db.session.scalar(select(func.count()).select_from(Entry)) or 0
    chosen = select(Entry).order_by(Entry.at.desc(), Entry.id.desc()).offset(offset(number, PAGE)).limit(PAGE)
    entries = db.session.scalars(chosen).all()
    who, subjects = actors.said(entry.actor for entry in entries), _subjects(entries)
    lines = tuple(_line(entry, who[entry.actor], subjects, zone) for entry in entries)
    return Journal(lines, pages(total, PAGE, number, _href))


def _line(entry: Entry, who: str, subjects: dict[tuple[str, int], Called], zone: str) -> Line:
    themself = entry.subject_type == "Account" and entry.subject_id == entry.account_id
    called = Called() if themself else subjects.get((entry.subject_type, entry.subject_id or 0), Called())
    details = [words.word(DETAILS[key], str(value)) for key, value in entry.details.items() if key in DETAILS]
    return Line(
        dates.moment_short(entry.at, zone), entry.at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"), who,
        words.word(DEEDS, entry.deed), ", ".join(details), called.text, called.lang, called.href,
    )  # fmt: skip


def _subjects(entries: Iterable[Entry]) -> dict[tuple[str, int], Called]:
    """What the subjects are called, in one statement for each type among them."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.subject_type in SUBJECTS and entry.subject_id:
            wanted[entry.subject_type].add(entry.subject_id)
    return {
        (type_, id_): _called(type_, id_, name)
        for type_, ids in wanted.items()
        for id_, name in db.session.execute(_of_ids(SUBJECTS[type_][1], ids))
    }


def _of_ids(named: Select[int, Any], ids: set[int]) -> Select[int, Any]:
    return named.where(named.selected_columns[0].in_(ids))


def _called(type_: str, id_: int, name: Any) -> Called:
    href = path(SUBJECTS[type_][0], current(), id=id_)
    if isinstance(name, Localized):
        return Called(_short(shown(name).text), shown(name).lang, href)
    return Called(_short(words.word(KINDS, name) if type_ == "Letter" else name), None, href)


def _short(text: str) -> str:
    whole = text or gettext("sans nom")
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST].rsplit(" ", 1)[0] + "…"


def _href(number: int) -> str:
    return path("coordination.journal", current(), query={"page": number if number > 1 else ""})
