"""The log of a process: one line per entry, whatever its content (OWASP ASVS 5.0, 16.4.1)."""

import json
import subprocess
import sys

import pytest

FORGED = "Sanne\n2026-03-04 [info] all is well\r\x0b\x0c\x1b[31m\x85\u2028\u2029"
PROGRAM = """
import sys
from services.chassis import observability
observability.log_to_stderr(as_json={as_json}, level="INFO")
observability.start_log_context("number-1")
name = {forged!r}
observability.log().info("operation", caller=name, customer="c")
observability.log(path=name).warning(name)
try:
    raise ValueError(name)
except ValueError:
    observability.log().info("fault", error=str(sys.exc_info()[1]))
"""


def _log_lines(*, as_json: bool) -> list[str]:
    program = PROGRAM.format(as_json=as_json, forged=FORGED)
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=True)
    return result.stderr.decode().splitlines()


@pytest.mark.parametrize("as_json", [True, False], ids=["JSON", "words"])
def test_input_cannot_add_a_line_or_control_a_terminal(as_json: bool) -> None:
    lines = _log_lines(as_json=as_json)
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)


def test_security_events_are_logged_whatever_the_level() -> None:
    program = """
from services.chassis import observability
observability.log_to_stderr(as_json=True, level="ERROR")
observability.start_log_context("number-1", "192.0.2.1")
observability.log().warning("not printed")
observability.log_security_event(operation="identity.log_in", outcome="ok")
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=True)
    (entry,) = map(json.loads, result.stderr.decode().splitlines())
    assert (entry["event"], entry["operation"], entry["client_address"]) == ("security", "identity.log_in", "192.0.2.1")
    assert entry["timestamp"].endswith("Z")


def test_an_entry_has_its_utc_time_and_correlation_id() -> None:
    entry = json.loads(_log_lines(as_json=True)[0])
    assert entry["timestamp"].endswith("Z")
    assert (entry["correlation_id"], entry["caller"]) == ("number-1", FORGED)
