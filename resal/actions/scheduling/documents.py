"""The documents and links of a session: what they are called, where they are, for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resal.actions import Actor, Refusal
from resal.actions.journal import note
from resal.actions.scheduling.drafting import refuse_older
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Resource, TrainingSession, localized
from resal.models.resource import AUDIENCES
from resal.queries.readings import outgoing
from resal.queries.session_content import resources

MOST_DOCUMENTS = 100


@dataclass(frozen=True)
class DocumentPlan:
    """A document or a link; its title is {language: text}. `id`: the one it was."""

    title: Mapping[str, str]
    kind: str = ""
    language: str = ""
    url: str = ""
    audience: str = "everyone"
    id: int | None = None


@transaction
def write_documents(
    session: TrainingSession, plans: Sequence[DocumentPlan], revision: int, actor: Actor
) -> TrainingSession:
    """Say which documents a session has, in this order; those that stay keep who they are.

    Raises `Refusal` for one without a title or with an address that is none of the web, and for an
    older form (trust, K10).
    """
    hold(session)
    refuse_older(session, revision)
    _refuse_nonsense(plans)
    before = {row.id: row for row in resources(session)}
    kept = [_of(before, plan.id) or Resource(training_session_id=session.id) for plan in plans]
    for position, (row, plan) in enumerate(zip(kept, plans, strict=True)):
        row.position, row.kind, row.language = position, plan.kind, plan.language
        row.url, row.audience, row.title = plan.url, plan.audience, localized(dict(plan.title), row.title)
    db.session.add_all(kept)
    for row in before.values():
        db.session.delete(row)
    session.revision += 1
    note(actor, "session.documents", session)
    return session


def _of(before: dict[int, Resource], id_: int | None) -> Resource | None:
    """The row that this plan was, taken out of those of before."""
    return before.pop(id_, None) if id_ else None


def _refuse_nonsense(plans: Sequence[DocumentPlan]) -> None:
    if len(plans) > MOST_DOCUMENTS:
        raise Refusal(lazy("Une rencontre a 100 documents au plus."))
    for plan in plans:
        if not any(text.strip() for text in plan.title.values()):
            raise Refusal(lazy("Donnez un titre au document, en français ou en anglais."))
        if plan.audience not in AUDIENCES or outgoing(plan.url) != plan.url:
            raise Refusal(lazy("Dites pour qui est ce document, et son adresse au complet, avec https://"))
