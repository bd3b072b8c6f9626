"""Problems (RFC 9457): why something was not done."""

from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import fields

LONGEST_PATH, MOST_FIELDS = 200, 100
"""So much is told of a request that is wrong all over."""


class FieldProblem(ResponseSchema):
    """What is wrong with one field; `field` is its path, such as `rights.0`."""

    field = fields.String(max_length=LONGEST_PATH)
    code = fields.String(max_length=60)
    text = fields.String(max_length=1000)


class Problem(ResponseSchema):
    """`code` is for programs and never changes; `title`, `detail` and `errors[].text` are for people.

    `params` are the facts of `detail`. `correlation_id` finds the request in the dealer's log.
    """

    type = fields.String(max_length=100)
    title = fields.String(max_length=200)
    status = fields.Integer(min=400, max=599)
    detail = fields.String(max_length=1000)
    code = fields.String(max_length=60)
    params = fields.Dict()
    errors = fields.List(fields.Nested(FieldProblem), max_length=MOST_FIELDS)
    correlation_id = fields.String(max_length=64)
