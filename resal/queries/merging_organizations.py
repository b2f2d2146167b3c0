"""Two organizations side by side before they become one: what each has, what differs, which caps are passed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from resal.db import db
from resal.language import NAMES, gettext, lazy, number
from resal.models import (
    FacilitatorRole,
    NextStep,
    Organization,
    Participant,
    Registration,
    Takeaway,
    TrainingSession,
)
from resal.models.registration import SEATED
from resal.models.training_session import session_funders, session_organizers
from resal.queries.readings import Shown, shown

LABELS = {
    "acronym": lazy("Sigle"),
    "kind": lazy("Genre d'organisme"),
    "city": lazy("Ville"),
    "website": lazy("Site Web"),
}
COUNTED = {
    "people": lazy("Personnes inscrites"),
    "seats": lazy("Places"),
    "organized": lazy("Rencontres organisées"),
    "funded": lazy("Rencontres financées"),
    "takeaways": lazy("Apprentissages de ces rencontres"),
    "steps": lazy("Suites à son nom"),
    "roles": lazy("Titres de personnes qui animent"),
}
NAME = "name_"


@dataclass(frozen=True)
class Difference:
    """A field in which the two differ: `preferred` is the side taken when nobody chooses, kept or gone."""

    name: str
    label: str
    kept: str
    gone: str
    preferred: str


@dataclass(frozen=True)
class Side:
    """One of the two: its name, and lines (label, text) about what it has."""

    id: int
    name: Shown
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Preview:
    """`remarks`: what is to be known before, in sentences."""

    kept: Side
    gone: Side
    differences: tuple[Difference, ...]
    remarks: tuple[str, ...]

    def rows(self) -> list[tuple[str, str, str]]:
        """Side by side: a label, what the one that stays has, what the other has; what neither has is left out."""
        labels = dict.fromkeys(label for side in (self.kept, self.gone) for label, _text in side.lines)
        return [(label, _said(self.kept, label), _said(self.gone, label)) for label in labels]


def preview(kept: Organization, gone: Organization) -> Preview:
    """In three statements, whatever they have."""
    counts = _counts(kept.id, gone.id)
    remarks = [*_hidden(kept, gone), *_caps(kept.id, gone.id)]
    return Preview(
        _side(kept, counts[kept.id]), _side(gone, counts[gone.id]), tuple(differences(kept, gone)), tuple(remarks)
    )


def differences(kept: Organization, gone: Organization) -> list[Difference]:
    """The fields in which they differ."""
    languages = dict.fromkeys([*kept.name.languages(), *gone.name.languages()])
    pairs = {
        f"{NAME}{code}": (
            gettext("Nom (%(spoken)s)", spoken=NAMES.get(code, code)),
            kept.name.in_language(code), gone.name.in_language(code),
        )
        for code in languages
    }  # fmt: skip
    pairs |= {field: (gettext(label), getattr(kept, field), getattr(gone, field)) for field, label in LABELS.items()}
    return [
        Difference(field, label, one, other, "kept" if one else "gone")
        for field, (label, one, other) in pairs.items()
        if one != other
    ]


def _said(side: Side, label: str) -> str:
    return "; ".join(text for one, text in side.lines if one == label)


def _side(row: Organization, counts: dict[str, int]) -> Side:
    lines = [
        *((gettext(label), number(counts[name])) for name, label in COUNTED.items() if counts[name]),
        (gettext("Autres noms"), ", ".join(row.aliases)),
        (gettext("Territoires"), ", ".join(row.territories)),
    ]
    return Side(row.id, shown(row.name), tuple(line for line in lines if line[1]))


def _counts(*ids: int) -> dict[int, dict[str, int]]:
    """In one statement."""
    own, count = Organization.id, func.count()
    seats = select(count).select_from(Registration).join(Registration.participant)
    told = select(count).select_from(Takeaway).join(
        session_organizers, session_organizers.c.training_session_id == Takeaway.training_session_id
    )  # fmt: skip
    asked: dict[str, Any] = {
        "people": select(count).select_from(Participant).where(Participant.organization_id == own),
        "seats": seats.where(Participant.organization_id == own, Registration.state.in_(SEATED)),
        "organized": select(count).select_from(session_organizers).where(session_organizers.c.organization_id == own),
        "funded": select(count).select_from(session_funders).where(session_funders.c.organization_id == own),
        "takeaways": told.where(session_organizers.c.organization_id == own),
        "steps": select(count).select_from(NextStep).where(NextStep.owner_organization_id == own),
        "roles": select(count).select_from(FacilitatorRole).where(FacilitatorRole.organization_id == own),
    }
    columns = [one.correlate(Organization).scalar_subquery().label(name) for name, one in asked.items()]
    rows = db.session.execute(select(own, *columns).where(own.in_(ids)))
    return {row.id: {name: getattr(row, name) for name in asked} for row in rows}


def _hidden(kept: Organization, gone: Organization) -> list[str]:
    if kept.hidden == gone.hidden:
        return []
    return [gettext("L'un des deux n'est pas affiché : l'organisme réuni ne le sera pas non plus.")]


def _caps(*ids: int) -> list[str]:
    """Sessions to which both together send more people than one organization may: nobody loses a seat."""
    held = (
        select(TrainingSession, func.count(Registration.id), func.count(Participant.organization_id.distinct()))
        .join(Registration, Registration.training_session_id == TrainingSession.id)
        .join(Registration.participant)
        .where(
            Participant.organization_id.in_(ids), Registration.state.in_((*SEATED, "waiting")),
            TrainingSession.organization_cap.is_not(None),
        )
        .group_by(TrainingSession.id)
    )  # fmt: skip
    words = lazy("« %(title)s » : %(taken)s personnes ensemble, pour un plafond de %(cap)s. Personne ne perd sa place.")
    return [
        gettext(words, title=shown(session.title).text, taken=taken, cap=session.organization_cap)
        for session, taken, bodies in db.session.execute(held)
        if bodies > 1 and taken > (session.organization_cap or 0)
    ]
