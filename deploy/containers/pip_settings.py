"""How pip of this machine reaches its package index, as secrets for the build: nothing of them stays in the image."""

import re
import shlex
import sys
from pathlib import Path

from deploy.containers.shell import run

NETWORK = ("index-url", "extra-index-url", "trusted-host", "proxy", "default-timeout", "timeout")
CERTIFICATES = "/run/secrets/certificates"


def secrets(folder: Path) -> list[str]:
    """Options for `docker build` and `buildah build`. Writes pip.conf into `folder`.

    Only settings of the network count: folders of packages on this machine are not there inside a build.
    """
    configured = _configured()
    lines = [f"{name} = {value}" for name in NETWORK if (value := _addresses(configured.get(name, "")))]
    certificates = configured.get("cert", "")
    options = []
    if certificates:
        lines.append(f"cert = {CERTIFICATES}")
        options = ["--secret", f"id=certificates,src={certificates}"]
    settings = folder / "pip.conf"
    settings.write_text("\n".join(["[global]", *lines, ""]), encoding="utf-8")
    return ["--secret", f"id=pip.conf,src={settings}", *options]


def _configured() -> dict[str, str]:
    """Names and values of `pip config list`; an environment variable counts more than a file."""
    listed = run(sys.executable, "-m", "pip", "config", "list")
    found = re.findall(r"^(:env:|global|install)\.([\w-]+)=(.*)$", listed, re.MULTILINE)
    found.sort(key=lambda entry: entry[0] == ":env:")
    return {name: " ".join(shlex.split(value)) for _, name, value in found}


def _addresses(value: str) -> str:
    return " ".join(word for word in value.split() if not word.startswith(("/", "file:")))
