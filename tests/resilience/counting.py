"""What every test of breaking things ends with: the installation is left alone for a while, and then all is counted."""

import json
from typing import Any

from api import Program
from breakable import Breakable
from eventually import eventually
from seed import ADMINISTRATOR, OPERATOR, PASSWORD

from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

QUIET_SECONDS = 180


def count(installation: Breakable, *, dead: int = 0) -> dict[str, Any]:
    """Everything that was promised is there once, everything that happened had its effect; the figures of it.

    `dead`: how many dead letters there are to be, no more and no fewer.
    """
    journal = installation.journal
    installation.disarm()
    installation.failing(0)
    assert eventually(installation.is_well, within=300)
    installation.let_time_pass()
    told = audit(installation, journal.accepted)
    wrong = {proof["title"]: proof["wrong"] for proof in told if proof["wrong"]}
    if dead:
        assert len(wrong.pop("dead letters", [])) >= 1
    assert not wrong, wrong
    assert _dead(installation) == dead, _dead(installation)
    assert not journal.wrong, "\n".join(journal.wrong)
    unmeant = _unmeant(installation)
    assert not unmeant, unmeant
    _expect_once(installation)
    if journal.rights is not None:
        assert _rights_of_clerk(installation) == sorted(journal.rights)
    return {proof["title"]: proof["counted"] for proof in told}


def audit(installation: Breakable, accepted: list[str]) -> list[dict[str, Any]]:
    """What `machinepark audit` finds, once nothing is under way any more."""
    arguments = ["--json", "--from-beginning", "--wait", str(QUIET_SECONDS), "--accepted", "-"]
    done = installation.run("audit", *arguments, given="\n".join(accepted))
    assert done.stdout, done.stderr[-3000:]
    return list(json.loads(done.stdout))


def _expect_once(installation: Breakable) -> None:
    """By what each was meant to be: `accepted` is by reference number, which a second one would not have."""
    wanted = [row["purchase_reference"] for row in _rows(installation, ordering.ListOrders)]
    assert sorted(wanted) == sorted(installation.journal.orders), (
        f"{len(wanted)} orders, not {len(installation.journal.orders)}"
    )
    requests = len(_rows(installation, servicedesk.ListServiceRequests))
    assert requests == len(installation.journal.requests), (
        f"{requests} requests, not {len(installation.journal.requests)}"
    )


def _rows(installation: Breakable, operation: Any) -> list[dict[str, Any]]:
    rows, after = list[dict[str, Any]](), ""
    while True:
        page = installation.ops.call(operation, OPERATOR, after=after, limit=200)
        rows += page["rows"]
        if not (after := page["page"]["next"] or ""):
            return rows


def _dead(installation: Breakable) -> int:
    done = installation.run("dead-letters", "list", "--json")
    return len(json.loads(done.stdout))


def _unmeant(installation: Breakable) -> list[str]:
    """Processes that died of something else than these tests."""
    return [f"{death.part} ended with {death.code}" for death in installation.parts.deaths if not death.meant]


def _rights_of_clerk(installation: Breakable) -> list[str]:
    program = Program(installation)  # type: ignore[arg-type]
    program.log_in(ADMINISTRATOR, PASSWORD)
    return sorted(program.get(f"/users/{installation.town.clerk_id}").json["rights"])
