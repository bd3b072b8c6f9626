"""The AsyncAPI document corresponds to the contracts."""

from typing import Any

import jsonschema_rs

from deploy.docs import asyncapi
from deploy.run.services import SERVICES
from services.chassis.runtime.subscribers import subscriptions_of


def test_committed_asyncapi_document_is_current() -> None:
    complaint = asyncapi.FROZEN.complaint()
    assert not complaint, complaint


def test_every_subscribed_event_is_described() -> None:
    channels = asyncapi.document()["channels"]
    subscribed = {f"{one.source}.{one.event_type}" for service in SERVICES for one in subscriptions_of(service.events)}
    assert subscribed <= channels.keys()


def test_enum_field_lists_its_values() -> None:
    payload = asyncapi.document()["channels"]["servicedesk.file_service_request"]["messages"]["request"]["payload"]
    assert payload["properties"]["urgency"]["enum"] == ["normal", "high", "down"]


def test_every_payload_is_a_json_schema_that_its_examples_fit() -> None:
    problems = []
    for name, message in _messages():
        jsonschema_rs.meta.validate(message["payload"])
        validator = jsonschema_rs.Draft7Validator(message["payload"], validate_formats=True)
        problems += [
            f"{name}: {error.message}"
            for example in message["examples"]
            for error in validator.iter_errors(example["payload"])
        ]
    assert problems == []


def test_state_event_has_a_tombstone() -> None:
    tombstones = asyncapi.document()["channels"]["fleet.group_state_changed"]["messages"]["deleted"]
    schema = tombstones["payload"]
    assert (schema["properties"]["deleted"], schema["properties"]["data"]["required"]) == (
        {"const": True},
        ["group_id"],
    )


def test_content_type_is_that_on_the_wire() -> None:
    assert {message["contentType"] for _, message in _messages()} == {"application/json"}


def test_server_names_a_security_scheme_of_the_document() -> None:
    document = asyncapi.document()
    (server,) = document["servers"].values()
    names = [one["$ref"].rpartition("/")[2] for one in server["security"]]
    assert names == list(document["components"]["securitySchemes"])


def _messages() -> list[tuple[str, dict[str, Any]]]:
    channels = asyncapi.document()["channels"]
    return [(f"{name}.{kind}", one) for name in channels for kind, one in channels[name]["messages"].items()]
