"""Versions that will do, and those that won't."""

import pytest

from deploy.run.errors import StartupError
from deploy.run.preflight import expect_postgresql, expect_rabbitmq


@pytest.mark.parametrize("version", ["3.10", "3.10.8", "3.13.0", "4.0.2", "4.1.0-beta.1", "3.12.1+build"])
def test_a_rabbitmq_that_will_do(version: str) -> None:
    expect_rabbitmq(version)


@pytest.mark.parametrize("version", ["3.9.29", "3.8", "2.8.7", ""])
def test_a_rabbitmq_that_is_too_old(version: str) -> None:
    with pytest.raises(StartupError, match=r"too old\. Machinepark needs 3\.10 or newer"):
        expect_rabbitmq(version)


@pytest.mark.parametrize("number", [130000, 130014, 150020, 170002])
def test_a_postgresql_that_will_do(number: int) -> None:
    expect_postgresql(number)


@pytest.mark.parametrize("number", [120022, 90603])
def test_a_postgresql_that_is_too_old(number: int) -> None:
    with pytest.raises(StartupError, match=r"too old\. Machinepark needs 13 or newer"):
        expect_postgresql(number)
