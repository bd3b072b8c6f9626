"""The description for other systems says what the contracts say."""

from deploy.docs import asyncapi
from deploy.run.services import SERVICES
from services.chassis.runtime.subscribers import subscriptions_of


def test_the_description_in_the_repository_is_that_of_the_contracts() -> None:
    complaint = asyncapi.FROZEN.complaint()
    assert not complaint, complaint


def test_every_event_that_a_service_listens_to_is_described() -> None:
    channels = asyncapi.document()["channels"]
    heard = {f"{one.source}.{one.event_type}" for service in SERVICES for one in subscriptions_of(service.events)}
    assert heard <= channels.keys()


def test_an_enumeration_is_described_by_its_values() -> None:
    shape = asyncapi.document()["channels"]["servicedesk.file_service_request"]["messages"]["request"]["payload"]
    assert shape["properties"]["urgency"]["enum"] == ["normal", "high", "down"]
