"""docs/security.md names tests that exist."""

import ast
import re

import pytest
from architecture.sources import ROOT, tree

PAGE = (ROOT / "docs" / "security.md").read_text()
NAMES = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", PAGE)))
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| (?!requirement)[^-]", line)]


@pytest.mark.parametrize("name", NAMES)
def test_a_named_test_exists(name: str) -> None:
    path, _, function = name.partition("::")
    assert (ROOT / path).exists()
    functions = {node.name for node in tree(ROOT / path).body if isinstance(node, ast.FunctionDef)}
    assert not function or function in functions


def test_every_requirement_has_an_asvs_number_and_a_test() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        _, asvs, tests = row.strip("| ").split(" | ")
        assert re.fullmatch(r"(\d+\.\d+\.\d+(–\d+\.\d+\.\d+)?(, )?)+", asvs), row
        assert re.search(r"`tests/[\w/]+\.py::test_\w+`", tests), row
