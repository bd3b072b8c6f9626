"""Delivery addresses."""

from typing import Any

from marshmallow import ValidationError, post_load

from services.chassis.contract import Schema, fields
from services.chassis.contract.fields import validation_error
from services.ordering.contracts.postcodes import written_postcode


class Address(Schema):
    """Delivery address. `name` is the organisation or site on the label; `country` is ISO 3166-1 alpha-2."""

    name = fields.String(max_length=120, min_length=1)
    street = fields.String(max_length=120, min_length=1)
    postcode = fields.String(max_length=12, min_length=1)
    city = fields.String(max_length=80, min_length=1)
    country = fields.String(max_length=2, min_length=2, load_default="NL")


class KnownAddress(Address):
    """An address to choose from: that of a machine in the basket, or of an earlier order."""

    country = fields.String(max_length=2)
    used_before = fields.Boolean()


class TypedAddress(Schema):
    """An address of a draft, which may still be incomplete."""

    name = fields.String(max_length=120, personal=True)
    street = fields.String(max_length=120, personal=True)
    postcode = fields.String(max_length=12, personal=True)
    city = fields.String(max_length=80, personal=True)
    country = fields.String(max_length=2, load_default="NL")


class NewAddress(Address):
    """The address of a new order: its country exists, and its postcode is checked and written as usual there."""

    country = fields.Country(max_length=2, min_length=2, load_default="NL")

    @post_load
    def _write_postcode(self, given: dict[str, Any], **_options: Any) -> dict[str, Any]:
        try:
            return given | {"postcode": written_postcode(given["postcode"], given["country"])}
        except ValueError as error:
            problem = validation_error("postcode_format", example=str(error))
            raise ValidationError({"postcode": problem.messages}) from error
