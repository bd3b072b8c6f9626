"""The guide for programs does what it says: its examples are run, one after the other, as a reader would."""

import json
import re
import shutil
import subprocess

import pytest
from portal import ROOT, Portal

from requirements import skip_or_fail

GUIDE = (ROOT / "docs" / "integrating.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```sh\n(.+?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
TOOLS = ("bash", "curl", "jq")


@pytest.fixture(scope="module")
def said(portal: Portal) -> str:
    """What the examples printed."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        skip_or_fail(f"this machine lacks {', '.join(missing)}")
    script = "set -euo pipefail\n" + "\n".join(EXAMPLES).replace("http://127.0.0.1:8000", portal.url)
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_example_can_be_run(said: str) -> None:
    assert '"name": "Sanne de Wit"' in said
    assert '"status": "invited"' in said
    assert '"status": "active"' in said
    assert '"name": "Tom Visser"' in said


def test_the_refusal_that_is_shown_is_the_one_that_comes(said: str) -> None:
    (shown,) = re.findall(r"^```json\n(.+?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    expected = json.loads(shown)
    (come,) = [found for found in _objects(said) if found.get("code") == expected["code"]]
    assert _compared(come) == _compared(expected)


def _objects(printed: str) -> list[dict[str, object]]:
    return [json.loads(found) for found in re.findall(r"^\{\n.+?^\}$", printed, re.MULTILINE | re.DOTALL)]


def _compared(problem: dict[str, object]) -> dict[str, object]:
    """Without what is another each time, and the sentence that the guide shortens."""
    told = json.loads(json.dumps(problem))
    told["errors"][2].pop("text")
    return {name: value for name, value in told.items() if name != "correlation_id"}
