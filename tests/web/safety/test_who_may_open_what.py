"""Every route is on the declared public list, or refuses whoever may not open it."""

import re

import factories
import pytest
from harness.visitors import sign_in

from resal import addresses
from resal.web.routing import PUBLIC, ROUTES, declared

ROLES = ("coordinator", "host", "reader")
# the declared public list: adding a route here is a decision somebody reads in a review
ANYBODY = {
    *(name for name in addresses.PAGES if name != "account.sign_out"),
    "machines.static", "machines.health", "machines.ready", "machines.robots", "machines.security",
}  # fmt: skip
VALUES = {"id": "1", "slug": "x", "token": "A" * 43, "year": "2026", "month": "12", "filename": "css/base.css"}


def addresses_of(app):
    for rule in app.url_map.iter_rules():
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda place: VALUES.get(place[1], "1"), rule.rule)
        for method in sorted(rule.methods - {"OPTIONS", "HEAD"}):
            yield declared(rule.endpoint), method, filled


def test_b1_every_route_was_declared_and_the_public_ones_are_on_the_list(app):
    assert {declared(rule.endpoint) is not None for rule in app.url_map.iter_rules()} == {True}
    assert {name for name, route in ROUTES.items() if PUBLIC in route.access} == ANYBODY & set(ROUTES)
    assert set(ROUTES) == {*addresses.PAGES, *addresses.SINGLE}, "an address without a page, or the reverse"


def test_b1_a_stranger_is_sent_to_sign_in_or_refused(app, client):
    for route, method, path in addresses_of(app):
        answer = client.open(path, method=method, data={"csrf_token": "x"})
        answer.close()
        if PUBLIC in route.access:
            assert answer.status_code < 500, path
        elif method == "GET":
            assert (answer.status_code, answer.location) == (303, "/connexion"), path
        else:
            assert answer.status_code in (400, 403), path


@pytest.mark.parametrize("role", ROLES)
def test_b1_a_member_of_the_team_opens_what_the_role_may_open_and_nothing_else(app, role):
    member = sign_in(app.test_client(), factories.an_account(role))
    for route, method, path in addresses_of(app):
        if method == "GET" and PUBLIC not in route.access:
            answer = member.get(path)
            allowed = role in route.access
            assert (answer.status_code != 403) == allowed, (path, answer.status_code)
            assert answer.status_code < 500, path


def test_d4_one_click_is_the_only_post_without_a_token_and_its_address_is_the_proof(app, client):
    assert {name for name, route in ROUTES.items() if route.one_click} == {"interest.manage"}
    for path in ("/desabonnement/", "/en/unsubscribe/"):
        for token in ("A" * 43, "x", "é" * 43):
            answer = client.post(path + token, data={"List-Unsubscribe": "One-Click"})
            assert (answer.status_code, answer.text) == (404, client.get(path + token).text)


def test_d1_every_post_without_its_token_is_refused_and_never_breaks(app):
    coordinator = sign_in(app.test_client(), factories.an_account())
    for route, method, path in addresses_of(app):
        if method == "POST" and not route.one_click:
            for data in ({}, {"csrf_token": "garbage"}, {"csrf_token": "\ud800".encode("utf-8", "surrogatepass")}):
                answer = coordinator.post(path, data=data, headers={"Sec-Fetch-Site": "cross-site"})
                assert answer.status_code == 400, (route.name, path)


def test_a_wrong_method_is_a_405_with_words(app):
    coordinator = sign_in(app.test_client(), factories.an_account())
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods and "<" not in rule.rule:
            assert coordinator.delete(rule.rule).status_code in (400, 405), rule.rule


def test_j3_absurd_numbers_are_a_404_never_an_error(app):
    coordinator = sign_in(app.test_client(), factories.an_account())
    for number in ("0", "99999999999999999999", "٣", "-1", "1e9", "%00"):
        for _route, method, path in addresses_of(app):
            if method == "GET" and "/1" in path:
                assert coordinator.get(path.replace("/1", f"/{number}", 1)).status_code < 500, path


def test_o8_every_answer_carries_the_policy_and_asks_nothing_of_other_sites(app):
    coordinator = sign_in(app.test_client(), factories.an_account())
    factories.a_session()
    for _route, method, path in addresses_of(app):
        if method == "GET":
            answer = coordinator.get(path)
            answer.close()
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'"), path
            assert "unsafe" not in policy, path
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path
            if answer.mimetype == "text/html":
                links = re.findall(r'<(?:script|img|link|iframe|source)[^>]+(?:src|href)="([^"]+)"', answer.text)
                assert [
                    link for link in links if link.startswith(("http", "//")) and "127.0.0.1:8000" not in link
                ] == []


def test_o6_what_the_team_sees_is_kept_by_no_cache(app):
    coordinator = sign_in(app.test_client(), factories.an_account())
    answer = coordinator.get("/coordination")
    assert "no-store" in answer.headers["Cache-Control"]


def test_g2_an_unknown_host_is_refused_and_links_never_follow_it(client):
    assert client.get("/", headers={"Host": "mechant.example"}).status_code == 400
    assert client.get("/", headers={"X-Forwarded-Host": "mechant.example"}).status_code == 200
