"""What others may know of ordering: the catalogue of supplies, baskets and orders."""

from services.ordering.contracts.catalogue import (
    FeedSupplies,
    ListFittingSupplies,
    RecordSupply,
    SupplyRecorded,
    UnknownModel,
)
from services.ordering.contracts.drafts import (
    AddressDraft,
    AddToDraft,
    ChangeDraft,
    DraftChanged,
    DraftFull,
    DraftIncomplete,
    DraftIsEmpty,
    DraftPlaced,
    FindDraft,
    ForgetDraft,
    PlaceDraft,
)
from services.ordering.contracts.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderRefused,
    OrderShipped,
)
from services.ordering.contracts.history import RecordPastOrder
from services.ordering.contracts.operations import (
    CancelOrder,
    ConfirmOrder,
    CountOrders,
    DeliverOrder,
    FindOrder,
    ListOrders,
    PlaceOrder,
    RefuseOrder,
    ShipOrder,
)
from services.ordering.contracts.orders import (
    MoreThanOrdered,
    OrderMovedOn,
    OrderStatus,
    SupplyAlreadyOnItsWay,
    SupplyDoesNotFit,
)

__all__ = [
    "AddToDraft", "AddressDraft", "CancelOrder", "ChangeDraft", "ConfirmOrder", "CountOrders", "DeliverOrder",
    "DraftChanged", "DraftFull", "DraftIncomplete", "DraftIsEmpty", "DraftPlaced", "FeedSupplies", "FindDraft",
    "FindOrder", "ForgetDraft", "ListFittingSupplies", "ListOrders", "MoreThanOrdered", "OrderCancelled",
    "OrderConfirmed", "OrderDelivered", "OrderMovedOn", "OrderPlaced", "OrderRefused", "OrderShipped", "OrderStatus",
    "PlaceDraft", "PlaceOrder", "RecordPastOrder", "RecordSupply", "RefuseOrder", "ShipOrder", "SupplyAlreadyOnItsWay",
    "SupplyDoesNotFit", "SupplyRecorded", "UnknownModel",
]  # fmt: skip
