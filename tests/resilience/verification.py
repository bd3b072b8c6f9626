"""The end of every resilience test: wait until the installation is idle, then verify all data."""

import json
from typing import Any

from api import ApiClient
from base_installation import BaseInstallation
from eventually import eventually
from seed import ADMINISTRATOR, OPERATOR, PASSWORD

from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

QUIET_SECONDS = 180


def verify(installation: BaseInstallation, *, dead_letters: int = 0) -> dict[str, Any]:
    """Assert that everything promised exists once and every event had its effect; the audit's counts by title.

    `dead_letters`: the exact number of dead letters to expect.
    """
    journal = installation.journal
    installation.disarm()
    installation.fail_events(0)
    assert eventually(installation.is_healthy, within=300)
    installation.advance_clock()
    audited = audit(installation, journal.accepted)
    problems = {check["title"]: check["wrong"] for check in audited if check["wrong"]}
    if dead_letters:
        assert len(problems.pop("dead letters", [])) >= 1
    assert not problems, problems
    assert _count_dead_letters(installation) == dead_letters, _count_dead_letters(installation)
    assert not journal.problems, "\n".join(journal.problems)
    unexpected_exits = _unexpected_exits(installation)
    assert not unexpected_exits, unexpected_exits
    _expect_once(installation)
    if journal.rights is not None:
        assert _rights_of_clerk(installation) == sorted(journal.rights)
    return {check["title"]: check["counted"] for check in audited}


def audit(installation: BaseInstallation, accepted: list[str]) -> list[dict[str, Any]]:
    """The result of `machinepark audit`, which waits until no work is pending."""
    arguments = ["--json", "--from-beginning", "--wait", str(QUIET_SECONDS), "--accepted", "-"]
    completed = installation.run("audit", *arguments, given="\n".join(accepted))
    assert completed.stdout, completed.stderr[-3000:]
    return list(json.loads(completed.stdout))


def _expect_once(installation: BaseInstallation) -> None:
    """Each order and request exists once by its purpose; duplicates would have other reference numbers."""
    references = [row["purchase_reference"] for row in _rows(installation, ordering.ListOrders)]
    assert sorted(references) == sorted(installation.journal.orders), (
        f"{len(references)} orders, not {len(installation.journal.orders)}"
    )
    requests = len(_rows(installation, servicedesk.ListServiceRequests))
    assert requests == len(installation.journal.requests), (
        f"{requests} requests, not {len(installation.journal.requests)}"
    )


def _rows(installation: BaseInstallation, operation: Any) -> list[dict[str, Any]]:
    rows, after = list[dict[str, Any]](), ""
    while True:
        page = installation.ops.call(operation, OPERATOR, after=after, limit=200)
        rows += page["rows"]
        if not (after := page["page"]["next"] or ""):
            return rows


def _count_dead_letters(installation: BaseInstallation) -> int:
    completed = installation.run("dead-letters", "list", "--json")
    return len(json.loads(completed.stdout))


def _unexpected_exits(installation: BaseInstallation) -> list[str]:
    """Processes that exited for another reason than a fault of the test."""
    return [f"{exit_.part} ended with {exit_.code}" for exit_ in installation.parts.exits if not exit_.expected]


def _rights_of_clerk(installation: BaseInstallation) -> list[str]:
    program = ApiClient(installation)  # type: ignore[arg-type]
    program.log_in(ADMINISTRATOR, PASSWORD)
    return sorted(program.get(f"/users/{installation.seed_data.clerk_id}").json["rights"])
