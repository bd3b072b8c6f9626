"""Problems (RFC 9457): why something was not done."""

from gateway.api.schemas.fields import Answer
from services.chassis.contract import ListOf, Mapped, One, Text, Whole

LONGEST_PATH, MOST_FIELDS = 200, 100
"""So much is told of a request that is wrong all over."""


class FieldProblem(Answer):
    """What is wrong with one field; `field` is its path, such as `rights.0`."""

    field = Text(max=LONGEST_PATH)
    code = Text(max=60)
    text = Text(max=1000)


class Problem(Answer):
    """`code` is for programs and never changes; `title`, `detail` and `errors[].text` are for people.

    `params` are the facts of `detail`. `correlation_id` finds the request in the dealer's log.
    """

    type = Text(max=100)
    title = Text(max=200)
    status = Whole(min=400, max=599)
    detail = Text(max=1000)
    code = Text(max=60)
    params = Mapped()
    errors = ListOf(One(FieldProblem), max=MOST_FIELDS)
    correlation_id = Text(max=64)
