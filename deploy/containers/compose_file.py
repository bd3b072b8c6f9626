"""Reads compose.yaml for a container engine without Compose (podman).

Supports only what this project's file uses: variables (`${A}`, `${A:-default}`, `${A:?message}`), profiles,
`depends_on`, secrets in files, and networks.
Source: the Compose Specification, https://github.com/compose-spec/compose-spec/blob/main/spec.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # has no types

PATH = Path(__file__).parents[1] / "compose" / "compose.yaml"
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<operator>[-?])(?P<rest>[^}]*))?\}")
DEFAULT = "default"
"""The network of services that name none."""
Service = dict[str, Any]


class MissingVariable(Exception):
    """A variable that compose.yaml requires is not set."""


@dataclass(frozen=True, slots=True)
class ComposeFile:
    """Services by name, each after the services that it depends on; every variable is replaced by its value. `secrets`
    are the paths of their files."""

    services: dict[str, Service]
    volumes: list[str]
    secrets: dict[str, Path]
    networks: dict[str, dict[str, Any]]

    def default_services(self) -> list[str]:
        """The services that `up` starts when no profile is given."""
        return [name for name, service in self.services.items() if not service.get("profiles")]

    def pulled_images(self) -> set[str]:
        """The images that `up` pulls instead of building them."""
        return {self.services[name]["image"] for name in self.default_services() if "build" not in self.services[name]}


def read(variables: Mapping[str, str], path: Path = PATH) -> ComposeFile:
    """Read the file and replace its variables. Raises MissingVariable."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    services = _filled_in(document["services"], variables)
    secrets = _filled_in(document.get("secrets") or {}, variables)
    return ComposeFile(
        {name: services[name] for name in _in_order(services)},
        list(document.get("volumes") or {}),
        {name: (path.parent / secret["file"]).resolve() for name, secret in secrets.items()},
        {name: network or {} for name, network in (document.get("networks") or {DEFAULT: {}}).items()},
    )


def _filled_in(node: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {name: _filled_in(value, variables) for name, value in node.items()}
    if isinstance(node, list):
        return [_filled_in(item, variables) for item in node]
    if isinstance(node, str):
        return VARIABLE.sub(lambda found: _value(found, variables), node).replace("$$", "$")
    return node


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    name, operator, rest = found["name"], found["operator"], found["rest"] or ""
    if value := variables.get(name, ""):
        return value
    if operator == "?":
        raise MissingVariable(f"{name} is not set: {rest or 'compose.yaml requires it'}")
    return rest


def _in_order(services: Mapping[str, Service]) -> list[str]:
    """The names in the order of the file, except that each follows its dependencies."""
    ordered: list[str] = []

    def add(name: str) -> None:
        for dependency in services[name].get("depends_on", {}):
            add(dependency)
        if name not in ordered:
            ordered.append(name)

    for name in services:
        add(name)
    return ordered
