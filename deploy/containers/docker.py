"""Starts the services of compose.yaml with Docker's own Compose."""

import json
import time
from pathlib import Path
from typing import Any

from deploy.containers.compose_file import PATH
from deploy.containers.shell import TrialFailed, run


class Docker:
    """`docker compose` with a project name and a file of variables of its own."""

    name = "docker compose"

    def __init__(self, project: str, tag: str, variables: Path) -> None:
        self._tag = tag
        self._command = [
            "docker",
            "compose",
            "--project-name",
            project,
            "--env-file",
            str(variables),
            "--file",
            str(PATH),
        ]
        self.removal = f"docker compose --project-name {project} down --volumes"

    def build(self, context: str, secrets: list[str]) -> None:
        run("docker", "build", *secrets, "--tag", self._tag, context)

    def up(self) -> None:
        """Pull what is missing and start every service without a profile."""
        run(*self._command, "up", "--detach", "--no-build")

    def wait_until_healthy(self) -> list[str]:
        """Names of the services that have a health check, each of which has passed it."""
        end = time.monotonic() + 180
        while states := self._health():
            if all(state == "healthy" for state in states.values()):
                return list(states)
            if time.monotonic() > end:
                raise TrialFailed(f"Not healthy within 180 s: {states}")
            time.sleep(1)
        raise TrialFailed("No container has a health check")

    def run_once(self, service: str, *command: str) -> str:
        return run(*self._command, "run", "--rm", "--no-TTY", service, *command)

    def execute(self, service: str, *command: str) -> str:
        return run(*self._command, "exec", "--no-TTY", service, *command)

    def logs(self) -> str:
        """The last lines of every container that was started."""
        return run(*self._command, "logs", "--tail", "15")

    def stop(self) -> dict[str, int]:
        """Stop every service in the reverse order of their start. Returns their exit codes."""
        run(*self._command, "stop")
        return {name: int(state["ExitCode"]) for name, state in self._states().items()}

    def down(self) -> None:
        """Remove containers, network and volumes of the project, those of an earlier trial as well."""
        run(*self._command, "--profile", "*", "down", "--volumes", "--remove-orphans")

    def _health(self) -> dict[str, str]:
        states = {name: str(state.get("Health", {}).get("Status", "")) for name, state in self._states().items()}
        return {name: status for name, status in states.items() if status not in ("", "none")}

    def _states(self) -> dict[str, Any]:
        """The state of each container, by the name of its service."""
        containers = run(*self._command, "ps", "--all", "--quiet").split()
        described = json.loads(run("docker", "inspect", *containers)) if containers else []
        return {item["Config"]["Labels"]["com.docker.compose.service"]: item["State"] for item in described}
