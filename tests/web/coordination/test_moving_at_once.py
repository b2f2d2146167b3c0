"""Two people who move one session: whoever comes second sees it at the first look (trust, K10)."""

from datetime import date

import factories
from filling_in import fields_of, plainly, send, send_again
from sessions_at_hand import here, sessions


def read(session):
    return next(one for one in sessions() if one.id == session.id).live_meetings[0].date


def test_k10_who_moves_second_sees_where_it_is_now(signed_in):
    session = factories.a_session()
    opened = signed_in.get(here(session, "deplacer"))
    send(signed_in, here(session, "deplacer"), meetings__0__date="2026-12-10", sure=1)
    look = send_again(signed_in, here(session, "deplacer"), opened, link="https://visio.example/x")
    assert look.status_code == 422
    assert "Quelqu'un a changé cette rencontre" in plainly(look.text).replace("&#39;", "'")
    assert ("Ce qui diffère" in look.text, "Avant et après</h1>" in look.text) == (True, False)
    answer = send_again(signed_in, here(session, "deplacer"), opened, meetings__0__date="2026-12-12", sure=1)
    assert (answer.status_code, read(session)) == (422, date(2026, 12, 10))
    assert "jeudi 10 décembre 2026" in plainly(answer.text)
    assert fields_of(answer)["meetings-0-date"] == "2026-12-12"
    again = send_again(signed_in, here(session, "deplacer"), answer, sure=1)
    assert (again.status_code, read(session)) == (303, date(2026, 12, 12))
