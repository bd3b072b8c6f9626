"""The containers as they are described: nobody is told more than it needs, and what they run exists."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.cli.main import main
from deploy.cli.serve import PARTS
from deploy.rabbitmq.rights import SERVICE_NAMES, USERS
from deploy.run.services import SERVICES
from deploy.run.supervisor import FINISH_SECONDS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "compose"
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))["services"]
OURS = {name: parts for name, parts in COMPOSE.items() if parts["image"].startswith("machinepark")}
GIVEN = set(re.findall(r"^#?([A-Z_]+)=", (FOLDER / "example.env").read_text(encoding="utf-8"), re.MULTILINE))


def test_there_is_a_container_for_each_service_and_the_gateway() -> None:
    served = {parts["command"][1] for parts in OURS.values() if parts["command"][0] == "serve"}
    assert served == {*SERVICE_NAMES, "gateway"} == set(PARTS)


@pytest.mark.parametrize("name", OURS)
def test_what_a_container_runs_is_a_command(name: str) -> None:
    words = OURS[name]["command"]
    command = main.commands[words[0]]
    assert command.make_context(words[0], list(words[1:]), resilient_parsing=False)


@pytest.mark.parametrize("name", [*SERVICE_NAMES, "gateway"])
def test_nothing_starts_before_the_tables_are_up_to_date(name: str) -> None:
    assert COMPOSE[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_who_gives_way_has_a_smaller_share_of_the_cores() -> None:
    usual = 1024  # of Docker, where nothing is said
    smaller = {name for name in OURS if OURS[name].get("cpu_shares", usual) < usual}
    assert smaller == {service.name for service in SERVICES if service.low_priority}


@pytest.mark.parametrize("name", [name for name in OURS if name != "migrate"])
def test_a_container_is_told_no_password_but_its_own(name: str) -> None:
    told = {user for user in USERS if f"${{{user.upper()}_PASSWORD" in json.dumps(COMPOSE[name]["environment"])}
    assert told == {name}
    assert "ADMIN_PASSWORD" not in json.dumps(COMPOSE[name]["environment"])


@pytest.mark.parametrize("name", SERVICE_NAMES)
def test_a_service_gets_to_the_broker_and_its_database_as_itself(name: str) -> None:
    given = COMPOSE[name]["environment"]
    assert given["MACHINEPARK_AMQP_URL"].startswith(f"amqp://{name}:")
    assert given["MACHINEPARK_DATABASE_URL"].startswith(f"postgresql://machinepark_{name}:")


@pytest.mark.parametrize("name", OURS)
def test_a_container_can_change_nothing_of_itself(name: str) -> None:
    parts = OURS[name]
    assert (parts["read_only"], parts["cap_drop"]) == (True, ["ALL"])


def test_container_has_as_long_to_stop_as_a_process_of_full_mode() -> None:
    assert {parts["stop_grace_period"] for parts in OURS.values()} == {f"{FINISH_SECONDS:.0f}s"}


def test_gateway_stops_before_the_services_that_it_calls() -> None:
    assert set(SERVICE_NAMES) <= set(COMPOSE["gateway"]["depends_on"])


def test_folder_for_data_belongs_to_the_user_of_the_image() -> None:
    made = re.findall(r"useradd .*--uid (\d+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    owners = {uid for parts in OURS.values() for uid in re.findall(r"uid=(\d+)", " ".join(parts["tmpfs"]))}
    assert owners == set(made)


def test_every_variable_is_explained_in_the_example_and_every_explained_one_used() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (FOLDER / "compose.yaml").read_text(encoding="utf-8")))
    assert used - {"MACHINEPARK_VERSION", "MACHINEPARK_TIME_ZONE", "MACHINEPARK_LOG_LEVEL"} == GIVEN


def test_the_example_holds_no_secret() -> None:
    lines = (FOLDER / "example.env").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.match(r"[A-Z_]*(PASSWORD|SECRET_KEY)=.", line)] == []


def test_docker_reads_the_file() -> None:
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("NOT TESTED: no `docker compose` on this machine")
    wanted = [name for name in GIVEN if name.endswith(("PASSWORD", "KEY", "URL"))]
    where_docker_is = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_CONFIG") if name in os.environ}
    environment = dict.fromkeys(wanted, "0123456789abcdef0123456789abcdef") | where_docker_is
    command = ["docker", "compose", "-f", str(FOLDER / "compose.yaml"), "config", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr


def test_the_image_runs_as_nobody_special_and_says_whether_it_is_well() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM")) :]
    assert any(line.startswith("USER machinepark") for line in last)
    assert any(line.startswith("HEALTHCHECK") for line in last)


def test_only_what_the_image_is_made_of_goes_to_the_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied: set[Any] = set()
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY") and "--from" not in line:
            copied |= set(line.split()[1:-1])
    assert "*" in lines
    assert copied == let_in
