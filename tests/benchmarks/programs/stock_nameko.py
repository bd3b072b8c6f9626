"""A service as in nameko's manual: `python -m tests.benchmarks.programs.stock_nameko AMQP_URL DATABASE_URL`.

`greet` returns its request. `find_part` does itself what the chassis does for a handler: schema, log line, session.
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
from tests.benchmarks.programs.contract import STOCK, FindPart, statement

log = observability.log()
engine: Engine


class Stock:
    name = STOCK

    @rpc  # type: ignore[untyped-decorator]  # nameko has no types
    def greet(self, **request: Any) -> dict[str, Any]:
        return request

    @rpc  # type: ignore[untyped-decorator]
    def find_part(self, **request: Any) -> dict[str, Any]:
        request_ = FindPart.request.load(request)
        with Session(engine) as session:
            response = dict(FindPart.response.dump(session.scalars(statement(request_["id"])).one()))
        log.info("operation", operation="stock.find_part", outcome="ok")
        return response


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
