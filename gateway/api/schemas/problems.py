"""Problem details of errors (RFC 9457)."""

from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import fields

MAX_PATH_LENGTH, MAX_FIELDS = 200, 100
"""Limits of the field problems that a response contains."""


class FieldProblem(ResponseSchema):
    """A validation error of one field; `field` is its path, such as `rights.0`."""

    field = fields.String(max_length=MAX_PATH_LENGTH)
    code = fields.String(max_length=60)
    text = fields.String(max_length=1000)


class Problem(ResponseSchema):
    """`code` is for programs and is stable; `title`, `detail` and `errors[].text` are for people.

    `params` are the values used in `detail`. `correlation_id` identifies the request in the dealer's log.
    """

    type = fields.String(max_length=100)
    title = fields.String(max_length=200)
    status = fields.Integer(min=400, max=599)
    detail = fields.String(max_length=1000)
    code = fields.String(max_length=60)
    params = fields.Dict()
    errors = fields.List(fields.Nested(FieldProblem), max_length=MAX_FIELDS)
    correlation_id = fields.String(max_length=64)
