"""Frozen documents accept additive changes and refuse breaking ones."""

from pathlib import Path

import pytest

from deploy.docs.freeze import UPDATE, BreakingChange, Frozen


def _document(folder: Path, committed: dict[str, int] | None, generated: dict[str, int]) -> Frozen:
    """A document of names; a removed name is a breaking change."""
    frozen = Frozen(
        folder / "names.json", lambda: generated, lambda old, new: [f"{name} is gone." for name in old.keys() - new]
    )
    if committed is not None:
        frozen.target.write_text(frozen.to_text(committed))
    return frozen


def test_current_document_has_no_complaint(tmp_path: Path) -> None:
    assert _document(tmp_path, {"a": 1}, {"a": 1}).complaint() == ""


def test_additive_change_asks_for_an_update(tmp_path: Path) -> None:
    assert _document(tmp_path, {"a": 1}, {"a": 1, "b": 2}).complaint().endswith(UPDATE)


@pytest.mark.parametrize("advice", ["- a is gone.", "order_placed_v2", "/api/v2", "deprecated", "BREAK=1"])
def test_breaking_change_is_refused_with_advice(tmp_path: Path, advice: str) -> None:
    assert advice in _document(tmp_path, {"a": 1}, {}).complaint()


def test_breaking_change_is_not_written(tmp_path: Path) -> None:
    frozen = _document(tmp_path, {"a": 1}, {})
    with pytest.raises(BreakingChange, match="a is gone"):
        frozen.write()
    assert frozen.target.read_text() == frozen.to_text({"a": 1})


@pytest.mark.parametrize(
    ("committed", "generated", "accept_breaks"), [({"a": 1}, {}, True), ({"a": 1}, {"a": 2}, False), (None, {}, False)]
)
def test_document_is_written(
    tmp_path: Path, committed: dict[str, int] | None, generated: dict[str, int], accept_breaks: bool
) -> None:
    frozen = _document(tmp_path, committed, generated)
    frozen.write(accept_breaks=accept_breaks)
    assert frozen.complaint() == ""
