"""Errors of operations on drafts."""

from services.chassis.contract import ContractError

__all__ = [
    "DraftChanged", "DraftFull", "DraftIncomplete", "DraftIsEmpty", "DraftLinesUnavailable", "DraftPlaced",
]  # fmt: skip


class DraftIsEmpty(ContractError):
    """The draft has no lines."""

    code = "draft_is_empty"
    status = 422


class DraftIncomplete(ContractError):
    """The draft has no delivery address."""

    code = "draft_incomplete"
    status = 422


class DraftChanged(ContractError):
    """The draft was changed since the revision that the caller saw; check it again."""

    code = "draft_changed"
    status = 409


class DraftLinesUnavailable(ContractError):
    """The draft has lines that cannot be ordered any more; remove them."""

    code = "draft_lines_unavailable"
    status = 409


class DraftPlaced(ContractError):
    """The draft was placed as an order (`reference_number`) and can no longer be changed."""

    code = "draft_placed"
    status = 409


class DraftFull(ContractError):
    """A draft holds at most `limit` lines."""

    code = "draft_full"
    status = 422
