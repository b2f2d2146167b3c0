"""The wheel is the whole program: installed elsewhere, it serves pages, styles and feeds."""

import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest
from checkout import ROOT
from harness import served


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `resal` command of an environment where only our libraries, and this wheel, are."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    packages = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # A plain line only adds a folder: the checkout, which .venv knows as editable, is not found by it.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(str(python), "-m", "pip", "install", "--no-deps", "--no-index", "--force-reinstall", str(wheel))
    return home / "bin" / "resal"


def test_the_wheel_carries_templates_styles_words_migrations_and_the_example(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for room in ("templates", "static"):
        files = {path.relative_to(ROOT) for path in (ROOT / room).rglob("*") if path.is_file()}
        assert {f"resal/{path}" for path in files} <= inside
    package = {path for path in (ROOT / "resal").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {str(path.relative_to(ROOT)) for path in package} <= inside
    assert [name for name in inside if name.startswith(("tests", "benchmarks", "instance"))] == []


def test_the_installed_wheel_serves_a_page_a_stylesheet_and_a_feed_from_another_folder(
    installed: Path, tmp_path: Path
) -> None:
    run(str(installed), "init", cwd=tmp_path, env=served.environment())
    instance = tmp_path / "instance"
    assert {"resal.sqlite3", "secret_key"} <= {path.name for path in instance.iterdir()}
    with served.serving(instance, "--workers", "1", program=installed) as site:
        page = fetch(site.url + "/")
        style = re.search(r'href="(/static/css/[^"]+)"', page)
        assert style
        assert "{" in fetch(site.url + style[1])
        assert fetch(site.url + "/calendrier.ics").startswith("BEGIN:VCALENDAR\r\n")


def fetch(address: str) -> str:
    with urlopen(address, timeout=20) as answer:  # noqa: S310 - our own http address
        text: str = answer.read().decode("utf-8")
        return text


def run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=env or served.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout
