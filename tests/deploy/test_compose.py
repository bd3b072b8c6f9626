"""compose.yaml: each container gets only the secrets that it needs, and runs an existing command."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from deploy.cli.main import main
from deploy.cli.serve import PARTS
from deploy.rabbitmq.rights import SERVICE_NAMES, USERS
from deploy.run.services import SERVICES
from deploy.run.supervisor import FINISH_SECONDS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "compose"
DOCUMENT = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
COMPOSE = DOCUMENT["services"]
OUR_SERVICES = {name: service_ for name, service_ in COMPOSE.items() if service_["image"].startswith("machinepark")}
EXAMPLE_VARIABLES = set(
    re.findall(r"^#?([A-Z_]+)=", (FOLDER / "example.env").read_text(encoding="utf-8"), re.MULTILINE)
)


def test_each_service_and_the_gateway_has_a_container() -> None:
    served = {service_["command"][1] for service_ in OUR_SERVICES.values() if service_["command"][0] == "serve"}
    assert served == {*SERVICE_NAMES, "gateway"} == set(PARTS)


@pytest.mark.parametrize("name", OUR_SERVICES)
def test_container_runs_an_existing_command(name: str) -> None:
    command_line = OUR_SERVICES[name]["command"]
    command = main.get_command(click.Context(main), command_line[0])
    assert command is not None
    assert command.make_context(command_line[0], list(command_line[1:]), resilient_parsing=False)


@pytest.mark.parametrize("name", [*SERVICE_NAMES, "gateway"])
def test_services_start_after_migrations(name: str) -> None:
    assert COMPOSE[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_low_priority_services_have_fewer_cpu_shares() -> None:
    default_shares = 1024  # of Docker
    with_fewer_shares = {
        name for name in OUR_SERVICES if OUR_SERVICES[name].get("cpu_shares", default_shares) < default_shares
    }
    assert with_fewer_shares == {service.name for service in SERVICES if service.low_priority}


@pytest.mark.parametrize("name", [name for name in OUR_SERVICES if name != "migrate"])
def test_container_gets_only_its_own_secrets(name: str) -> None:
    assert set(COMPOSE[name]["secrets"]) == ({name, "secret_key"} if name == "gateway" else {name})


@pytest.mark.parametrize("name", COMPOSE)
def test_secrets_are_files(name: str) -> None:
    environment = COMPOSE[name].get("environment", {})
    named = {value.removeprefix("/run/secrets/") for value in environment.values() if value.startswith("/run/secrets/")}
    assert named <= set(COMPOSE[name].get("secrets", ())) <= DOCUMENT["secrets"].keys()
    assert [key for key in environment if re.search("PASSWORD|SECRET|KEY", key) and not key.endswith("_FILE")] == []


def test_every_user_has_a_secret() -> None:
    assert DOCUMENT["secrets"].keys() == {*USERS, "rabbitmq_admin", "postgres_admin", "secret_key"}


def test_only_services_and_migrations_reach_the_database() -> None:
    in_network = {name for name in COMPOSE if "database" in COMPOSE[name].get("networks", ["default"])}
    assert in_network == {"postgres", "migrate", *SERVICE_NAMES}
    assert COMPOSE["postgres"]["networks"] == ["database"]
    assert DOCUMENT["networks"]["database"] == {"internal": True}


def test_every_container_has_a_memory_limit() -> None:
    assert [name for name in COMPOSE if "mem_limit" not in COMPOSE[name]] == []


@pytest.mark.parametrize("name", SERVICE_NAMES)
def test_service_has_its_own_broker_user_and_database_role(name: str) -> None:
    environment = COMPOSE[name]["environment"]
    assert environment["MACHINEPARK_AMQP_URL"].startswith(f"amqp://{name}@")
    assert environment["MACHINEPARK_DATABASE_URL"].startswith(f"postgresql://machinepark_{name}@")


@pytest.mark.parametrize("name", OUR_SERVICES)
def test_container_is_read_only_without_capabilities(name: str) -> None:
    service_ = OUR_SERVICES[name]
    assert (service_["read_only"], service_["cap_drop"]) == (True, ["ALL"])


def test_stop_grace_period_equals_that_of_full_mode() -> None:
    assert {service_["stop_grace_period"] for service_ in OUR_SERVICES.values()} == {f"{FINISH_SECONDS:.0f}s"}


def test_gateway_stops_before_the_services_that_it_calls() -> None:
    assert set(SERVICE_NAMES) <= set(COMPOSE["gateway"]["depends_on"])


def test_data_folder_belongs_to_the_user_of_the_image() -> None:
    image_uids = re.findall(r"useradd .*--uid (\d+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    owners = {
        uid for service_ in OUR_SERVICES.values() for uid in re.findall(r"uid=(\d+)", " ".join(service_["tmpfs"]))
    }
    assert owners == set(image_uids)


def test_example_env_lists_exactly_the_variables_in_use() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (FOLDER / "compose.yaml").read_text(encoding="utf-8")))
    assert used - {"MACHINEPARK_VERSION", "MACHINEPARK_TIME_ZONE", "MACHINEPARK_LOG_LEVEL"} == EXAMPLE_VARIABLES


def test_example_env_contains_no_secret() -> None:
    lines = (FOLDER / "example.env").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.match(r"[A-Z_]*(PASSWORD|SECRET_KEY)=.", line)] == []


def test_docker_compose_accepts_the_file() -> None:
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("NOT TESTED: no `docker compose` on this machine")
    required = [name for name in EXAMPLE_VARIABLES if name.endswith(("PASSWORD", "KEY", "URL"))]
    docker_environment = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_CONFIG") if name in os.environ}
    environment = dict.fromkeys(required, "0123456789abcdef0123456789abcdef") | docker_environment
    command = ["docker", "compose", "-f", str(FOLDER / "compose.yaml"), "config", "--quiet"]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert result.returncode == 0, result.stderr


def test_image_runs_unprivileged_with_a_health_check() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    final_stage = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM")) :]
    assert any(line.startswith("USER machinepark") for line in final_stage)
    assert any(line.startswith("HEALTHCHECK") for line in final_stage)


def test_build_context_is_exactly_what_the_image_copies() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    included = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied: set[Any] = set()
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY") and "--from" not in line:
            copied |= set(line.split()[1:-1])
    assert "*" in lines
    assert copied == included
