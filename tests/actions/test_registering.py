"""Taking a seat, waiting for one, giving it up."""

from datetime import timedelta

import factories
import pytest

from resal import clock
from resal.actions import Actor, Refusal, registering
from resal.actions.registering import JustFilled, Typed
from resal.db import db
from resal.models import Letter, Registration
from resal.queries.line import position
from resal.queries.promises import broken

TEAM = Actor("account")


def typed(name="Ana Silva", email="ana@maison.example", **more):
    return Typed(name=name, email=email, organization="Maison des jeunes", **{"line": True, **more})


def register(session, name="Ana Silva", email=None, **more):
    email = email or f"{name.split()[0].lower()}@maison.example"
    return registering.register(session, typed(name, email, **more)).registration


def letters():
    return [(letter.kind, letter.to_email) for letter in db.session.query(Letter).order_by(Letter.id)]


def states(session):
    rows = db.session.query(Registration).filter_by(training_session_id=session.id).order_by(Registration.arrival)
    return [(row.participant.name, row.state) for row in rows]


def test_the_first_people_have_a_seat_and_the_next_wait_in_order():
    session = factories.a_session(capacity=1)
    for name in ("Ana", "Bilal", "Chloé"):
        register(session, name)
    assert states(session) == [("Ana", "confirmed"), ("Bilal", "waiting"), ("Chloé", "waiting")]
    rows = db.session.query(Registration).order_by(Registration.arrival).all()
    assert [position(row) for row in rows[1:]] == [1, 2]
    assert letters() == [
        ("confirmed", "ana@maison.example"),
        ("waiting", "bilal@maison.example"),
        ("waiting", "chloé@maison.example"),
    ]


def test_a_seat_that_is_given_up_goes_to_whoever_waited_longest_with_one_letter():
    session = factories.a_session(capacity=1)
    first, _second, _third = (register(session, name) for name in ("Ana", "Bilal", "Chloe"))
    registering.withdraw(first, "schedule")
    assert states(session) == [("Ana", "withdrawn"), ("Bilal", "confirmed"), ("Chloe", "waiting")]
    assert letters()[3:] == [("withdrawn", "ana@maison.example"), ("promoted", "bilal@maison.example")]
    assert [(change.before, change.after, change.actor) for change in first.history] == [
        (None, "confirmed", "participant"),
        ("confirmed", "withdrawn", "participant"),
    ]


def test_giving_up_twice_frees_one_seat():
    session = factories.a_session(capacity=1)
    first, *_ = (register(session, name) for name in ("Ana", "Bilal", "Chloe"))
    registering.withdraw(first)
    registering.withdraw(first)
    assert states(session) == [("Ana", "withdrawn"), ("Bilal", "confirmed"), ("Chloe", "waiting")]


def test_somebody_already_registered_moves_nothing_and_is_told_by_letter_once():
    session = factories.a_session(capacity=2)
    register(session, "Ana")
    again = registering.register(session, typed("  ANA ", "Ana@Maison.example"))
    registering.register(session, typed("Ana", "ana@maison.example"))
    assert again.again
    assert states(session) == [("Ana", "confirmed")]
    assert letters() == [("confirmed", "ana@maison.example"), ("already", "ana@maison.example")]


def test_one_address_may_be_shared_by_two_people():
    session = factories.a_session(capacity=2)
    register(session, "Ana", "equipe@maison.example")
    register(session, "Bilal", "equipe@maison.example")
    assert states(session) == [("Ana", "confirmed"), ("Bilal", "confirmed")]


def test_k2_the_same_form_sent_twice_is_one_registration_and_one_letter():
    session = factories.a_session(capacity=2)
    once = registering.register(session, typed(submission="form-1"))
    twice = registering.register(session, typed(submission="form-1"))
    assert (twice.registration.id, twice.again) == (once.registration.id, False)
    assert letters() == [("confirmed", "ana@maison.example")]


def test_the_last_seat_that_has_just_gone_is_said_before_anybody_is_put_in_line():
    session = factories.a_session(capacity=1)
    register(session, "Ana")
    with pytest.raises(JustFilled) as caught:
        registering.register(session, typed("Bilal", "bilal@maison.example", line=False))
    assert caught.value.ahead == 0
    assert states(session) == [("Ana", "confirmed")]


@pytest.mark.parametrize(
    ("why", "columns"),
    [
        ("a draft", {"published": False}),
        ("closed", {"registration": "closed"}),
        ("by invitation", {"registration": "invitation"}),
        ("no registration", {"registration": "none"}),
        ("started", {"starts_in": timedelta(hours=-1)}),
        ("over", {"starts_in": timedelta(days=-2)}),
        ("not yet open", {"opens_at": clock.now() + timedelta(days=900)}),
        ("closed since", {"closes_at": clock.now() - timedelta(days=900)}),
        ("cancelled", {"cancelled_at": clock.now()}),
    ],
)
def test_nobody_registers_when_registration_is_not_open(why, columns):
    session = factories.a_session(**columns)
    with pytest.raises(Refusal):
        register(session)
    assert (states(session), letters()) == ([], []), why


def test_k7_nobody_is_promoted_after_the_start_or_the_cancellation():
    for columns in ({"starts_in": timedelta(hours=-1)}, {"cancelled_at": clock.now()}):
        session = factories.a_session(capacity=1, **columns)
        factories.a_registration(session, state="waiting")
        registering.resize(session, 5, None, TEAM)
        assert [state for _, state in states(session)] == ["waiting"]


