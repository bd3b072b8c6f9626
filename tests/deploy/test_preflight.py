"""Which versions of RabbitMQ and PostgreSQL are accepted."""

import pytest

from deploy.run.errors import StartupError
from deploy.run.preflight import expect_postgresql, expect_rabbitmq


@pytest.mark.parametrize("version", ["3.10", "3.10.8", "3.13.0", "4.0.2", "4.1.0-beta.1", "3.12.1+build"])
def test_supported_rabbitmq_is_accepted(version: str) -> None:
    expect_rabbitmq(version)


@pytest.mark.parametrize("version", ["3.9.29", "3.8", "2.8.7", ""])
def test_old_rabbitmq_is_refused(version: str) -> None:
    with pytest.raises(StartupError, match=r"too old\. Machinepark needs 3\.10 or newer"):
        expect_rabbitmq(version)


@pytest.mark.parametrize("number", [130000, 130014, 150020, 170002])
def test_supported_postgresql_is_accepted(number: int) -> None:
    expect_postgresql(number)


@pytest.mark.parametrize("number", [120022, 90603])
def test_old_postgresql_is_refused(number: int) -> None:
    with pytest.raises(StartupError, match=r"too old\. Machinepark needs 13 or newer"):
        expect_postgresql(number)
