"""The tables in each service's README correspond to its contracts."""

import pytest

from deploy.docs import readmes
from deploy.run.services import SERVICES
from services.chassis.runtime.definition import ServiceDefinition
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
def test_tables_of_the_readme_are_current(definition: ServiceDefinition) -> None:
    text = readmes.target(definition).read_text(encoding="utf-8")
    assert text == readmes.document(definition, text), "the contracts changed: run `make api-docs`"


def test_operation_is_listed_with_kind_and_description() -> None:
    rows = readmes.document(IDENTITY, TABLE).splitlines()
    assert "| `get_user` | query | One user of a customer |" in rows
    assert "| `reactivate_user` | command | Reactivate a user, with the former rights and scope |" in rows
    description = "The state of each, page by page, for projections of `customer_state_changed`"
    assert f"| `feed_customers` | feed | {description} |" in rows


def test_removed_operation_disappears_and_text_stays() -> None:
    text = readmes.document(IDENTITY, TABLE)
    assert "`deleted`" not in text
    assert "\n\nText between.\n\n## Events out\n\n- `access_granted`: " in text
    assert "## Events in\n\n- `group_state_changed` of fleet\n" in text


def test_readme_without_tables_is_an_error() -> None:
    with pytest.raises(readmes.NoSuchTable):
        readmes.document(IDENTITY, "# Identity\n")
