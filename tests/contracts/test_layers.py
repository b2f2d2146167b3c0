"""The map of the house is kept by a linter, and a few habits by counting."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from checkout import ROOT, modules, written_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
TIME = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
TIMEKEEPERS = {"datetime", "date", "time"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def checked(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_each_layer_knows_only_those_below_it() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("command", [("ruff", "check"), ("ruff", "format", "--check"), ("mypy",)], ids=" ".join)
def test_a_checker_finds_nothing(command: tuple[str, ...]) -> None:
    done = checked(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = {
        path for path, tree in modules().items() for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in TIME
        and isinstance(call.func.value, ast.Name) and call.func.value.id in TIMEKEEPERS
    }  # fmt: skip
    assert asking == {"resal/clock.py"}


def test_only_the_settings_read_the_environment() -> None:
    reading = {
        path for path, tree in modules().items() for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
        and isinstance(node.value, ast.Name) and node.value.id == "os"
    }  # fmt: skip
    assert reading == {"resal/settings.py"}


def test_no_file_is_longer_than_anybody_reads() -> None:
    code = [path for path in written_files() if path.suffix in (".py", ".html", ".js", ".css")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in code}
    assert {
        path: length for path, length in lengths.items() if length > LONGEST_FILE and "/versions/" not in path
    } == {}


def test_every_function_fits_on_a_screen() -> None:
    lengths = {
        f"{path}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, tree in modules().items() for node in ast.walk(tree) if isinstance(node, FUNCTIONS)
    }  # fmt: skip
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_an_import_inside_a_function_says_why() -> None:
    silent = [f"{path}:{line}" for path, tree in modules().items() for line in _silent_imports(path, tree)]
    assert silent == []


def _silent_imports(path: str, tree: ast.Module) -> Iterator[int]:
    lines = (ROOT / path).read_text("utf-8").splitlines()
    for function in ast.walk(tree):
        if isinstance(function, FUNCTIONS):
            for node in ast.walk(function):
                if isinstance(node, (ast.Import, ast.ImportFrom)) and not _reason(lines[node.lineno - 1]):
                    yield node.lineno


def _reason(line: str) -> bool:
    """A code for the linter alone is no reason: `# noqa: PLC0415 - only the demonstration needs it`."""
    comment = line.partition("#")[2].strip()
    return bool(comment) and not comment.rstrip().endswith("PLC0415")
