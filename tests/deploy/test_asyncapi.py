"""The AsyncAPI document corresponds to the contracts."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from deploy.docs import asyncapi
from deploy.run.services import SERVICES
from services.chassis.runtime.subscribers import subscriptions_of

SCHEMAS = "6.11.1"
SCHEMAS_SHA512 = "A3WBLqAKGoJ2+6FWFtpjBlCQ1oFCcs4GxF7zsIGvNqp/klGUHjlA3aAcZ9XMMpLGE8zPeYDz2x9FmO6DSuKraQ=="
"""The version and checksum of the npm package `@asyncapi/specs`."""


def test_committed_asyncapi_document_is_current() -> None:
    complaint = asyncapi.FROZEN.complaint()
    assert not complaint, complaint


@pytest.mark.skipif(not (os.environ.get("CI") and shutil.which("npm")), reason="the schema is fetched in CI only")
def test_document_is_valid_by_the_official_schema(tmp_path: Path) -> None:
    """AsyncAPI publishes its JSON schemas as an npm package only."""
    subprocess.run(["npm", "pack", "--silent", f"@asyncapi/specs@{SCHEMAS}"], cwd=tmp_path, check=True, timeout=120)
    (package,) = tmp_path.glob("*.tgz")
    assert base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode() == SCHEMAS_SHA512
    with tarfile.open(package) as files:
        schema = json.load(files.extractfile(f"package/schemas/{asyncapi.document()['asyncapi']}.json"))  # type: ignore[arg-type]  # it is a file
    findings = [error.message for error in jsonschema_rs.Draft7Validator(schema).iter_errors(asyncapi.document())]
    assert findings == []


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
