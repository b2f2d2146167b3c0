"""Asking to be told, changing one's mind, leaving: by an address alone, without account or confirmation.

Whoever asks learns nothing of who is subscribed: asking twice is asking once, in the words of the
last time.
"""

from collections.abc import Sequence

from sqlalchemy import select, update

from resal import clock, tokens
from resal.actions import Refusal
from resal.actions.people import email_key
from resal.db import db, hold, transaction
from resal.language import NAMES, gettext, lazy
from resal.models import Consent, Outbox, Participant, PolicyVersion, Subscription, TrainingSession, localized
from resal.queries import demand

OF_A_SESSION = lazy(
    "Votre courriel sert à vous écrire pour cette rencontre : quand sa date est fixée, puis quand les inscriptions "
    "ouvrent, si ce n'est pas déjà fait. On l'efface 30 jours après."
)
OF_NEWS = lazy("Oui, écrivez-moi quand une rencontre comme celles-là est annoncée, et les nouvelles du réseau.")
WITH_A_SEAT = lazy("Prévenez-moi des prochaines rencontres")
WORDS = {"session": OF_A_SESSION, "news": OF_NEWS, demand.WITH_A_SEAT: WITH_A_SEAT}


@transaction
def ask_for_session(session: TrainingSession, email: str, language: str) -> Subscription:
    """Want to be told of the date and of the opening of a session, once each. Raises `Refusal` when both are known."""
    hold(session)
    if not session.awaited(clock.now()):
        raise Refusal(lazy("La date est fixée et les inscriptions sont ouvertes, ou terminées."))
    waiting = demand.waiting().where(
        Subscription.training_session_id == session.id, Subscription.email_key == email_key(email)
    )
    found = db.session.scalars(waiting).first() or _new(email)
    found.training_session_id = session.id
    return _consent(found, "session", language)


@transaction
def ask_for_news(email: str, language: str, themes: Sequence[str], boroughs: Sequence[str]) -> Subscription:
    """Want to be told of sessions on these themes (keys), in these boroughs (names); none is all."""
    hold(db.session.scalars(select(Outbox)).one())  # one at a time: an address has no row to be held by
    alive = select(Subscription).where(demand.news_alive(), Subscription.email_key == email_key(email))
    found = db.session.scalars(alive.order_by(Subscription.id)).first() or _new(email)
    found.themes, found.boroughs = list(themes), list(boroughs)
    return _consent(found, "news", language)


def ask_with_a_seat(participant: Participant, language: str) -> None:
    """News of all that comes, ticked while registering; inside that transaction.

    Whoever asked for news before, in their own words, keeps to these.
    """
    db.session.flush()
    alive = select(Subscription.id).where(demand.news_alive(), Subscription.email_key == participant.email_key)
    if db.session.scalars(alive.limit(1)).first() is None:
        row = _new(participant.email)
        row.example = participant.example
        _consent(row, demand.WITH_A_SEAT, language)


@transaction
def choose(subscription: Subscription, themes: Sequence[str], boroughs: Sequence[str]) -> Subscription:
    """Change what one is told of. Raises `Refusal` once one has left."""
    hold(subscription)
    if subscription.withdrawn_at is not None:
        raise Refusal(lazy("Vous ne recevez plus rien : pour recommencer, remplissez le formulaire."))
    subscription.themes, subscription.boroughs = list(themes), list(boroughs)
    return subscription


@transaction
def leave(subscription: Subscription) -> Subscription:
    """End all that this address asked for, news asked for with a registration included. Twice is once.

    Seats stay, and what is written about them: that is not news.
    """
    now, same = clock.now(), Subscription.email_key == subscription.email_key
    db.session.scalars(select(Subscription).where(same).order_by(Subscription.id).with_for_update()).all()
    everything = update(Subscription).where(same, Subscription.withdrawn_at.is_(None))
    db.session.execute(everything.values(withdrawn_at=now))
    _withdraw_consents(subscription.email_key)
    db.session.refresh(subscription)
    return subscription


@transaction
def stop(subscription: Subscription) -> Subscription:
    """End this one alone; with the last news, the consent given while registering ends too. Twice is once."""
    hold(subscription)
    if subscription.withdrawn_at is None:
        subscription.withdrawn_at = clock.now()
        db.session.flush()
        alive = select(Subscription.id).where(demand.news_alive(), Subscription.email_key == subscription.email_key)
        if db.session.scalars(alive.limit(1)).first() is None:
            _withdraw_consents(subscription.email_key)
    return subscription


@transaction
def resume(subscription: Subscription, language: str) -> Subscription:
    """Give a consent again that was withdrawn, to the words of today; its link stays the same. Twice is once.

    Raises `Refusal` when the session it waits for has nothing to tell any more.
    """
    hold(subscription)
    number = subscription.training_session_id
    session = db.session.get(TrainingSession, number) if number else None
    if session is not None and not session.awaited(clock.now()):
        raise Refusal(lazy("La date est fixée et les inscriptions sont ouvertes, ou terminées."))
    if subscription.withdrawn_at is None:
        return subscription
    subscription.withdrawn_at = None
    return _consent(subscription, "session" if number else _asked_as(subscription), language)


@transaction
def want_news(participant: Participant, language: str) -> None:
    """The consent of the registration form, given from one's own space. Twice is once."""
    hold(participant)
    alive = select(Subscription.id).where(demand.news_alive(), Subscription.email_key == participant.email_key)
    if db.session.scalars(alive.limit(1)).first() is None:
        given = Consent(participant_id=participant.id, purpose="news", given_at=clock.now(), given_through="space")
        db.session.add(given)
        ask_with_a_seat(participant, language)


def _asked_as(subscription: Subscription) -> str:
    """By which words news were asked for: those of the form of news, or of a registration."""
    words = db.session.get(PolicyVersion, subscription.policy_version_id) if subscription.policy_version_id else None
    return "news" if words is not None and words.kind == "consent: news" else demand.WITH_A_SEAT


def _withdraw_consents(key: str) -> None:
    people = select(Participant.id).where(Participant.email_key == key)
    news = (Consent.participant_id.in_(people), Consent.purpose == "news", Consent.withdrawn_at.is_(None))
    db.session.execute(update(Consent).where(*news).values(withdrawn_at=clock.now()))


def _new(email: str) -> Subscription:
    row = Subscription(email=email, email_key=email_key(email), nonce=tokens.new_nonce(), themes=[], boroughs=[])
    db.session.add(row)
    return row


def _consent(subscription: Subscription, purpose: str, language: str) -> Subscription:
    """The proof: when, and to which words (P-39.1 s. 14)."""
    subscription.language, subscription.consented_at = language, clock.now()
    subscription.policy_version_id = _wording(purpose).id
    return subscription


def _wording(purpose: str) -> PolicyVersion:
    """The words as they are shown today; kept anew when they have changed."""
    text = localized({code: gettext(WORDS[purpose], code) for code in NAMES})
    kind = f"consent: {purpose}"
    latest = select(PolicyVersion).where(PolicyVersion.kind == kind).order_by(PolicyVersion.id.desc())
    found = db.session.scalars(latest.limit(1)).first()
    if found is None or dict(found.text) != dict(text):
        found = PolicyVersion(kind=kind, text=text, effective_at=clock.now())
        db.session.add(found)
        db.session.flush()
    return found
