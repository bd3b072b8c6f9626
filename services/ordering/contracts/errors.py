"""Why a draft or an order is refused."""

from services.chassis.contract import ContractError

__all__ = [
    "DraftChanged",
    "DraftFull",
    "DraftIncomplete",
    "DraftIsEmpty",
    "DraftLinesUnavailable",
    "DraftPlaced",
    "InvalidOrderTransition",
    "MoreThanOrdered",
    "SupplyAlreadyOnItsWay",
    "SupplyDoesNotFit",
]


class InvalidOrderTransition(ContractError):
    """The order's present `status` does not allow this."""

    code = "invalid_order_transition"
    status = 409


class SupplyDoesNotFit(ContractError):
    """No supply with this `sku` fits the machine (`machine`: its name), or the catalogue has none."""

    code = "supply_does_not_fit"
    status = 422


class SupplyAlreadyOnItsWay(ContractError):
    """An open order (`reference_number`) has the supply `sku` for this machine; ordering it again requires a reason."""

    code = "supply_already_on_its_way"
    status = 409


class MoreThanOrdered(ContractError):
    """A parcel would hold more of `sku` than is still to be shipped (`left`)."""

    code = "more_than_ordered"
    status = 422


class DraftIsEmpty(ContractError):
    """The draft has no lines."""

    code = "draft_is_empty"
    status = 422


class DraftIncomplete(ContractError):
    """The draft has no delivery address, or an incomplete one."""

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
