"""The one log of many processes."""

import io
import json

from deploy.run.log_lines import Log, parse_line


def _said(name: str, line: str, *, colour: bool = False) -> str:
    out = io.StringIO()
    Log(["fleet", "notify"], out, colour=colour).write(name, line)
    return out.getvalue()


def test_an_entry_is_one_line_with_its_service_time_level_and_facts() -> None:
    entry = {"event": "page", "path": "/a b", "level": "info", "timestamp": "2026-03-02T08:15:00.1Z", "status": 200}
    assert _said("fleet", json.dumps(entry)) == 'fleet       08:15:00 info    page path="/a b" status=200\n'


def test_what_is_no_entry_is_shown_as_it_is() -> None:
    assert _said("fleet", "Traceback (most recent call last):\n") == "fleet       Traceback (most recent call last):\n"


def test_nobodys_text_forges_a_second_line_or_a_colour() -> None:
    entry = {"event": "page", "path": "/\nnotify      all is well \x1b[31m"}
    assert _said("fleet", json.dumps(entry)).count("\n") == 1
    assert "\x1b" not in _said("fleet", json.dumps(entry))
    assert "\x1b" not in _said("fleet", "raw \x1b[31m")


def test_each_service_has_a_colour_of_its_own_where_somebody_looks() -> None:
    colours = {_said(name, "x", colour=True).split("m")[0] for name in ("fleet", "notify")}
    assert len(colours) == 2
    assert "\x1b" not in _said("fleet", "x")


def test_json_that_is_no_object_is_no_entry() -> None:
    assert parse_line("[1]") == ("", "[1]")
