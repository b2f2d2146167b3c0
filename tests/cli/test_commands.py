"""The `resal` command: what it prints, where, and how it ends."""

import json
import re
import socket
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from resal.cli import COMMANDS, main
from resal.example import facts


@pytest.fixture
def run(tmp_path, monkeypatch):
    """`run("team", "link", …)` runs a command on an instance of this test alone."""
    monkeypatch.setenv("RESAL_INSTANCE", str(tmp_path / "instance"))

    def command(*words: str) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return command


@pytest.fixture
def made(run):
    """The same, with a database."""
    assert run("init").exit_code == 0
    return run


def database(tmp_path: Path) -> sqlite3.Connection:
    return sqlite3.connect(tmp_path / "instance" / "resal.sqlite3")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_its_help(run, name):
    result = run(name, "--help")
    assert (result.exit_code, "Usage:" in result.stdout) == (0, True)


def test_a_misuse_ends_with_2(made):
    for words in (["nothing"], ["team", "invite"], ["serve", "--port", "0"], ["import", "programme", "nowhere.json"]):
        assert made(*words).exit_code == 2, words


def test_init_twice_keeps_the_key_and_the_data(made, tmp_path):
    key = (tmp_path / "instance" / "secret_key").read_text()
    made("team", "invite", "camille@resal.example")
    assert made("init").exit_code == 0
    assert (tmp_path / "instance" / "secret_key").read_text() == key
    assert database(tmp_path).execute("SELECT count(*) FROM accounts").fetchone() == (1,)


def test_a_command_before_the_database_says_what_to_run(run):
    result = run("check")
    assert (result.exit_code, "resal migrate" in result.stderr, result.stdout) == (1, True, "")


def test_an_invitation_is_the_link_alone_on_stdout(made):
    result = made("team", "invite", "camille@resal.example", "--role", "host")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/connexion/[A-Za-z0-9_-]{43}\n", result.stdout)
    again = made("team", "link", "Camille@resal.example")
    assert (again.exit_code, again.stdout == result.stdout) == (0, False)


@pytest.mark.parametrize("email", ["camille", "camille@", "a b@c.example", "é@"])
def test_an_address_that_is_none_is_refused_with_a_sentence(made, email):
    result = made("team", "invite", email)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)


def test_a_link_for_somebody_unknown_is_refused(made):
    result = made("team", "link", "personne@resal.example")
    assert (result.exit_code, "invitez d’abord" in result.stderr) == (1, True)


def test_the_example_is_loaded_once_and_removed_alone(made, tmp_path):
    assert made("demo", "load").exit_code == 0
    assert made("demo", "load").exit_code == 1
    assert made("demo", "clear").exit_code == 0
    titles = database(tmp_path).execute("SELECT count(*) FROM training_sessions").fetchone()
    assert titles == (len(facts()["events"]),)


def test_a_programme_goes_in_and_comes_out(made, tmp_path):
    file = tmp_path / "programme.json"
    file.write_text(json.dumps(facts(), ensure_ascii=False), "utf-8")
    tried = made("import", "programme", file, "--dry-run")
    assert (tried.exit_code, "rien n’a été écrit" in tried.stdout) == (0, True)
    assert database(tmp_path).execute("SELECT count(*) FROM training_sessions").fetchone() == (0,)
    assert made("import", "programme", file).exit_code == 0
    assert "Rien de nouveau." in made("import", "programme", file).stdout
    made("export", tmp_path / "out")
    exported = json.loads((tmp_path / "out" / "programme.json").read_text("utf-8"))
    assert {event["key"] for event in exported["events"]} == {event["key"] for event in facts()["events"]}
    assert Calendar.from_ical((tmp_path / "out" / "calendrier.ics").read_bytes())


def test_a_bad_programme_names_each_place_and_writes_nothing(made, tmp_path):
    bad = facts()
    bad["events"][0]["kind"] = "party"
    bad["events"][1]["venue"] = "nowhere"
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(bad), "utf-8")
    result = made("import", "programme", file)
    assert result.exit_code == 1
    assert "events[0].kind" in result.stderr
    assert "events[1].venue" in result.stderr
    assert database(tmp_path).execute("SELECT count(*) FROM organizations").fetchone() == (0,)


def test_the_feed_goes_to_stdout_in_either_language(made):
    made("demo", "load")
    french, english = made("feed"), made("feed", "--language", "en")
    names = [str(Calendar.from_ical(result.stdout_bytes)["NAME"]) for result in (french, english)]
    assert names[0] == "RÉSAL – Toutes les rencontres"
    assert names[1] != names[0]
    assert made("feed", "--series", "999").exit_code == 1


def test_check_ends_with_3_when_a_promise_is_broken(made, tmp_path):
    made("demo", "load")
    assert made("check").exit_code == 0
    with database(tmp_path) as connection:
        connection.execute("UPDATE training_sessions SET capacity = 1 WHERE capacity > 1")
    result = made("check")
    assert (result.exit_code, "places prises sur 1" in result.stderr) == (3, True)


def test_letters_leave_once_and_wait_when_paused(made):
    assert made("deliver").exit_code == 0
    assert made("outbox", "pause").exit_code == 0
    assert "arrêtés" in made("outbox", "status").stdout
    assert made("outbox", "resume").exit_code == 0


def test_a_port_that_is_taken_is_said_before_anything_starts(made):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = made("serve", "--port", taken.getsockname()[1], "--no-worker")
    assert (result.exit_code, "déjà pris" in result.stderr) == (1, True)


def test_a_setting_that_makes_no_sense_stops_with_its_name(made, monkeypatch):
    monkeypatch.setenv("RESAL_TIMEZONE", "Mars/Olympus")
    result = made("check")
    assert (result.exit_code, "RESAL_TIMEZONE" in result.stderr, result.stderr.count("\n")) == (1, True, 1)


def test_a_database_from_a_newer_version_is_left_alone(made, tmp_path):
    with database(tmp_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    result = made("migrate")
    assert (result.exit_code, "9999" in result.stderr) == (1, True)
