"""What one agreed to: seen with its date, withdrawn by one button, given again by one; never somebody else's."""

from datetime import timedelta

import factories
import pytest
from harness.visitors import submit
from space_at_hand import ana, beside, opened

from resal import clock, tokens
from resal.actions import interest, registering
from resal.actions.answering import Reply
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Answer, Consent, Question, Subscription, localized
from resal.queries import demand
from resal.web import doors

EMAIL = "ana@maison.example"


def page_of(person, language="fr"):
    return beside(opened(person, language=language), "space.consents", language)


def registered(**more):
    session = more.pop("session", None) or factories.a_session()
    return registering.register(session, Typed("Ana Silva", EMAIL, "École", line=True, **more)).registration


def alive():
    db.session.rollback()
    return db.session.query(Subscription).filter(demand.news_alive()).count()


def standing():
    db.session.rollback()
    return db.session.query(Consent).filter(Consent.withdrawn_at.is_(None)).count()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_news_ticked_while_registering_are_shown_withdrawn_and_given_again(client, language):
    page = page_of(registered(news=True).participant, language)
    [wish] = db.session.query(Subscription)
    number, nonce = wish.id, wish.nonce
    shown = client.get(page).text
    assert f'name="stop" value="{number}"' in shown
    for _ in range(2):
        assert submit(client, page, stop=str(number)).location == page
        assert (alive(), standing()) == (0, 0)
    assert f'name="resume" value="{number}"' in client.get(page).text
    for _ in range(2):
        submit(client, page, resume=str(number))
        assert alive() == 1
    [wish] = db.session.query(Subscription)
    assert (wish.nonce, wish.consented_at <= clock.now()) == (nonce, True)


def test_the_link_in_letters_still_leaves_after_all_that(client, app):
    registration = registered(news=True)
    [wish] = db.session.query(Subscription)
    link = f"/desabonnement/{tokens.issue(app.extensions['resal'].secret_keys, doors.UNSUBSCRIBE, wish.nonce)}"
    page = page_of(registration.participant)
    submit(client, page, stop=str(wish.id))
    submit(client, page, resume=str(wish.id))
    assert app.test_client().post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert alive() == 0


def test_news_never_asked_for_are_asked_for_by_one_button_once(client):
    page = page_of(ana())
    for _ in range(2):
        submit(client, page, news="1") if "Vous ne recevez pas" in client.get(page).text else None
        assert (alive(), standing()) == (1, 1)


def test_a_session_one_waits_for_is_withdrawn_and_asked_for_again(client, freeze):
    session = factories.a_session("Un jour", starts_in=None)
    wish = interest.ask_for_session(session, EMAIL, "fr")
    page = page_of(ana())
    assert "Un jour" in client.get(page).text
    submit(client, page, stop=str(wish.id))
    db.session.expire_all()
    assert wish.withdrawn_at is not None
    submit(client, page, resume=str(wish.id))
    db.session.expire_all()
    assert wish.withdrawn_at is None
    submit(client, page, stop=str(wish.id))
    session.cancelled_at = clock.now()
    db.session.commit()
    answer = client.get(submit(client, page, resume=str(wish.id)).location)
    assert "ouvertes, ou terminées" in answer.text


def test_sensitive_answers_are_erased_by_one_button_and_the_seat_stays(client):
    session = factories.a_session(asks="x")
    question = Question(
        training_session_id=session.id, lineage="a", label=localized({"fr": "Santé"}), help=localized({}),
        purpose=localized({}), created_at=clock.now(), sensitive=True,
    )  # fmt: skip
    db.session.add(question)
    db.session.commit()
    registration = registered(session=session, answers=[Reply(question.id, "oui", consent=True)])
    page = page_of(registration.participant)
    assert f'name="forget" value="{registration.id}"' in client.get(page).text
    submit(client, page, forget=str(registration.id))
    db.session.rollback()
    assert db.session.query(Answer).count() == 0
    assert "Aucune. Pour en donner" in client.get(page).text


def test_this_browser_remembers_and_forgets_by_one_button(client):
    page = page_of(ana())
    submit(client, page, recognize="1")
    assert "Ce navigateur garde vos nom" in client.get(page).text
    session = factories.a_session()
    assert 'value="Ana Silva"' in client.get(f"/rencontres/{session.id}/inscription").text
    submit(client, page, unrecognize="1")
    assert "Ce navigateur ne garde rien de vous." in client.get(page).text


@pytest.mark.parametrize("button", ["stop", "resume", "forget"])
@pytest.mark.parametrize("value", ["theirs", "0", "-1", "9" * 30, "x", "", "²"])
def test_b10_what_is_somebody_elses_or_nothing_is_a_404_and_stays(client, button, value):
    other = registering.register(
        factories.a_session(), Typed("Bilal Roy", "bilal@maison.example", "École", news=True)
    ).registration
    [wish] = db.session.query(Subscription)
    number = str(other.id if button == "forget" else wish.id) if value == "theirs" else value
    assert submit(client, page_of(ana()), **{button: number}).status_code == 404
    assert alive() == 1


def test_a_post_without_any_button_is_refused(client):
    assert submit(client, page_of(ana())).status_code == 400


def test_a_circle_waited_for_keeps_its_neutral_title(client):
    circle = factories.a_session("Deuil", visibility="confidential")
    db.session.add(
        Subscription(
            email=EMAIL, email_key=EMAIL, training_session_id=circle.id, themes=[], boroughs=[],
            nonce=tokens.new_nonce(), consented_at=clock.now() - timedelta(days=1),
        )
    )  # fmt: skip
    db.session.commit()
    page = client.get(page_of(ana())).text
    assert ("Deuil" in page, "Espace clinique" in page) == (False, True)
