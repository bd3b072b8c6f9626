"""What others may know of ordering: the catalogue of supplies."""

from services.ordering.contracts.catalogue import (
    FeedSupplies,
    ListFittingSupplies,
    RecordSupply,
    SupplyRecorded,
    UnknownModel,
)

__all__ = ["FeedSupplies", "ListFittingSupplies", "RecordSupply", "SupplyRecorded", "UnknownModel"]