def test_more_seats_promote_as_many_people_in_order():
    session = factories.a_session(capacity=1)
    for name in ("Ana", "Bilal", "Chloe", "Dany"):
        register(session, name)
    registering.resize(session, 3, None, TEAM)
    assert [state for _, state in states(session)] == ["confirmed", "confirmed", "confirmed", "waiting"]


def test_k9_fewer_seats_than_people_are_refused_and_change_nothing():
    session = factories.a_session(capacity=2)
    register(session, "Ana")
    register(session, "Bilal")
    with pytest.raises(Refusal, match=r"2.personnes ont déjà une place"):
        registering.resize(session, 1, None, TEAM)
    db.session.refresh(session)
    assert session.capacity == 2


def test_undo_gives_the_seat_back_when_nobody_has_it():
    session = factories.a_session(capacity=1)
    registration = registering.withdraw(register(session, "Ana"))
    registering.undo_withdrawal(registration)
    assert states(session) == [("Ana", "confirmed")]


def test_undo_puts_at_the_end_of_the_line_when_the_seat_is_gone():
    session = factories.a_session(capacity=1)
    registration = register(session, "Ana")
    register(session, "Bilal")
    register(session, "Chloe")
    registering.withdraw(registration)
    registering.undo_withdrawal(registration)
    assert states(session) == [("Bilal", "confirmed"), ("Chloe", "waiting"), ("Ana", "waiting")]


def test_undo_ends_after_ten_minutes(freeze):
    session = factories.a_session(capacity=1)
    registration = registering.withdraw(register(session, "Ana"))
    freeze(clock.now() + timedelta(minutes=11))
    with pytest.raises(Refusal, match="dix minutes"):
        registering.undo_withdrawal(registration)


def test_k8_whoever_left_is_never_promoted():
    session = factories.a_session(capacity=1)
    first, second, _third = (register(session, name) for name in ("Ana", "Bilal", "Chloe"))
    registering.withdraw(second)
    registering.withdraw(first)
    assert states(session) == [("Ana", "withdrawn"), ("Bilal", "withdrawn"), ("Chloe", "confirmed")]


def test_a_hybrid_session_has_seats_and_a_line_for_each_way_of_taking_part():
    session = factories.a_session(mode="hybrid", capacity=1, capacity_online=1)
    for name, mode in (("Ana", "in person"), ("Bilal", "online"), ("Chloe", "in person"), ("Dany", "online")):
        register(session, name, mode=mode)
    assert [state for _, state in states(session)] == ["confirmed", "confirmed", "waiting", "waiting"]
    with pytest.raises(Refusal, match="comment vous participez"):
        register(session, "Eve", mode=None)


def test_changing_the_way_of_taking_part_frees_the_seat_that_is_left():
    session = factories.a_session(mode="hybrid", capacity=1, capacity_online=2)
    ana = register(session, "Ana", mode="in person")
    register(session, "Bilal", mode="in person")
    registering.change(ana, typed("Ana", "ana@maison.example", mode="online"))
    assert states(session) == [("Ana", "confirmed"), ("Bilal", "confirmed")]


def test_a_corrected_address_gets_the_letter_and_the_old_one_is_warned():
    session = factories.a_session()
    ana = register(session, "Ana")
    registering.change(ana, typed("Ana", "ana.silva@maison.example"))
    assert letters()[1:] == [
        ("address_changed", "ana@maison.example"),
        ("confirmed", "ana.silva@maison.example"),
    ]


def test_nobody_takes_the_name_and_address_of_somebody_else():
    session = factories.a_session()
    register(session, "Ana")
    bilal = register(session, "Bilal")
    with pytest.raises(Refusal, match="une autre inscription"):
        registering.change(bilal, typed("Ana", "ana@maison.example"))
    assert states(session) == [("Ana", "confirmed"), ("Bilal", "confirmed")]


def test_a_request_takes_no_seat_until_it_is_approved():
    session = factories.a_session(capacity=1, registration="approval")
    ana, bilal = register(session, "Ana"), register(session, "Bilal")
    registering.approve(ana, TEAM)
    registering.decline(bilal, "Groupe complet", TEAM)
    assert states(session) == [("Ana", "confirmed"), ("Bilal", "declined")]
    assert [kind for kind, _ in letters()] == ["requested", "requested", "confirmed", "declined"]
    with pytest.raises(Refusal, match="déjà reçu une réponse"):
        registering.approve(bilal, TEAM)


def test_typed_organizations_are_matched_by_name_acronym_and_alias():
    known = factories.an_organization("Maison des jeunes L'Éveil", acronym="MJE", aliases=["L'Eveil de Verdun"])
    session = factories.a_session(capacity=9)
    for name, written in (
        ("Ana", "maison des jeunes l’éveil"),
        ("Bil", "mje"),
        ("Chl", "L'éveil de verdun"),
        ("Dan", "Autre"),
    ):
        registering.register(session, Typed(name, f"{name}@x.example", written))
    rows = db.session.query(Registration).order_by(Registration.arrival)
    assert [row.participant.organization_id for row in rows] == [known.id, known.id, known.id, None]


def test_needs_and_details_have_a_day_to_be_erased():
    session = factories.a_session()
    registration = register(session, "Ana", needs="Rampe d'accès")
    end = session.ends_at.date()
    assert registration.needs_erase_after == end + timedelta(days=30)
    assert registration.participant.erase_after == registration.erase_after == end + 24 * timedelta(days=31)


def test_every_promise_holds_after_all_of_this():
    session = factories.a_session(capacity=2)
    for name in ("Ana", "Bilal", "Chloe", "Dany"):
        register(session, name)
    assert list(broken()) == []
    factories.a_registration(session)
    factories.a_registration(session, source="web")
    assert len(list(broken())) >= 2
