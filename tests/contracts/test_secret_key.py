"""The key that signs is made once, readable by its owner alone, whoever starts at the same time."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from resal.secret_key import WeakKey, keys_from, make_or_read

STARTERS = 6
START = "import pathlib, sys; from resal import secret_key as s; print(*s.make_or_read(pathlib.Path(sys.argv[1])))"


def test_processes_that_start_together_make_one_key_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    starters = [
        subprocess.Popen([sys.executable, "-c", START, str(path)], stdout=subprocess.PIPE, text=True)
        for _ in range(STARTERS)
    ]
    keys = {starter.communicate()[0].strip() for starter in starters}
    assert keys == {path.read_text("ascii")}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_the_key_is_the_same_the_next_time(tmp_path: Path) -> None:
    assert make_or_read(tmp_path / "key") == make_or_read(tmp_path / "key")


def test_each_instance_has_a_key_of_its_own(tmp_path: Path) -> None:
    assert make_or_read(tmp_path / "one") != make_or_read(tmp_path / "two")


def test_the_first_of_several_keys_signs_and_the_others_follow_in_order() -> None:
    new, old = "a1b2c3d4e5" * 4, "z9y8x7w6v5" * 4
    assert keys_from(f"{new}, {old}") == (new, old)


@pytest.mark.parametrize("text", ["", ",", "short", "a" * 64, "secret,a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5"])
def test_a_key_that_anybody_could_guess_is_refused(text: str) -> None:
    with pytest.raises(WeakKey):
        keys_from(text)
