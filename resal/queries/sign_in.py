"""The sheet to sign of a meeting, in words; which one was printed, and whose line has which number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from resal.db import db
from resal.documents.sign_in import Line, Sheet
from resal.language import current, dates, gettext
from resal.language.typography import typo
from resal.models import Meeting, Registration, SignInSheet
from resal.queries import attendance
from resal.queries.attestation_papers import issuer
from resal.queries.readings import shown


def last(meeting: Meeting) -> SignInSheet | None:
    """The sheet of a meeting that was printed last, if any was."""
    printed = select(SignInSheet).where(SignInSheet.meeting_id == meeting.id)
    return db.session.scalars(printed.order_by(SignInSheet.number.desc()).limit(1)).first()


def of_number(meeting: Meeting, number: int) -> SignInSheet | None:
    """The sheet of a meeting with this number."""
    return db.session.scalars(select(SignInSheet).filter_by(meeting_id=meeting.id, number=number)).one_or_none()


def ids_now(meeting: Meeting) -> list[int]:
    """The registrations of a sheet printed now, in its order."""
    return [row.id for row in attendance.in_order(meeting.training_session, meeting)]


def rows(meeting: Meeting, sheet: SignInSheet | None) -> Sequence[Any]:
    """Everybody with a seat: those of the sheet at their place, then whoever is not on it.

    Where a line of the sheet is of somebody without a seat any more, its place is None.
    """
    here = {row.id: row for row in attendance.in_order(meeting.training_session, meeting)}
    printed = _printed(sheet) if sheet is not None else list(here)
    return [here.get(id_) for id_ in printed] + [row for id_, row in here.items() if id_ not in set(printed)]


def _printed(sheet: SignInSheet) -> list[int]:
    """The registrations of its lines; the line of one that was merged into another since is that of the other."""
    ids: list[int] = sheet.lines["registrations"]
    merged = select(Registration.id, Registration.merged_into_id).where(
        Registration.id.in_(ids), Registration.merged_into_id.is_not(None)
    )
    stays: dict[int, int] = {id_: other for id_, other in db.session.execute(merged) if other and other not in ids}
    return [stays.get(id_, id_) for id_ in ids]


@dataclass(frozen=True)
class Ticked:
    """Somebody of the sheet. `status`: what is noted now, « » for nothing; `said`: the same in words."""

    id: int
    number: str
    name: str
    organization: str
    status: str
    said: str


def people(meeting: Meeting, sheet: SignInSheet | None) -> tuple[Ticked, ...]:
    """Everybody with a seat in the order of the paper; whoever is not on it has no number."""
    printed = len(sheet.lines["registrations"]) if sheet is not None else None
    found = enumerate(rows(meeting, sheet), 1)
    return tuple(
        Ticked(
            row.id, str(number) if printed is None or number <= printed else "", row.name or gettext("Nom effacé"),
            shown(row.known_as).text or row.organization_name, row.status or "", attendance.said(row, meeting),
        )
        for number, row in found
        if row is not None
    )  # fmt: skip


def paper(sheet: SignInSheet) -> Sheet:
    """The sheet in the current language. Of a confidential session neither the title nor where people work."""
    meeting = sheet.meeting
    session = meeting.training_session
    title, discreet = shown(session.title), session.visibility == "confidential"
    when = dates.day_long(meeting.date)
    if meeting.start_time is not None:
        when = f"{when}, {dates.hours(meeting.start_time, meeting.end_time)}"
    printed = dates.moment_short(sheet.printed_at, meeting.timezone)
    return Sheet(
        language=current(), heading=gettext("Feuille de présence"),
        title=gettext("Espace clinique") if discreet else typo(title.text, title.lang or current()),
        title_language=None if discreet else title.lang, when=when, issuer=issuer()[current()],
        lines=_lines(sheet, discreet),
        heads=(
            gettext("No"), gettext("Nom"), "" if discreet else gettext("Organisme"), gettext("Courriel"),
            gettext("Signature"),
        ),
        list_of=gettext("Personnes inscrites"), welcome=gettext("Vous n'étiez pas sur la liste : bienvenue."),
        nobody=gettext("Aucune inscription pour l'instant."),
        page_of=gettext("Page {page} sur {pages}"),
        foot=gettext("Feuille %(number)s, imprimée : %(moment)s", number=sheet.number, moment=printed),
        printed_at=sheet.printed_at,
    )  # fmt: skip


def _lines(sheet: SignInSheet, discreet: bool) -> tuple[Line, ...]:
    found = rows(sheet.meeting, sheet)[: len(sheet.lines["registrations"])]
    return tuple(
        Line(
            number,
            row.name or gettext("Nom effacé"),
            "" if discreet else shown(row.known_as).text or row.organization_name,
        )
        for number, row in enumerate(found, 1)
        if row is not None
    )
