"""The table of retention periods for operators (docs/operating.md)."""

import re
from pathlib import Path

from deploy.run.services import SERVICES

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"


def test_the_table_has_all_periods_that_can_be_set() -> None:
    section = OPERATING.read_text().partition("\n## Retention\n")[2].partition("\n## ")[0]
    table = {name: int(days) for name, days in re.findall(r"^\| `(\w+)` \| (\d+) \|", section, re.MULTILINE)}
    assert table == {rule.name: rule.days for service in SERVICES for rule in service.retention_rules}
