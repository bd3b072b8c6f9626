"""Alerts and dashboard ask for numbers that there are, and every alert leads to a run book."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from private_servers import PrivateRabbitMQ, need
from prometheus_client.metrics import MetricWrapperBase

from deploy.rabbitmq.rights import SERVICE_NAMES
from services.chassis import observability
from services.chassis.runtime.metrics import FAMILIES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "observe"
RULES = [
    rule for group in yaml.safe_load((FOLDER / "rules.yaml").read_text())["groups"] for rule in group["rules"]
]  # fmt: skip
PROMETHEUS = yaml.safe_load((FOLDER / "prometheus.yaml").read_text())
DASHBOARD = json.loads((FOLDER / "grafana" / "machinepark.json").read_text())
OF_PROMETHEUS = {"instance", "job", "le"}
HISTOGRAM = ("_bucket", "_count", "_sum")
OF_RABBITMQ = {
    "rabbitmq_detailed_queue_messages": {"queue", "vhost"},
    "rabbitmq_detailed_queue_consumers": {"queue", "vhost"},
    "rabbitmq_alarms_memory_used_watermark": set[str](),
    "rabbitmq_alarms_free_disk_space_watermark": set[str](),
    "rabbitmq_disk_space_available_bytes": set[str](),
    "rabbitmq_disk_space_available_limit_bytes": set[str](),
}


def asked() -> list[str]:
    """All that is asked of Prometheus."""
    targets = [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
    return [rule["expr"] for rule in RULES] + targets


def exported() -> dict[str, set[str]]:
    """Names of numbers and their labels, as our processes declare them and RabbitMQ has them."""
    counted = [one for one in vars(observability).values() if isinstance(one, MetricWrapperBase)]
    found = {f"{one._name}{'_total' * (one._type == 'counter')}": set(one._labelnames) for one in counted}
    found |= {
        f"{one._name}{part}": set(one._labelnames) for one in counted if one._type == "histogram" for part in HISTOGRAM
    }
    return found | {name: set(labels) for name, (_, labels) in FAMILIES.items()} | OF_RABBITMQ | {"up": set()}


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:machinepark|rabbitmq)_\w+|\bup\b", expression))


@pytest.mark.parametrize("expression", sorted(set(asked())))
def test_what_is_asked_for_is_exported_with_these_labels(expression: str) -> None:
    known, names = exported(), names_in(expression)
    assert names
    assert names - known.keys() == set()
    labels = OF_PROMETHEUS.union(*(known[name] for name in names))
    assert _labels(expression) - labels == set()


def test_every_number_of_ours_is_looked_at() -> None:
    seen = set().union(*map(names_in, asked()))
    unseen = {name for name in exported() if not name.startswith("rabbitmq") and not _is_seen(name, seen)}
    assert unseen == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_is_a_sentence_and_leads_to_its_run_book(rule: dict[str, Any]) -> None:
    told = rule["annotations"]
    assert re.match(r"[A-Z{].*[^.]\.$", told["summary"])
    document, _, heading = told["runbook"].partition("#")
    assert heading in _headings(ROOT / document)
    assert rule["labels"]["severity"] in ("page", "ticket")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_run_book_names_the_alerts_that_lead_to_it(rule: dict[str, Any]) -> None:
    assert f"`{rule['alert']}`" in _section(rule["annotations"]["runbook"].partition("#")[2])


def test_alerts_have_different_names() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len(set(names))


def test_the_links_of_the_run_books_lead_somewhere() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    headings = _headings(ROOT / "docs" / "operations.md")
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", text) if link not in headings] == []
    assert [link for link in re.findall(r"\]\(([^)#]+)", text) if not (ROOT / "docs" / link).exists()] == []


def test_prometheus_asks_every_process_of_the_containers() -> None:
    (ours,) = [job for job in PROMETHEUS["scrape_configs"] if job["job_name"] == "machinepark"]
    (one,) = ours["static_configs"]
    assert {target.split(":")[0] for target in one["targets"]} == {*SERVICE_NAMES, "gateway"}
    assert [(FOLDER / name).exists() for name in PROMETHEUS["rule_files"]] == [True]


def test_jobs_that_are_asked_about_are_jobs_of_the_example() -> None:
    jobs = {job["job_name"] for job in PROMETHEUS["scrape_configs"]}
    assert {job for expression in asked() for job in re.findall(r'job="([^"]+)"', expression)} <= jobs


def test_the_dashboard_is_found_by_grafana_and_asks_the_prometheus_that_is_provisioned() -> None:
    (source,) = yaml.safe_load((FOLDER / "grafana" / "datasources.yaml").read_text())["datasources"]
    provider = yaml.safe_load((FOLDER / "grafana" / "dashboards.yaml").read_text())["providers"][0]
    compose = yaml.safe_load((ROOT / "deploy" / "compose" / "compose.yaml").read_text())["services"]
    mounted = {one.split(":")[1]: one.split(":")[0] for one in compose["grafana"]["volumes"]}
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"] if "datasource" in panel} == {source["uid"]}
    assert f"{provider['options']['path']}/machinepark.json" in mounted
    assert all((ROOT / "deploy" / "compose" / file).exists() for file in mounted.values())
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


@pytest.fixture(scope="module")
def rabbitmq_says() -> Iterator[str]:
    """The numbers of RabbitMQ's own plugin."""
    need(PrivateRabbitMQ)
    broker = PrivateRabbitMQ(prometheus=True)
    broker.start()
    yield broker.numbers()
    broker.remove()


@pytest.mark.parametrize("name", OF_RABBITMQ)
def test_rabbitmq_has_what_is_asked_of_it(rabbitmq_says: str, name: str) -> None:
    found = re.search(rf"^{name}(?:{{(.*)}})? ", rabbitmq_says, re.MULTILINE)
    assert found
    assert set(re.findall(r'(\w+)="', found[1] or "")) == OF_RABBITMQ[name]


def _labels(expression: str) -> set[str]:
    """Those that are matched, and those by which is added up."""
    matched = re.findall(r"{([^}]*)}", expression)
    grouped = re.findall(r"\b(?:by|ignoring) \(([^)]*)\)", expression)
    return {label for inner in matched for label in re.findall(r"(\w+)\s*[=!]", inner)} | {
        label.strip() for inner in grouped for label in inner.split(",")
    }


def _is_seen(name: str, seen: set[str]) -> bool:
    """Of a histogram one part is enough."""
    base = re.sub("_bucket$|_count$|_sum$", "", name)
    return bool({base, *(base + part for part in HISTOGRAM)} & seen)


def _headings(document: Path) -> set[str]:
    """As GitHub names them in addresses."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _section(heading: str) -> str:
    parts = re.split(r"^## ", (ROOT / "docs" / "operations.md").read_text(), flags=re.MULTILINE)
    named = {re.sub(r"[^\w\- ]", "", part.splitlines()[0].lower()).replace(" ", "-"): part for part in parts if part}
    return named[heading]
