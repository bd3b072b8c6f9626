"""An empty database of the parameter `service`, on SQLite and PostgreSQL."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import shared_servers

from services.chassis.persistence.database import Database
from tests.migrations.service_database import ServiceDatabase


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path}/service.db"
    return shared_servers.postgres_url(f"migrations-{uuid.uuid4().hex[:8]}")


@pytest.fixture
def service_database(service: str, url: str) -> Iterator[ServiceDatabase]:
    new = ServiceDatabase(service, Database(url))
    yield new
    new.database.close()
