"""Contracts of ordering: catalogue, drafts and orders."""

from services.ordering.contracts.catalogue import (
    FeedSupplies,
    ListFittingSupplies,
    SupplyStateChanged,
    UnknownModel,
    UpsertSupply,
)
from services.ordering.contracts.drafts import (
    AddToDraft,
    ChangeDraft,
    DraftChanged,
    DraftFull,
    DraftIncomplete,
    DraftIsEmpty,
    DraftPlaced,
    ExpireDraft,
    GetDraft,
    PlaceDraft,
    SetDraftDelivery,
)
from services.ordering.contracts.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderRefused,
    OrderShipped,
)
from services.ordering.contracts.history import ImportOrder
from services.ordering.contracts.operations import (
    CancelOrder,
    ConfirmOrder,
    CountOrders,
    DeliverOrder,
    GetOrder,
    ListOrders,
    PlaceOrder,
    RefuseOrder,
    ShipOrder,
)
from services.ordering.contracts.orders import (
    InvalidOrderTransition,
    MoreThanOrdered,
    OrderStatus,
    SupplyAlreadyOnItsWay,
    SupplyDoesNotFit,
)

__all__ = [
    "AddToDraft", "CancelOrder", "ChangeDraft", "ConfirmOrder", "CountOrders", "DeliverOrder", "DraftChanged",
    "DraftFull", "DraftIncomplete", "DraftIsEmpty", "DraftPlaced", "ExpireDraft", "FeedSupplies", "GetDraft",
    "GetOrder", "ImportOrder", "InvalidOrderTransition", "ListFittingSupplies", "ListOrders", "MoreThanOrdered",
    "OrderCancelled", "OrderConfirmed", "OrderDelivered", "OrderPlaced", "OrderRefused", "OrderShipped",
    "OrderStatus", "PlaceDraft", "PlaceOrder", "RefuseOrder", "SetDraftDelivery", "ShipOrder",
    "SupplyAlreadyOnItsWay", "SupplyDoesNotFit", "SupplyStateChanged", "UnknownModel", "UpsertSupply",
]  # fmt: skip
