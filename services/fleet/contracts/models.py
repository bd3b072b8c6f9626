"""Machine models."""

from services.chassis.contract import Command, Feed, Kind, Schema, StateEvent, fields
from services.identity.contracts import StaffRight

__all__ = ["FeedModels", "ModelStateChanged", "UpsertModel"]


class ModelDetail(Schema):
    id = fields.UUID()
    manufacturer = fields.String(max_length=60)
    name = fields.String(max_length=80)
    colour = fields.Boolean()


EXAMPLE = {
    "id": "01980000-0000-7000-8000-000000000011",
    "manufacturer": "Konica Minolta",
    "name": "bizhub C250i",
    "colour": True,
}


class UpsertModel(Command):
    """Create a model, or update the one with this manufacturer and name."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_FLEET}

    class Request(Schema):
        manufacturer = fields.String(max_length=60, min_length=1)
        name = fields.String(max_length=80, min_length=1)
        colour = fields.Boolean(load_default=False)

    class Response(ModelDetail):
        pass

    example = ({"manufacturer": "Konica Minolta", "name": "bizhub C250i", "colour": True}, EXAMPLE)


class ModelStateChanged(StateEvent):
    """The complete state of a machine model."""

    subject = "model_id"

    class Data(Schema):
        model_id = fields.UUID()
        manufacturer = fields.String(max_length=60)
        name = fields.String(max_length=80)
        colour = fields.Boolean()

    example = {
        "model_id": EXAMPLE["id"],
        "manufacturer": "Konica Minolta",
        "name": "bizhub C250i",
        "colour": True,
    }


class FeedModels(Feed):
    of = ModelStateChanged
    example = (
        {"limit": 1},
        {
            "rows": [{"id": EXAMPLE["id"], "version": 1, "deleted": False, "data": ModelStateChanged.example}],
            "next": None,
        },
    )
