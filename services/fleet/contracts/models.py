"""Machine models: what kinds of printers there are."""

from services.chassis.contract import Command, Feed, Flag, Id, Kind, Schema, StateEvent, Text
from services.identity.contracts import StaffRight


class ModelDetail(Schema):
    id = Id()
    manufacturer = Text(max=60)
    name = Text(max=80)
    colour = Flag()


EXAMPLE = {
    "id": "01980000-0000-7000-8000-000000000011",
    "manufacturer": "Konica Minolta",
    "name": "bizhub C250i",
    "colour": True,
}


class RecordModel(Command):
    """Add a model, or change the one of this manufacturer and name."""

    allowed = {Kind.STAFF: StaffRight.MANAGE_FLEET}

    class Request(Schema):
        manufacturer = Text(max=60, min=1)
        name = Text(max=80, min=1)
        colour = Flag(load_default=False)

    class Response(ModelDetail):
        pass

    example = ({"manufacturer": "Konica Minolta", "name": "bizhub C250i", "colour": True}, EXAMPLE)


class ModelRecorded(StateEvent):
    """A machine model as it now is."""

    subject = "model_id"

    class Data(Schema):
        model_id = Id()
        manufacturer = Text(max=60)
        name = Text(max=80)
        colour = Flag()

    example = {
        "model_id": EXAMPLE["id"],
        "manufacturer": "Konica Minolta",
        "name": "bizhub C250i",
        "colour": True,
    }


class FeedModels(Feed):
    of = ModelRecorded
    example = (
        {"limit": 1},
        {"rows": [{"id": EXAMPLE["id"], "version": 1, "gone": False, "data": ModelRecorded.example}], "next": None},
    )
