"""The AsyncAPI document corresponds to the contracts."""

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
