"""Letters as the team sees them: which left, which wait, which need somebody."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Select, func, select

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.language import current, dates, gettext, lazy
from resal.models import Letter, Outbox, TrainingSession
from resal.queries import words
from resal.queries.paging import Filter, Pages, offset, pages
from resal.queries.readings import shown

PAGE = 50
KINDS = {
    "confirmed": lazy("Confirmation"),
    "waiting": lazy("Place dans la file"),
    "requested": lazy("Demande reçue"),
    "declined": lazy("Demande refusée"),
    "promoted": lazy("Place qui s'est libérée"),
    "offered": lazy("Place offerte"),
    "first_come": lazy("Place pour la première personne qui répond"),
    "lapsed": lazy("Offre échue"),
    "moved": lazy("Changement de date ou de lieu"),
    "cancelled": lazy("Annulation"),
    "restored": lazy("Rétablissement"),
    "already": lazy("Rappel d'une place déjà prise"),
    "withdrawn": lazy("Désistement"),
    "address_changed": lazy("Adresse corrigée"),
    "merged": lazy("Deux inscriptions réunies"),
    "dated": lazy("Date fixée"),
    "opened": lazy("Ouverture des inscriptions"),
    "announced": lazy("Annonce d'une rencontre"),
    "changed": lazy("Changements du déroulement"),
    "series_confirmed": lazy("Inscription à toute une série"),
    "series_already": lazy("Rappel d'une série déjà suivie"),
    "series_left": lazy("Série quittée"),
    "series_changed": lazy("Changements dans une série"),
    "series_cancelled": lazy("Annulations dans une série"),
    "attestation_revoked": lazy("Attestation retirée"),
    "attestation_reissued": lazy("Attestation refaite"),
    "space_link": lazy("Lien vers toutes ses places"),
    "address_confirm": lazy("Adresse à confirmer"),
    "address_asked": lazy("Adresse nouvelle demandée"),
    "erased": lazy("Effacement à la demande de la personne"),
    "correction_accepted": lazy("Présence corrigée"),
    "correction_declined": lazy("Correction refusée"),
    "sign_in": lazy("Lien de connexion"),
}
STATES = {
    "queued": lazy("En attente"),
    "sending": lazy("En route"),
    "data_sent": lazy("En route"),
    "sent": lazy("Partie"),
    "failed": lazy("Refusée"),
    "uncertain": lazy("Incertaine"),
    "cancelled": lazy("Retirée"),
    "missed": lazy("Trop tard"),
}
PILLS = {"sent": "ok", "queued": "soon", "sending": "soon", "data_sent": "soon", "failed": "off", "uncertain": "off"}
# what the address says: (words of the filter, states it keeps)
FILTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": (lazy("Toutes"), ()),
    "a-voir": (lazy("À voir"), ("failed", "uncertain")),
    "attente": (lazy("En attente"), ("queued", "sending", "data_sent")),
    "parties": (lazy("Parties"), ("sent",)),
    "retirees": (lazy("Retirées"), ("cancelled", "missed")),
}


@dataclass(frozen=True)
class Row:
    """A letter in the list. `moment`: when it left, else when it is due."""

    id: int
    kind: str
    session: str
    name: str
    email: str
    state: str
    pill: str | None
    state_text: str
    moment: str
    attempts: int
    error: str


@dataclass(frozen=True)
class Letters:
    """A page of the letters; `held`: why none leaves now, or nothing."""

    rows: tuple[Row, ...]
    filters: tuple[Filter, ...]
    pages: Pages
    held: str


def letters(code: str, number: int, zone: str) -> Letters:
    """A page of the letters, the latest first; `code` is one of `FILTERS`, `zone` tells the hours."""
    counts = _counts()
    states = FILTERS[code][1]
    wanted = _letters().where(Letter.state.in_(states)) if states else _letters()
    found = db.session.execute(wanted.order_by(Letter.id.desc()).offset(offset(number, PAGE)).limit(PAGE))
    return Letters(
        tuple(_row(row, zone) for row in found), _filters(counts, code),
        pages(_count(counts, code), PAGE, number, partial(_href, code)), _held(),
    )  # fmt: skip


def of_letter(letter: Letter, zone: str) -> Row:
    """One letter as a line."""
    return _row(db.session.execute(_letters().where(Letter.id == letter.id)).one(), zone)


def _letters() -> Select[*tuple[Any, ...]]:
    return select(
        Letter.id, Letter.kind, Letter.to_name, Letter.to_email, Letter.state, Letter.due_at, Letter.sent_at,
        Letter.attempts, Letter.last_error, TrainingSession.title,
    ).outerjoin(TrainingSession, TrainingSession.id == Letter.training_session_id)  # fmt: skip


def _row(row: Any, zone: str) -> Row:
    return Row(
        row.id, words.word(KINDS, row.kind), shown(row.title).text, row.to_name, row.to_email, row.state,
        PILLS.get(row.state), gettext(STATES[row.state]), dates.moment_short(row.sent_at or row.due_at, zone),
        row.attempts, row.last_error,
    )  # fmt: skip


def _counts() -> Counter[str]:
    counted = select(Letter.state, func.count().label("number")).group_by(Letter.state)
    return Counter({row.state: row.number for row in db.session.execute(counted)})


def _count(counts: Counter[str], code: str) -> int:
    states = FILTERS[code][1]
    return sum(counts[state] for state in states) if states else counts.total()


def _filters(counts: Counter[str], code: str) -> tuple[Filter, ...]:
    return tuple(
        Filter(gettext(text), _href(name), _count(counts, name), name == code) for name, (text, _) in FILTERS.items()
    )


def _href(code: str, number: int = 1) -> str:
    return path("coordination.letters", current(), query={"etat": code, "page": number if number > 1 else ""})


def _held() -> str:
    """Why no letter leaves now."""
    outbox = db.session.scalars(select(Outbox).limit(1)).first()
    if outbox is None or not (outbox.paused or outbox.wait_until):
        return ""
    if outbox.paused:
        return gettext("L'envoi est en pause : aucune lettre ne part.")
    if outbox.wait_until and outbox.wait_until > clock.now():
        return gettext("Le serveur de courriel ne répond pas : tout partira dès son retour.")
    return ""
