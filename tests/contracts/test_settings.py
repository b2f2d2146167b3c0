"""Nonsense in a setting stops the program with one sentence that names it."""

import os
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from checkout import ROOT
from harness import served

from resal import settings
from resal.settings import BadSetting, Settings

NONSENSE = [
    ("RESAL_INSTANCE", "/dev/null/instance"),
    ("RESAL_DATABASE_URL", "resal"),
    ("RESAL_DATABASE_URL", "mysql://localhost/resal"),
    ("RESAL_DATABASE_URL", "postgresql+psycopg://localhost:port/resal"),
    ("RESAL_SECRET_KEY", "secret"),
    ("RESAL_SECRET_KEY", "a" * 64),
    ("RESAL_BASE_URL", "resal.example"),
    ("RESAL_BASE_URL", "ftp://resal.example"),
    ("RESAL_BASE_URL", "https://resal.example/ici?x=1"),
    ("RESAL_BASE_URL", "https://[resal"),
    ("RESAL_MAIL_URL", "resal"),
    ("RESAL_MAIL_URL", "smtp://"),
    ("RESAL_MAIL_URL", "smtp://mail:port"),
    ("RESAL_MAIL_FROM", "RÉSAL"),
    ("RESAL_MAIL_REPLY_TO", "personne"),
    ("RESAL_LANGUAGES", "fr,klingon"),
    ("RESAL_LANGUAGES", ","),
    ("RESAL_TIMEZONE", "Montréal"),
    ("RESAL_TIMEZONE", "../../etc/passwd"),
    ("RESAL_TRUSTED_PROXIES", "-1"),
    ("RESAL_TRUSTED_PROXIES", "all"),
    ("RESAL_TRUSTED_PROXIES", "11"),
    ("RESAL_RATE_LIMIT", "maybe"),
    ("RESAL_MAP_TILES_URL", "tiles.example"),
    ("RESAL_NOW", "tomorrow"),
    ("RESAL_PORT", "70000"),
]
# Any text will do, so nothing is nonsense.
FREE = {"RESAL_METRICS_TOKEN"}


def read(instance: Path, **values: str) -> Settings:
    return settings.read({"RESAL_INSTANCE": str(instance), **values})


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_nonsense_is_refused_with_one_sentence_that_names_the_setting(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        read(tmp_path, **{name: value})
    sentence = str(refusal.value)
    assert name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_nonsense_is_tried_in_every_setting() -> None:
    assert {name for name, _ in NONSENSE} | FREE == set(settings.NAMES)


def test_nonsense_stops_the_command_without_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "resal", "init"], env=served.environment(tmp_path, RESAL_TIMEZONE="Montréal"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "RESAL_TIMEZONE" in done.stderr


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    found = asdict(read(tmp_path))
    keys = found.pop("secret_keys")
    assert found == {
        "instance": tmp_path, "database_url": f"sqlite:///{tmp_path}/resal.sqlite3",
        "base_url": "http://127.0.0.1:8000", "mail_url": "file:", "mail_from": "RÉSAL <resal@localhost>",
        "mail_reply_to": None, "languages": ("fr", "en"), "timezone": "America/Toronto", "trusted_proxies": 0,
        "rate_limit": True, "metrics_token": None, "map_tiles_url": None, "now": None, "port": 8000,
    }  # fmt: skip
    assert (len(keys), len(keys[0])) == (1, 64)


def test_the_instance_of_a_checkout_is_inside_it() -> None:
    assert settings.read({"RESAL_SECRET_KEY": "a1b2c3d4e5" * 4}).instance == ROOT / "instance"


def test_the_file_of_the_instance_says_what_the_environment_does_not(tmp_path: Path) -> None:
    (tmp_path / "resal.env").write_text(
        '# of this machine\nRESAL_TIMEZONE="Europe/Paris"\nRESAL_NOW=2026-12-01T09:00-05:00\nRESAL_RATE_LIMIT=off\n'
    )
    found = read(tmp_path, RESAL_RATE_LIMIT="on")
    assert (found.timezone, found.rate_limit, found.now) == (
        "Europe/Paris", True, datetime(2026, 12, 1, 14, tzinfo=UTC),
    )  # fmt: skip


def test_a_name_that_is_no_setting_is_refused_where_somebody_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "resal.env").write_text("RESAL_LANGUAGE=fr\n")
    with pytest.raises(BadSetting, match="RESAL_LANGUAGE"):
        read(tmp_path)


def test_the_base_address_follows_the_port_and_decides_which_hosts_are_answered(tmp_path: Path) -> None:
    local = settings.read({"RESAL_INSTANCE": str(tmp_path)}, port=8123)
    public = read(tmp_path, RESAL_BASE_URL="https://resal.example/")
    assert (local.base_url, local.https) == ("http://127.0.0.1:8123", False)
    assert (public.base_url, public.https) == ("https://resal.example", True)
    assert set(public.hosts) == {"localhost", "127.0.0.1", "[::1]", "resal.example"}


def test_a_child_process_reads_the_same_settings(tmp_path: Path) -> None:
    ours = settings.read({"RESAL_INSTANCE": str(tmp_path)}, port=8123)
    child = settings.read(settings.child_environment(ours))
    assert child == ours
    assert "RESAL_PORT" not in os.environ
