"""The catalogue: supplies and the models they fit (docs/features.md#ordering)."""

from services.chassis.contract import Command, ContractError, Feed, Kind, Query, Schema, StateEvent, fields
from services.chassis.contract.paging import MAX_ROWS
from services.fleet.contracts import MachineNotFound, SupplyColour, SupplyKind
from services.identity.contracts import StaffRight

__all__ = ["FeedSupplies", "ListFittingSupplies", "ListOffers", "SupplyStateChanged", "UnknownModel", "UpsertSupply"]

MAX_SUPPLIES, MAX_OPEN_ORDERS = 200, 20


class UnknownModel(ContractError):
    """The catalogue names a model that does not exist in fleet (`manufacturer`, `name`)."""

    code = "unknown_model"
    status = 422


class Price(Schema):
    """An amount in integer minor units of an ISO 4217 currency, without tax."""

    amount = fields.Integer(min=0)
    currency = fields.String(max_length=3, min_length=3)


class OpenOrder(Schema):
    """An order of the supply that is not delivered yet. `status`: placed, confirmed or shipped. `shipped` is the
    part of the `quantity` that is on its way."""

    reference_number = fields.String(max_length=20)
    status = fields.String(max_length=40)
    placed_at = fields.AwareDateTime()
    quantity = fields.Integer(min=1)
    shipped = fields.Integer(min=0)


class ModelName(Schema):
    manufacturer = fields.String(max_length=60, min_length=1)
    name = fields.String(max_length=80, min_length=1)


class CatalogueItem(Schema):
    """A supply. `yield_pages` is null when the manufacturer gives none; `price` is null when included in the
    contract."""

    id = fields.UUID()
    sku = fields.String(max_length=40)
    name = fields.String(max_length=120)
    kind = fields.Enum(SupplyKind)
    colour = fields.Enum(SupplyColour)
    yield_pages = fields.Integer(min=1, allow_none=True, required=True)
    included_in_contract = fields.Boolean()
    price = fields.Nested(Price, allow_none=True, required=True)


EXAMPLE = {
    "id": "01980000-0000-7000-8000-000000000021",
    "sku": "TN-328M",
    "name": "Konica Minolta TN-328M",
    "kind": "toner",
    "colour": "magenta",
    "yield_pages": 28000,
    "included_in_contract": True,
    "price": None,
}


class UpsertSupply(Command):
    """Create a supply in the catalogue, or update the one with this SKU. It fits exactly these models."""

    allowed = {Kind.STAFF: StaffRight.HANDLE_ORDERS}
    errors = (UnknownModel,)

    class Request(Schema):
        sku = fields.String(max_length=40, min_length=1)
        name = fields.String(max_length=120, min_length=1)
        kind = fields.Enum(SupplyKind)
        colour = fields.Enum(SupplyColour)
        yield_pages = fields.Integer(min=1, allow_none=True, load_default=None)
        included_in_contract = fields.Boolean(load_default=True)
        price = fields.Nested(Price, allow_none=True, load_default=None)
        fits = fields.List(fields.Nested(ModelName), max_length=200)

    class Response(CatalogueItem):
        pass

    example = (
        {
            **{key: EXAMPLE[key] for key in ("sku", "name", "kind", "colour", "yield_pages")},
            "fits": [{"manufacturer": "Konica Minolta", "name": "bizhub C250i"}],
        },
        EXAMPLE,
    )


class FittingSupply(CatalogueItem):
    """`open_orders` contain this supply for this machine: the newest, newest first. `in_basket` is its quantity in the
    caller's basket."""

    open_orders = fields.List(fields.Nested(OpenOrder), max_length=MAX_OPEN_ORDERS)
    in_basket = fields.Integer(min=0)


_EXAMPLE_FITTING = EXAMPLE | {
    "open_orders": [
        {
            "reference_number": "SO-2207-6143-5",
            "status": "placed",
            "placed_at": "2026-03-03T08:12:00+00:00",
            "quantity": 2,
            "shipped": 0,
        }
    ],
    "in_basket": 0,
}
_EXAMPLE_MACHINE = "01980000-0000-7000-8000-000000000012"


class ListFittingSupplies(Query):
    """Supplies that fit a machine, by kind and colour, each with its open orders."""

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (MachineNotFound,)

    class Request(Schema):
        machine_id = fields.UUID()

    class Response(Schema):
        rows = fields.List(fields.Nested(FittingSupply), max_length=MAX_SUPPLIES)

    example = ({"machine_id": _EXAMPLE_MACHINE}, {"rows": [_EXAMPLE_FITTING]})


class ListOffers(Query):
    """`ListFittingSupplies` for several machines. Machines that do not exist or are out of scope are left out."""

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Request(Schema):
        machine_ids = fields.List(fields.UUID(), max_length=MAX_ROWS)

    class Response(Schema):
        class OfMachine(Schema):
            machine_id = fields.UUID()
            supplies = fields.List(fields.Nested(FittingSupply), max_length=MAX_SUPPLIES)

        rows = fields.List(fields.Nested(OfMachine), max_length=MAX_ROWS)

    example = (
        {"machine_ids": [_EXAMPLE_MACHINE]},
        {"rows": [{"machine_id": _EXAMPLE_MACHINE, "supplies": [_EXAMPLE_FITTING]}]},
    )


class SupplyStateChanged(StateEvent):
    """The complete state of a supply in the catalogue."""

    subject = "supply_id"

    class Data(Schema):
        supply_id = fields.UUID()
        sku = fields.String(max_length=40)
        name = fields.String(max_length=120)
        kind = fields.Enum(SupplyKind)
        colour = fields.Enum(SupplyColour)
        model_ids = fields.List(fields.UUID(), max_length=200)

    example = {
        "supply_id": EXAMPLE["id"],
        "sku": "TN-328M",
        "name": "Konica Minolta TN-328M",
        "kind": "toner",
        "colour": "magenta",
        "model_ids": ["01980000-0000-7000-8000-000000000011"],
    }


class FeedSupplies(Feed):
    of = SupplyStateChanged
    example = (
        {"limit": 1},
        {
            "rows": [{"id": EXAMPLE["id"], "version": 1, "deleted": False, "data": SupplyStateChanged.example}],
            "next": None,
        },
    )
