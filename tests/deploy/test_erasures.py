"""The file of `machinepark erasures`."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deploy.cli import erasures
from deploy.run.errors import StartupError

ERASURE: dict[str, Any] = {
    "person_id": "01980000-0000-7000-8000-000000000002",
    "erased_at": "2026-03-03T08:12:00+00:00",
}


@pytest.mark.parametrize("wrong", [{}, {"other_ids": None}, {"other_ids": "x"}, {"other_ids": [1]}, {"other_ids": {}}])
def test_a_file_of_something_else_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    (file := tmp_path / "erased").write_text(json.dumps(ERASURE | wrong))
    refused = CliRunner().invoke(erasures.erasures, ["apply", str(file)])
    assert isinstance(refused.exception, StartupError)
    assert "was not written by" in str(refused.exception)
