"""A part of the installation with injected faults: `python -m tests.resilience.faulty_process FOLDER PART`; otherwise
like `machinepark serve PART`.

`FOLDER/armed/PART.POINT` kills the process at that fault point, once; with the content `pause` it suspends the process
until SIGCONT. `FOLDER/failing` holds the percentage of event handlers that fail just before their commit. With
MACHINEPARK_TEST_NEXT, its contracts have additional fields, as in a later version.
"""

import os
import random
import runpy
import signal
import sys
from pathlib import Path

from services.chassis import faultpoints
from services.chassis.faultpoints import FaultPoint

FOLDER, PART = Path(sys.argv[1]), sys.argv[2]
rng = random.Random(f"{PART} {os.environ.get('MACHINEPARK_TEST_SEED', '')}")


class Failure(RuntimeError):
    """Any error in a subscription."""


def trigger_fault(point: FaultPoint, what: str) -> None:
    if point is FaultPoint.EVENT_BEFORE_COMMIT and rng.random() * 100 < _failing():
        raise Failure(f"the effect of {what} failed")
    armed = FOLDER / "armed" / f"{PART}.{point}"
    try:
        how = armed.read_text()
        armed.unlink()
    except FileNotFoundError:
        return
    (FOLDER / "hit" / f"{PART}.{point}.{os.getpid()}").write_text(what)
    os.kill(os.getpid(), signal.SIGSTOP if how == "pause" else signal.SIGKILL)


def _failing() -> float:
    try:
        return float((FOLDER / "failing").read_text())
    except FileNotFoundError:
        return 0.0


def add_fields_of_next_version() -> None:
    """Additive, as changes of contracts are: a new field in events and responses."""
    from marshmallow import fields

    from services.ordering.contracts import OrderPlaced, PlaceDraft
    from services.servicedesk.contracts import FileServiceRequest, ServiceRequestReceived

    for schema in (OrderPlaced.data, ServiceRequestReceived.data, PlaceDraft.response, FileServiceRequest.response):
        schema.fields["sent_by"] = schema.dump_fields["sent_by"] = field = fields.String(dump_default="portal")
        field._bind_to_schema("sent_by", schema)


if __name__ == "__main__":
    faultpoints.on_hit = trigger_fault
    if PART == "gateway":
        sys.argv = ["gateway"]
        runpy.run_module("deploy.run.gateway", run_name="__main__")
    else:
        sys.argv = ["machinepark", *sys.argv[3:]] if PART == "embedded" else ["machinepark", "serve", PART]
        import deploy.cli.main  # applies eventlet's monkey patch first, as the command does

        if os.environ.get("MACHINEPARK_TEST_NEXT"):
            add_fields_of_next_version()
        deploy.cli.main.main()
