"""The wheel is complete: it is built, unpacked elsewhere and started from there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA_SUFFIXES = (".html", ".txt", ".css", ".js", ".svg", ".po", ".mako", ".xml", ".toml")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from links to the sources, so that no files remain in the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "services", "gateway", "deploy"):
        (source / name).symlink_to(ROOT / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder)]
    result = subprocess.run([*build, str(source)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return next(folder.glob("*.whl"))


def test_wheel_contains_every_runtime_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    required = {
        str(path.relative_to(ROOT))
        for package in ("services", "gateway", "deploy")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".md", *DATA_SUFFIXES)
        and path.name != "README.md"
        and not {"__pycache__", "compose"} & {*path.parts}
    }
    assert required - packed == set()


def test_commands_run_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    own = {"PYTHONPATH": str(tmp_path / "site"), "MACHINEPARK_VAR": str(tmp_path / "var")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MACHINEPARK_")} | own
    command = [sys.executable, "-m", "deploy.cli.main"]
    for words in (["migrate"], ["staff", "add", "you@dealer.example", "--name", "You"], ["services", "--json"]):
        result = subprocess.run(
            [*command, *words], env=environment, cwd=tmp_path, capture_output=True, text=True, input="", check=False
        )
        assert result.returncode == 0, result.stderr
