"""Retention periods are settings, and each service returns those in force."""

import dataclasses
from pathlib import Path

import pytest
import toys
from conftest import Installation
from sqlalchemy import true

from deploy.run.services import SERVICES
from services.chassis.contract import Caller
from services.chassis.contract.personal_data_operations import ListRetentionPeriods
from services.chassis.persistence.retention_rules import RetentionRule
from services.chassis.runtime.process import Process
from services.chassis.runtime.retention import FIXED_DAYS, periods
from services.chassis.settings import Settings, WrongSetting, load

RULE = RetentionRule("toys", 30, toys.Toy, lambda before: true())


def test_periods_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACHINEPARK_RETENTION_DAYS", "mails=180, sessions=30")
    assert load().retention_days == {"mails": 180, "sessions": 30}


@pytest.mark.parametrize("text", ["mails", "mails=long", "mails=0", "=3", "mails=99999999", "mails=1,mails=5"])
def test_a_malformed_period_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MACHINEPARK_RETENTION_DAYS", text)
    with pytest.raises(WrongSetting, match="each name once and each number from 1 to 1000000"):
        load()


def test_a_period_of_something_unknown_is_refused() -> None:
    definition = dataclasses.replace(toys.TOYS, retention_rules=[RULE])
    with pytest.raises(WrongSetting, match="choose from toys"):
        Process(Settings(retention_days={"bears": 3}), [definition], lambda _user: None)  # type: ignore[arg-type,return-value]


def test_a_setting_replaces_the_period_of_a_rule() -> None:
    assert periods([RULE], {"toys": 3}) == FIXED_DAYS | {"toys": 3}
    assert periods([RULE], {}) == FIXED_DAYS | {"toys": 30}


def test_everybody_is_told_the_periods_in_force(installation: Installation) -> None:
    rows = installation.call(ListRetentionPeriods, Caller.visitor(), service="toys")["rows"]
    assert {row["name"]: row["days"] for row in rows} == FIXED_DAYS


def test_rules_of_one_name_have_one_period() -> None:
    rules = [rule for service in SERVICES for rule in service.retention_rules]
    days = {rule.name: rule.days for rule in rules}
    assert [rule.name for rule in rules if days[rule.name] != rule.days] == []
    assert not days.keys() & FIXED_DAYS.keys()


def test_every_period_is_in_the_operators_table() -> None:
    text = (Path(__file__).parents[4] / "docs" / "operating.md").read_text()
    table = text[text.index("## Retention") : text.index("## Erasing a person")]
    rules = {(rule.name, rule.days) for service in SERVICES for rule in service.retention_rules}
    assert [f"| `{name}` | {days} |" for name, days in rules if f"| `{name}` | {days} |" not in table] == []


def test_the_inbox_is_kept_longer_than_the_outbox() -> None:
    assert FIXED_DAYS["inbox"] > FIXED_DAYS["outbox"]
