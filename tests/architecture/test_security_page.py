"""SECURITY.md names tests that are there."""

import re

from tests.architecture.sources import ROOT

NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "SECURITY.md").read_text())))


def test_every_test_that_the_security_page_names_is_there() -> None:
    assert len(NAMED) > 10
    assert [name for name in NAMED if not (ROOT / name).exists()] == []
