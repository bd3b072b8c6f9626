"""A service as nameko's manual writes one: `python -m tests.benchmarks.beside.stock AMQP_URL DATABASE_URL`.

`greet` does nothing at all. `find_part` does by hand what the chassis does around it: schema, line in the log, session.
"""

import deploy.run.monkeypatch  # noqa: F401, I001  # before all else, as `nameko run` does
import sys
from typing import Any

from nameko.containers import ServiceContainer
from nameko.rpc import rpc
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from services.chassis import observability
from services.chassis.persistence.database import ENGINE, READERS
from tests.benchmarks.beside.contract import STOCK, FindPart, statement

log = observability.log()
engine: Engine


class Stock:
    name = STOCK

    @rpc  # type: ignore[untyped-decorator]  # nameko has no types
    def greet(self, **request: Any) -> dict[str, Any]:
        return request

    @rpc  # type: ignore[untyped-decorator]
    def find_part(self, **request: Any) -> dict[str, Any]:
        asked = FindPart.request.load(request)
        with Session(engine) as session:
            found = dict(FindPart.response.dump(session.scalars(statement(asked["id"])).one()))
        log.info("operation", operation="stock.find_part", outcome="ok")
        return found


def main(amqp_url: str, database_url: str) -> None:
    global engine
    observability.log_to_stderr(as_json=True, level="INFO")
    engine = create_engine(database_url, pool_size=READERS, **ENGINE)
    container = ServiceContainer(Stock, {"AMQP_URI": amqp_url.replace("amqp://", "pyamqp://"), "max_workers": 20})
    container.start()
    print("ready", flush=True)
    container.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
