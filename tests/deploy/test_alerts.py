"""`promtool` checks the configuration and the queries, and runs the unit tests of the alert rules."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from skipping import skip_or_fail

from tests.deploy.test_observe import FOLDER, RULES, queries

TESTS = yaml.safe_load((FOLDER / "rules_test.yaml").read_text())["tests"]
ALERT_TESTS = [one for test in TESTS for one in test["alert_rule_test"]]


def promtool(*arguments: str | Path) -> str:
    """Its output; the test fails with that when it exits with an error."""
    program = shutil.which("promtool")
    if not program:
        skip_or_fail("no promtool on this machine; Debian has it in the package prometheus")
    result = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, cwd=FOLDER, timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_promtool_accepts_the_example_configuration() -> None:
    assert f"{len(RULES)} rules found" in promtool("check", "config", "prometheus.yaml")


def test_alert_rules_pass_their_unit_tests() -> None:
    assert "SUCCESS" in promtool("test", "rules", "rules_test.yaml")


@pytest.mark.parametrize("alert", [rule["alert"] for rule in RULES])
def test_each_alert_is_tested_firing_and_not_firing(alert: str) -> None:
    assert {"exp_alerts" in one for one in ALERT_TESTS if one["alertname"] == alert} == {True, False}


def test_queries_are_valid_promql(tmp_path: Path) -> None:
    records = [{"record": f"asked:{place}", "expr": expression} for place, expression in enumerate(queries())]
    rules = tmp_path / "rules.yaml"
    rules.write_text(yaml.safe_dump({"groups": [{"name": "asked", "rules": records}]}))
    assert f"{len(records)} rules found" in promtool("check", "rules", rules)
