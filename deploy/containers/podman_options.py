"""Keys of compose.yaml as options of `podman run`."""

import json
import resource

from deploy.containers.compose_file import PATH, Service
from deploy.containers.shell import TrialFailed

SINGLE_VALUES = {
    "cpu_shares": "--cpu-shares",
    "hostname": "--hostname",
    "mem_limit": "--memory",
    "restart": "--restart",
}
LISTS = {"cap_drop": "--cap-drop", "ports": "--publish"}
IGNORED = {"image", "command", "build", "depends_on", "profiles", "stop_grace_period", "networks", "secrets"}
"""Keys that are no option of `podman run`, or that `podman.py` translates."""
LIMIT = 4096
"""The most open files, and the most processes, of a container."""


def options(service: Service, project: str) -> list[str]:
    """A service's keys as options of `podman run`. Raises TrialFailed for a key that is not translated."""
    arguments: list[str] = []
    for key, value in service.items():
        if key in SINGLE_VALUES:
            arguments += [f"{SINGLE_VALUES[key]}={value}"]
        elif key in LISTS:
            arguments += [f"{LISTS[key]}={item}" for item in value]
        elif key in ("init", "read_only"):
            arguments += [f"--{key.replace('_', '-')}={str(value).lower()}"]
        elif key == "security_opt":
            arguments += [f"--security-opt={item.removesuffix(':true')}" for item in value]
        elif key == "entrypoint":
            arguments += [f"--entrypoint={json.dumps(value)}"]
        elif key == "environment":
            arguments += [f"--env={name}={text}" for name, text in value.items()]
        elif key == "logging":
            arguments += [f"--log-driver={value['driver']}", f"--log-opt=max-size={value['options']['max-size']}"]
        elif key == "tmpfs":
            arguments += [argument for item in value for argument in _tmpfs(item)]
        elif key == "volumes":
            arguments += [f"--volume={_volume(item, project)}" for item in value]
        elif key == "healthcheck":
            arguments += _health_check(value)
        elif key not in IGNORED:
            raise TrialFailed(f"compose.yaml uses `{key}`, which {__name__} does not translate")
    return arguments


def _tmpfs(item: str) -> list[str]:
    """A tmpfs mount. podman has no `uid=` for it: `U=true` makes the container's user the owner instead."""
    path, _, settings = item.partition(":")
    mode = dict(setting.split("=") for setting in settings.split(",") if setting).get("mode", "1777")
    owner = ["U=true"] if "uid=" in settings else []
    return ["--mount", ",".join(["type=tmpfs", f"destination={path}", f"tmpfs-mode={mode}", *owner])]


def _volume(item: str, project: str) -> str:
    source, _, rest = item.partition(":")
    return f"{(PATH.parent / source).resolve()}:{rest}" if source.startswith(".") else f"{project}_{source}:{rest}"


def _health_check(check: Service) -> list[str]:
    if check.get("disable"):
        return ["--no-healthcheck"]
    named = {"interval": "interval", "timeout": "timeout", "retries": "retries", "start_period": "start-period"}
    times = [f"--health-{named[key]}={value}" for key, value in check.items() if key != "test"]
    return [f"--health-cmd={json.dumps(check['test'][1:])}", *times]  # without the leading "CMD"


def limits() -> list[str]:
    """Options that limit open files and processes: podman's defaults are higher than some kernels allow."""
    kinds = {"nofile": resource.RLIMIT_NOFILE, "nproc": resource.RLIMIT_NPROC}
    allowed = {name: resource.getrlimit(kind)[1] for name, kind in kinds.items()}
    values = {name: LIMIT if hard == resource.RLIM_INFINITY else min(hard, LIMIT) for name, hard in allowed.items()}
    return [f"--ulimit={name}={value}:{value}" for name, value in values.items()]
