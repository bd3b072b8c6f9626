"""The README of every service tells what its contracts say."""

import pytest

from deploy.docs import readmes
from deploy.run.services import SERVICES
from services.chassis.runtime.process import ServiceDefinition
from services.identity.definition import IDENTITY

TABLE = """\
# Identity

| operation | | what it does |
|---|---|---|
| `deleted` | command | It was here |

Text between.

## Events out

## Events in

- `nothing` of nobody
"""


@pytest.mark.parametrize("definition", SERVICES, ids=lambda definition: definition.name)
def test_the_tables_of_a_readme_are_those_of_the_contracts(definition: ServiceDefinition) -> None:
    told = readmes.target(definition).read_text(encoding="utf-8")
    assert told == readmes.document(definition, told), "the contracts changed: run `make api-docs`"


def test_an_operation_is_told_with_its_kind_and_its_promise() -> None:
    rows = readmes.document(IDENTITY, TABLE).splitlines()
    assert "| `get_user` | query | One user of a customer |" in rows
    assert "| `reactivate_user` | command | Reactivate a user, with the former rights and scope |" in rows
    promise = "The state of each, page by page, for projections of `customer_state_changed`"
    assert f"| `feed_customers` | feed | {promise} |" in rows


def test_what_the_contracts_do_not_know_any_more_goes_and_the_text_stays() -> None:
    told = readmes.document(IDENTITY, TABLE)
    assert "`deleted`" not in told
    assert "\n\nText between.\n\n## Events out\n\n- `access_asked`: " in told
    assert told.endswith("## Events in\n\n- `group_state_changed` of fleet\n")


def test_a_readme_without_its_tables_is_not_taken_for_a_good_one() -> None:
    with pytest.raises(readmes.NoSuchTable):
        readmes.document(IDENTITY, "# Identity\n")
