"""Schemas of the API that are derived from contracts."""

import enum
from typing import Any

import pytest
from marshmallow import Schema as MarshmallowSchema
from marshmallow import ValidationError

from gateway.api.schemas.derive import body_of, part_of, query_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema, fields
from services.identity.contracts import LogIn
from tests.gateway.api.described_operations import document

TIME = "2026-03-04T08:10:00+00:00"


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(Schema):
    name = fields.String(max_length=20)
    secret = fields.String(max_length=20)


class Thing(Schema):
    """A thing."""

    id = fields.UUID()
    colour = fields.Enum(Colour)
    at = fields.AwareDateTime(allow_none=True, required=True)
    note = fields.String(max_length=20, load_default="")
    parts = fields.RawList(fields.Nested(Part), max_length=5)


class Change(Schema):
    id = fields.UUID()
    colour = fields.Enum(Colour, load_default=Colour.RED)
    count = fields.Integer(min=1, max=9, load_default=1)
    flag = fields.Boolean(load_default=False)
    note = fields.String(max_length=20, allow_none=True)
    part = fields.Nested(Part, allow_none=True)


THING = {"id": "1", "colour": "red", "at": TIME, "note": "", "parts": [{"name": "wheel", "secret": "x"}]}


def _contract(base: type[Schema] = Thing) -> type[Schema]:
    """A contract's schema of its own: each has one schema of the API."""
    return type("Contract", (base,), {"more": fields.Boolean()})


def _response(contract: type[Schema], **options: Any) -> MarshmallowSchema:
    return response_of(contract, **options)(ResponseSchema.from_dict({}, name="Shape"))()


def _request(derive: Any = body_of, **options: Any) -> MarshmallowSchema:
    return derive(Change, **options)(Schema.from_dict({}, name="Shape"))()


def test_response_has_every_field_of_the_contract() -> None:
    assert _response(_contract()).fields.keys() == {*Thing().fields, "more"}


def test_response_passes_times_and_unknown_enum_values_on() -> None:
    content = THING | {"colour": "green", "more": True}
    assert _response(_contract()).dump(content) == content


def test_hidden_field_is_not_sent() -> None:
    assert "note" not in _response(_contract(), hide=("note",)).dump(THING)


def test_renamed_field_is_sent_under_its_new_name() -> None:
    assert _response(_contract(), rename={"id": "thing_id"}).dump({"id": "1"}) == {"thing_id": "1"}


def test_field_hidden_in_a_nested_schema_is_not_sent() -> None:
    part = _contract(Part)
    whole = type("Whole", (Schema,), {"parts": fields.List(fields.Nested(part), max_length=5)})
    shape = _response(whole)
    _response(part, hide=("secret",))
    assert shape.dump(THING) == {"parts": [{"name": "wheel"}]}


def test_field_hidden_in_a_schema_is_hidden_in_those_that_inherit_it() -> None:
    base = _contract(Part)
    _response(base, hide=("secret",))
    heir = type("Heir", (base,), {"own": fields.Boolean()})
    assert _response(heir).fields.keys() == {"name", "more", "own"}


def test_schema_declared_after_one_that_inherits_it_is_refused() -> None:
    """What it hides would not be hidden there."""
    base = _contract()
    _response(type("Heir", (base,), {"own": fields.Boolean()}))
    with pytest.raises(ValueError, match="must be declared before"):
        _response(base, hide=("note",))


@pytest.mark.parametrize("options", [{"hide": ("nose",)}, {"rename": {"nose": "note"}}])
def test_name_that_the_contract_does_not_have_is_refused(options: dict[str, Any]) -> None:
    """A field that the contract renames does not appear unnoticed."""
    with pytest.raises(ValueError, match="has no nose"):
        _response(_contract(), **options)


def test_new_name_that_another_field_has_is_refused() -> None:
    with pytest.raises(ValueError, match="two fields would be named note"):
        _response(_contract(), rename={"id": "note"})


def test_all_fields_of_a_response_are_required_and_without_default() -> None:
    assert {field.required for field in _response(_contract()).fields.values()} == {True}


def test_part_has_only_the_given_fields() -> None:
    part = part_of(Thing, ("id", "note"), rename={"id": "thing_id"})(ResponseSchema.from_dict({}))()
    assert part.dump(THING) == {"thing_id": "1", "note": ""}


def test_declared_field_replaces_that_of_the_contract() -> None:
    @response_of(_contract())
    class Shape(ResponseSchema):
        note = fields.Boolean()

    assert isinstance(Shape().fields["note"], fields.Boolean)


def test_description_is_that_of_the_contract_if_there_is_no_other() -> None:
    assert type(_response(_contract())).__doc__ == "A thing."


def test_optional_field_that_is_not_sent_is_not_passed_on() -> None:
    assert _request().load({"id": THING["id"] * 32}).keys() == {"id", "colour", "count", "flag"}


def test_default_of_an_enumeration_is_its_value() -> None:
    assert type(_request().fields["colour"].load_default) is str


def test_optional_field_cannot_be_null() -> None:
    with pytest.raises(ValidationError):
        _request(hide=("id",)).load({"note": None})


def test_given_default_replaces_that_of_the_contract() -> None:
    assert _request(hide=("id",), defaults={"note": "-"}).load({})["note"] == "-"


def test_renamed_field_of_a_request_has_its_old_name_in_the_view() -> None:
    assert _request(hide=("id",), rename={"note": "remark"}).load({"remark": "x"})["note"] == "x"


def test_nested_request_is_derived_too() -> None:
    part = {"name": "wheel", "secret": "x"}
    assert _request(hide=("id",)).load({"part": part})["part"] == part


@pytest.mark.parametrize(
    ("content", "field"), [({"count": "10"}, "count"), ({"count": "x"}, "count"), ({"flag": "1"}, "flag")]
)
def test_query_parameter_is_text_of_the_right_form(content: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        _request(query_of, hide=("id",)).load(content)
    assert list(error.value.messages_dict) == [field]


def test_query_parameter_is_converted() -> None:
    query = _request(query_of, hide=("id",)).load({"count": "9", "flag": "true"})
    assert (query["count"], query["flag"]) == (9, True)


def test_only_the_response_of_a_login_contains_a_token() -> None:
    schemas = document()["components"]["schemas"]
    assert [name for name, schema in schemas.items() if "token" in schema["properties"]] == ["NewSession"]
    assert "token" in LogIn.response.fields


def test_part_with_a_field_that_the_contract_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="Thing has no field colours"):
        part_of(Thing, ("id", "colours"))
