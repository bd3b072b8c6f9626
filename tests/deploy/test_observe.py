"""Alerts and the dashboard query existing metrics, and every alert links to a run book."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from private_servers import PrivateRabbitMQ, skip_unless_installed
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
PROMETHEUS_LABELS = {"instance", "job", "le"}
HISTOGRAM_SUFFIXES = ("_bucket", "_count", "_sum")
RABBITMQ_METRICS = {
    "rabbitmq_detailed_queue_messages": {"queue", "vhost"},
    "rabbitmq_detailed_queue_consumers": {"queue", "vhost"},
    "rabbitmq_alarms_memory_used_watermark": set[str](),
    "rabbitmq_alarms_free_disk_space_watermark": set[str](),
    "rabbitmq_disk_space_available_bytes": set[str](),
    "rabbitmq_disk_space_available_limit_bytes": set[str](),
}


def queries() -> list[str]:
    """All PromQL expressions of the alerts and the dashboard."""
    targets = [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
    return [rule["expr"] for rule in RULES] + targets


def exported_metrics() -> dict[str, set[str]]:
    """Names of the metrics of our processes and RabbitMQ, with their labels."""
    metrics = [one for one in vars(observability).values() if isinstance(one, MetricWrapperBase)]
    families = {f"{one._name}{'_total' * (one._type == 'counter')}": set(one._labelnames) for one in metrics}
    families |= {
        f"{one._name}{part}": set(one._labelnames)
        for one in metrics
        if one._type == "histogram"
        for part in HISTOGRAM_SUFFIXES
    }
    return families | {name: set(labels) for name, (_, labels) in FAMILIES.items()} | RABBITMQ_METRICS | {"up": set()}


def metrics_in(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:machinepark|rabbitmq)_\w+|\bup\b", expression))


@pytest.mark.parametrize("expression", sorted(set(queries())))
def test_queried_metrics_are_exported_with_these_labels(expression: str) -> None:
    known, names = exported_metrics(), metrics_in(expression)
    assert names
    assert names - known.keys() == set()
    labels = PROMETHEUS_LABELS.union(*(known[name] for name in names))
    assert _labels(expression) - labels == set()


def test_every_metric_of_machinepark_is_queried() -> None:
    queried = set().union(*map(metrics_in, queries()))
    not_queried = {
        name for name in exported_metrics() if not name.startswith("rabbitmq") and not _is_queried(name, queried)
    }
    assert not_queried == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_alert_is_a_sentence_with_a_link_to_its_run_book(rule: dict[str, Any]) -> None:
    annotations = rule["annotations"]
    assert re.match(r"[A-Z{].*[^.]\.$", annotations["summary"])
    document, _, heading = annotations["runbook"].partition("#")
    assert heading in _headings(ROOT / document)
    assert rule["labels"]["severity"] in ("page", "ticket")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_run_book_names_its_alerts(rule: dict[str, Any]) -> None:
    assert f"`{rule['alert']}`" in _section(rule["annotations"]["runbook"].partition("#")[2])


def test_alert_names_are_unique() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len(set(names))


def test_links_of_the_run_books_resolve() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    headings = _headings(ROOT / "docs" / "operations.md")
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", text) if link not in headings] == []
    assert [link for link in re.findall(r"\]\(([^)#]+)", text) if not (ROOT / "docs" / link).exists()] == []


def test_prometheus_scrapes_every_container() -> None:
    (ours,) = [job for job in PROMETHEUS["scrape_configs"] if job["job_name"] == "machinepark"]
    (one,) = ours["static_configs"]
    assert {target.split(":")[0] for target in one["targets"]} == {*SERVICE_NAMES, "gateway"}
    assert [(FOLDER / name).exists() for name in PROMETHEUS["rule_files"]] == [True]


def test_queried_jobs_are_jobs_of_the_example() -> None:
    jobs = {job["job_name"] for job in PROMETHEUS["scrape_configs"]}
    assert {job for expression in queries() for job in re.findall(r'job="([^"]+)"', expression)} <= jobs


def test_dashboard_is_provisioned_with_its_datasource() -> None:
    (source,) = yaml.safe_load((FOLDER / "grafana" / "datasources.yaml").read_text())["datasources"]
    provider = yaml.safe_load((FOLDER / "grafana" / "dashboards.yaml").read_text())["providers"][0]
    compose = yaml.safe_load((ROOT / "deploy" / "compose" / "compose.yaml").read_text())["services"]
    mounted = {one.split(":")[1]: one.split(":")[0] for one in compose["grafana"]["volumes"]}
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"] if "datasource" in panel} == {source["uid"]}
    assert f"{provider['options']['path']}/machinepark.json" in mounted
    assert all((ROOT / "deploy" / "compose" / file).exists() for file in mounted.values())
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


@pytest.fixture(scope="module")
def rabbitmq_metrics() -> Iterator[str]:
    """The metrics of RabbitMQ's plugin, in Prometheus' text format."""
    skip_unless_installed(PrivateRabbitMQ)
    broker = PrivateRabbitMQ(prometheus=True)
    broker.start()
    yield broker.metrics()
    broker.remove()


@pytest.mark.parametrize("name", RABBITMQ_METRICS)
def test_rabbitmq_exports_the_queried_metrics(rabbitmq_metrics: str, name: str) -> None:
    sample = re.search(rf"^{name}(?:{{(.*)}})? ", rabbitmq_metrics, re.MULTILINE)
    assert sample
    assert set(re.findall(r'(\w+)="', sample[1] or "")) == RABBITMQ_METRICS[name]


def _labels(expression: str) -> set[str]:
    """Labels in matchers and in `by` or `ignoring`."""
    matchers = re.findall(r"{([^}]*)}", expression)
    groupings = re.findall(r"\b(?:by|ignoring) \(([^)]*)\)", expression)
    return {label for inner in matchers for label in re.findall(r"(\w+)\s*[=!]", inner)} | {
        label.strip() for inner in groupings for label in inner.split(",")
    }


def _is_queried(name: str, queried: set[str]) -> bool:
    """One series of a histogram suffices."""
    base = re.sub("_bucket$|_count$|_sum$", "", name)
    return bool({base, *(base + part for part in HISTOGRAM_SUFFIXES)} & queried)


def _headings(document: Path) -> set[str]:
    """Anchors as GitHub generates them."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _section(heading: str) -> str:
    parts = re.split(r"^## ", (ROOT / "docs" / "operations.md").read_text(), flags=re.MULTILINE)
    named = {re.sub(r"[^\w\- ]", "", part.splitlines()[0].lower()).replace(" ", "-"): part for part in parts if part}
    return named[heading]
