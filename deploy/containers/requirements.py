"""What has to be on this machine to try the containers."""

import os
import shutil

from deploy.containers.shell import TrialFailed, succeeds

PACKAGES = {
    "podman": "podman",
    "buildah": "buildah",
    "runc": "runc",
    "debootstrap": "debootstrap",
    "/usr/lib/podman/netavark": "netavark",
    "/usr/lib/podman/aardvark-dns": "aardvark-dns",
    "/usr/libexec/podman/catatonit": "catatonit",
}
"""Programs that build and start the containers without Docker, and the Debian packages that contain them."""


def docker_works() -> bool:
    """Whether a Docker engine answers and has Compose."""
    return succeeds("docker", "info") and succeeds("docker", "compose", "version")


def expect_podman() -> None:
    """Raises TrialFailed with the command that installs what is missing."""
    missing = sorted({package for program, package in PACKAGES.items() if not shutil.which(program)})
    if missing:
        raise TrialFailed(
            "There is no Docker engine with Compose here, and podman cannot be used instead: "
            f"on Debian, `apt-get install {' '.join(missing)}` installs what is missing."
        )
    if os.geteuid() != 0:
        raise TrialFailed("Run it as root: without Docker, debootstrap and podman's networks need that")
