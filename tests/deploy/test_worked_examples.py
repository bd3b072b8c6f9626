"""The worked examples of CONTRIBUTING.md apply to the present code, and do what they say."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from architecture.sources import ROOT
from skipping import skip_or_fail

from tests.deploy.worked_examples import EXAMPLES

SECTION = re.compile(r"^## Worked example: (.+?)\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
DIFF = re.compile(r"```diff\n(.*?)```", re.DOTALL)
WRITTEN = dict(SECTION.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))


def _copy(folder: Path) -> Path:
    """A copy of all files that git knows."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        skip_or_fail("NOT TESTED: this is no clone by git")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder


def _run(folder: Path, *command: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, timeout=600)


def test_every_worked_example_is_checked() -> None:
    assert WRITTEN.keys() == EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_worked_example_does_what_it_says(name: str, tmp_path: Path) -> None:
    folder = _copy(tmp_path / "copy")
    applied = _run(folder, "git", "apply", "-C1", "-", given="".join(DIFF.findall(WRITTEN[name])))
    assert applied.returncode == 0, applied.stderr
    done = _run(folder, sys.executable, "-m", "tests.deploy.worked_examples", name, str(tmp_path / "var"))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
