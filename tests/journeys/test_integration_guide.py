"""The examples of docs/integrating.md run one after the other."""

import json
import re
import shutil
import subprocess

import pytest
from forked_process import ROOT
from portal import Portal
from skipping import skip_or_fail

GUIDE = (ROOT / "docs" / "integrating.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```sh\n(.+?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
TOOLS = ("bash", "curl", "jq")


@pytest.fixture(scope="module")
def output(portal: Portal) -> str:
    """The output of the examples."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        skip_or_fail(f"this machine lacks {', '.join(missing)}")
    script = "set -euo pipefail\n" + "\n".join(EXAMPLES).replace("http://127.0.0.1:8000", portal.url)
    completed = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout


def test_examples_run(output: str) -> None:
    assert '"name": "Sanne de Wit"' in output
    assert '"status": "invited"' in output
    assert '"status": "active"' in output
    assert '"name": "Tom Visser"' in output
    assert '"action": "request_service",\n  "enabled": true' in output


def test_error_in_the_guide_is_the_actual_one(output: str) -> None:
    (example,) = re.findall(r"^```json\n(.+?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    expected = json.loads(example)
    (actual,) = [object_ for object_ in _objects(output) if object_.get("code") == expected["code"]]
    assert _compared(actual) == _compared(expected)


def _objects(output: str) -> list[dict[str, object]]:
    return [json.loads(object_) for object_ in re.findall(r"^\{\n.+?^\}$", output, re.MULTILINE | re.DOTALL)]


def _compared(problem: dict[str, object]) -> dict[str, object]:
    """The problem without its random id, and without the text that the guide shortens."""
    copy = json.loads(json.dumps(problem))
    copy["errors"][2].pop("text")
    return {name: value for name, value in copy.items() if name != "correlation_id"}
