"""Prometheus itself reads what is there for it, and its own tests say when each alert fires."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from requirements import skip_or_fail
from tests.deploy.test_observe import FOLDER, RULES, asked

TESTS = yaml.safe_load((FOLDER / "rules_test.yaml").read_text())["tests"]
TRIED = [one for test in TESTS for one in test["alert_rule_test"]]


def promtool(*arguments: str | Path) -> str:
    """What it says, where all is well; else the test fails with it."""
    program = shutil.which("promtool")
    if not program:
        skip_or_fail("no promtool on this machine; Debian has it in the package prometheus")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, cwd=FOLDER, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_prometheus_starts_with_the_example() -> None:
    assert f"{len(RULES)} rules found" in promtool("check", "config", "prometheus.yaml")


def test_alerts_fire_when_they_should_and_say_what_they_should() -> None:
    assert "SUCCESS" in promtool("test", "rules", "rules_test.yaml")


@pytest.mark.parametrize("alert", [rule["alert"] for rule in RULES])
def test_an_alert_is_tried_where_it_fires_and_where_it_does_not(alert: str) -> None:
    assert {"exp_alerts" in one for one in TRIED if one["alertname"] == alert} == {True, False}


def test_prometheus_understands_all_that_the_dashboard_asks(tmp_path: Path) -> None:
    records = [{"record": f"asked:{place}", "expr": expression} for place, expression in enumerate(asked())]
    rules = tmp_path / "rules.yaml"
    rules.write_text(yaml.safe_dump({"groups": [{"name": "asked", "rules": records}]}))
    assert f"{len(records)} rules found" in promtool("check", "rules", rules)
