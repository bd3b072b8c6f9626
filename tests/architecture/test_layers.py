"""import-linter's contracts hold, and every module of a service belongs to one of their layers."""

import configparser
import subprocess
import sys
from pathlib import Path

import pytest
from architecture.sources import ROOT
from contracts.declarations import SERVICE_NAMES

LINTER = configparser.ConfigParser()
LINTER.read(ROOT / ".importlinter")
WITHOUT_LAYER = {"contracts", "migrations"}
"""`contracts` is the lowest layer; only Alembic runs migrations."""


def test_every_import_follows_the_contracts() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([str(lint), "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_every_module_of_a_service_has_a_layer(service: str) -> None:
    assert f"services.{service}" in _lines("importlinter:contract:plan", "containers")
    written = " ".join(_lines("importlinter:contract:plan", "layers"))
    layers = set(written.replace("|", " ").replace("(", " ").replace(")", " ").split())
    own_program = {"collector"}  # independent of the service, under a contract of its own
    assert _modules(service) - own_program <= layers, "add the module to `layers` of .importlinter"


def _lines(section: str, option: str) -> list[str]:
    return [line.strip() for line in LINTER[section][option].splitlines() if line.strip()]


def _modules(service: str) -> set[str]:
    """The modules directly below a service."""
    folder = ROOT / "services" / service
    modules = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
    modules |= {path.parent.name for path in folder.glob("*/__init__.py")}
    return modules - WITHOUT_LAYER
