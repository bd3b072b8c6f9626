"""A part of the installation that can be hurt: `python -m tests.resilience.victim FOLDER PART`, else as `machinepark
serve`.

`FOLDER/armed/PART.POINT` kills the process at that point, once; with `pause` in it, it stands still there until it is
told to go on (SIGCONT). `FOLDER/failing` holds how often of a hundred times the effect of an event fails just before it
is committed. With MACHINEPARK_TEST_NEXT it is a later version, which tells and answers more.
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
dice = random.Random(f"{PART} {os.environ.get('MACHINEPARK_TEST_SEED', '')}")


class Failure(RuntimeError):
    """What a subscription might meet: a peer that is away, a fault of ours."""


def watch(point: FaultPoint, what: str) -> None:
    if point is FaultPoint.EVENT_BEFORE_COMMIT and dice.random() * 100 < _failing():
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


def become_the_next_version() -> None:
    """Additive, as changes of contracts are: a further field of an event and of a response."""
    from marshmallow import fields

    from services.ordering.contracts import OrderPlaced, PlaceDraft
    from services.servicedesk.contracts import FileServiceRequest, ServiceRequestReceived

    for schema in (OrderPlaced.data, ServiceRequestReceived.data, PlaceDraft.response, FileServiceRequest.response):
        schema.fields["sent_by"] = schema.dump_fields["sent_by"] = field = fields.String(dump_default="portal")
        field._bind_to_schema("sent_by", schema)


if __name__ == "__main__":
    faultpoints.on_hit = watch
    if PART == "gateway":
        sys.argv = ["gateway"]
        runpy.run_module("deploy.run.gateway", run_name="__main__")
    else:
        sys.argv = ["machinepark", *sys.argv[3:]] if PART == "embedded" else ["machinepark", "serve", PART]
        import deploy.cli.main  # green first, as the command itself does it

        if os.environ.get("MACHINEPARK_TEST_NEXT"):
            become_the_next_version()
        deploy.cli.main.main()
