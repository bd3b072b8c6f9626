"""Keys of compose.yaml as options of `podman run`."""

import json
import resource

from deploy.containers.compose_file import PATH, Service
from deploy.containers.shell import Failed

PLAIN = {"cpu_shares": "--cpu-shares", "hostname": "--hostname", "restart": "--restart"}
LISTS = {"cap_drop": "--cap-drop", "ports": "--publish"}
ELSEWHERE = {"image", "command", "build", "depends_on", "profiles", "stop_grace_period"}
"""Keys that are no option of `podman run`."""
ENOUGH = 4096
"""Open files and processes of a container."""


def options(service: Service, project: str) -> list[str]:
    """A service's keys as options of `podman run`. Raises Failed for a key that is not translated."""
    found: list[str] = []
    for key, value in service.items():
        if key in PLAIN:
            found += [f"{PLAIN[key]}={value}"]
        elif key in LISTS:
            found += [f"{LISTS[key]}={item}" for item in value]
        elif key in ("init", "read_only"):
            found += [f"--{key.replace('_', '-')}={str(value).lower()}"]
        elif key == "security_opt":
            found += [f"--security-opt={item.removesuffix(':true')}" for item in value]
        elif key == "environment":
            found += [f"--env={name}={given}" for name, given in value.items()]
        elif key == "logging":
            found += [f"--log-driver={value['driver']}", f"--log-opt=max-size={value['options']['max-size']}"]
        elif key == "tmpfs":
            found += [word for item in value for word in _tmpfs(item)]
        elif key == "volumes":
            found += [f"--volume={_volume(item, project)}" for item in value]
        elif key == "healthcheck":
            found += _health_check(value)
        elif key not in ELSEWHERE:
            raise Failed(f"compose.yaml uses `{key}`, which {__name__} does not translate")
    return found


def _tmpfs(item: str) -> list[str]:
    """podman has no `uid=` for these; it gives the folder to the container's own user instead."""
    place, _, settings = item.partition(":")
    mode = dict(one.split("=") for one in settings.split(",") if one).get("mode", "1777")
    owner = ["U=true"] if "uid=" in settings else []
    return ["--mount", ",".join(["type=tmpfs", f"destination={place}", f"tmpfs-mode={mode}", *owner])]


def _volume(item: str, project: str) -> str:
    source, _, rest = item.partition(":")
    return f"{(PATH.parent / source).resolve()}:{rest}" if source.startswith(".") else f"{project}_{source}:{rest}"


def _health_check(check: Service) -> list[str]:
    if check.get("disable"):
        return ["--no-healthcheck"]
    named = {"interval": "interval", "timeout": "timeout", "retries": "retries", "start_period": "start-period"}
    times = [f"--health-{named[key]}={value}" for key, value in check.items() if key != "test"]
    return [f"--health-cmd={json.dumps(check['test'][1:])}", *times]  # podman takes the words after CMD


def limits() -> list[str]:
    """Limits on files and processes: podman's own are higher, and some kernels do not allow them to be raised."""
    kinds = {"nofile": resource.RLIMIT_NOFILE, "nproc": resource.RLIMIT_NPROC}
    allowed = {name: resource.getrlimit(kind)[1] for name, kind in kinds.items()}
    values = {name: ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH) for name, hard in allowed.items()}
    return [f"--ulimit={name}={value}:{value}" for name, value in values.items()]
