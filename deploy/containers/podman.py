"""Starts the services of compose.yaml with podman: a network, volumes and containers named after the project.

Health checks are run from here: podman itself needs systemd for that.
"""

import json
import time

from deploy.containers import stand_ins
from deploy.containers.compose_file import DEFAULT, ComposeFile
from deploy.containers.podman_options import limits, options
from deploy.containers.shell import TrialFailed, run, succeeds

PACKAGES = {"podman": "podman", "buildah": "buildah", "runc": "runc", "debootstrap": "debootstrap",
            "/usr/lib/podman/netavark": "netavark", "/usr/lib/podman/aardvark-dns": "aardvark-dns",
            "/usr/libexec/podman/catatonit": "catatonit"}  # fmt: skip
"""Programs that have to be here, and Debian's packages that have them."""


class Podman:
    """Each service is a container `PROJECT-SERVICE`, which the others reach by the service's name."""

    name = "podman"

    def __init__(self, project: str, compose: ComposeFile, tag: str) -> None:
        self._project, self._compose, self._tag = project, compose, tag
        self.removal = f"podman rm --force --volumes $(podman ps --all --quiet --filter label=project={project})"

    def build(self, context: str, secrets: list[str]) -> None:
        run(
            "buildah", "build", "--layers", "--isolation", "chroot", "--pull-never", "--network", "host",
            "--format", "docker", *secrets, "--tag", self._tag, context,
        )  # fmt: skip

    def up(self) -> None:
        """Start every service without a profile, each once what it depends on is as `depends_on` says."""
        for name, settings in self._compose.networks.items():
            run("podman", "network", "create", *["--internal"] * bool(settings.get("internal")), self._network(name))
        for name in self._compose.default_services():
            for dependency, how in self._compose.services[name].get("depends_on", {}).items():
                self._await(dependency, how["condition"])
            self._start(name, "--detach")

    def wait_until_healthy(self) -> list[str]:
        """Names of the services that have a health check, each of which has passed it."""
        checked = [name for name in self._compose.default_services() if self._has_health_check(name)]
        for name in checked:
            self._await(name, "service_healthy")
        return checked

    def run_once(self, service: str, *command: str) -> str:
        return self._start(service, "--rm", command=command)

    def execute(self, service: str, *command: str) -> str:
        return run("podman", "exec", self._container(service), *command)

    def logs(self) -> str:
        """The last lines of every container that was started."""
        command = "podman logs --names --tail 15 $(podman ps --all --quiet --filter label=project=$0) 2>&1"
        return run("sh", "-c", command, self._project)

    def stop(self) -> dict[str, int]:
        """Stop every service in the reverse order of their start. Returns their exit codes."""
        codes = {}
        for name in reversed(self._compose.default_services()):
            grace = str(self._compose.services[name].get("stop_grace_period", "10s")).removesuffix("s")
            run("podman", "stop", "--time", grace, self._container(name))
            codes[name] = int(run("podman", "inspect", "--format", "{{.State.ExitCode}}", self._container(name)))
        return codes

    def down(self) -> None:
        """Remove containers, network and volumes of the project, those of an earlier trial as well."""
        containers = run("podman", "ps", "--all", "--quiet", "--filter", f"label=project={self._project}").split()
        if containers:
            run("podman", "rm", "--force", "--volumes", "--time", "0", *containers)
        for volume in self._compose.volumes:
            run("podman", "volume", "rm", "--force", f"{self._project}_{volume}")
        for network in self._compose.networks:
            run("podman", "network", "rm", "--force", self._network(network))

    def _network(self, name: str) -> str:
        return f"{self._project}_{name}"

    def _container(self, service: str) -> str:
        return f"{self._project}-{service}"

    def _start(self, name: str, *how: str, command: tuple[str, ...] = ()) -> str:
        service = self._compose.services[name]
        image = self._tag if "build" in service else stand_ins.full_name(service["image"])
        named = ["--name", self._container(name), "--label", f"project={self._project}"]
        networks = [f"--network={self._network(one)}:alias={name}" for one in service.get("networks", [DEFAULT])]
        secrets = [f"--volume={self._compose.secrets[one]}:/run/secrets/{one}:ro" for one in service.get("secrets", ())]
        words = command or service.get("command", [])
        return run(
            "podman", "run", "--runtime", "runc", *limits(), *how, *named, *networks, *secrets,
            *options(service, self._project), image, *words,
        )  # fmt: skip

    def _has_health_check(self, name: str) -> bool:
        check = json.loads(run("podman", "inspect", "--format", "{{json .Config.Healthcheck}}", self._container(name)))
        return bool(check and check.get("Test") not in (None, [], ["NONE"]))

    def _await(self, name: str, condition: str) -> None:
        container = self._container(name)
        if condition == "service_completed_successfully":
            if (code := run("podman", "wait", container)) != "0":
                raise TrialFailed(f"{name} ended with {code}:\n{run('podman', 'logs', container)}")
        elif condition == "service_healthy":
            end = time.monotonic() + 180
            while not succeeds("podman", "healthcheck", "run", container):
                if time.monotonic() > end:
                    raise TrialFailed(f"{name} did not pass its health check within 180 s")
                time.sleep(1)
