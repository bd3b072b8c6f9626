"""The repository's source files for the tests of this folder."""

import ast
import functools
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def files(*folders: str, suffix: str = ".py") -> list[Path]:
    """Files below folders of the repository, without generated ones."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob(f"*{suffix}"))]
    return [path for path in paths if path.is_file() and "__pycache__" not in path.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def calls(path: Path, *names: str) -> Iterator[str]:
    """`file:line` of every call of a function or method with one of these names."""
    return (f"{name_of(path)}:{line}" for called, line in _all_calls(path) if called in names)


@functools.cache
def _all_calls(path: Path) -> list[tuple[str, int]]:
    return [
        (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""), node.lineno)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
    ]


def words(path: Path) -> Iterator[tuple[int, str]]:
    """Line and word, in lower case, of all names, texts and comments; `CustomerStateChanged` is three words."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
        if token.type in (tokenize.NAME, tokenize.STRING, tokenize.COMMENT):
            for offset, line in enumerate(token.string.split("\n")):
                for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", line):
                    yield token.start[0] + offset, word.lower()
