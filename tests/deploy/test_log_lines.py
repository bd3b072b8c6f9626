"""The combined log of all processes."""

import io
import json

from deploy.run.log_lines import Log, parse_line


def _log_output(name: str, line: str, *, colour: bool = False) -> str:
    out = io.StringIO()
    Log(["fleet", "notify"], out, colour=colour).write(name, line)
    return out.getvalue()


def test_entry_is_one_line_with_service_time_level_and_fields() -> None:
    entry = {"event": "page", "path": "/a b", "level": "info", "timestamp": "2026-03-02T08:15:00.1Z", "status": 200}
    assert _log_output("fleet", json.dumps(entry)) == 'fleet       08:15:00 info    page path="/a b" status=200\n'


def test_other_output_is_shown_unchanged() -> None:
    assert (
        _log_output("fleet", "Traceback (most recent call last):\n")
        == "fleet       Traceback (most recent call last):\n"
    )


def test_logged_text_cannot_forge_a_line_or_a_colour() -> None:
    entry = {"event": "page", "path": "/\nnotify      all is well \x1b[31m"}
    assert _log_output("fleet", json.dumps(entry)).count("\n") == 1
    assert "\x1b" not in _log_output("fleet", json.dumps(entry))
    assert "\x1b" not in _log_output("fleet", "raw \x1b[31m")


def test_each_service_has_its_own_colour_on_a_terminal() -> None:
    colours = {_log_output(name, "x", colour=True).split("m")[0] for name in ("fleet", "notify")}
    assert len(colours) == 2
    assert "\x1b" not in _log_output("fleet", "x")


def test_json_other_than_an_object_is_not_an_entry() -> None:
    assert parse_line("[1]") == ("", "[1]")
