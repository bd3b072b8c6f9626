"""Images made of Debian packages, under the names of official images that cannot be pulled.

Each folder in `images/` is named after the official image. A stand-in is of the version that Debian has, not of the
version in its name; it carries the label `machinepark.stand-in`.
"""

import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy.containers.shell import TrialFailed, run, succeeds

IMAGES = Path(__file__).parent / "images"
BASE_IMAGE = "localhost/machinepark-trial-debian"
"""The base of all stand-ins, built for the trial of the containers (`try_out.py`)."""
LABEL = "machinepark.stand-in"


def full_name(image: str) -> str:
    """The name with its registry: `postgres:16` is `docker.io/library/postgres:16`.

    Every name is taken for one of Docker Hub's, so `image` must not contain a registry.
    """
    return f"docker.io/{image}" if "/" in image else f"docker.io/library/{image}"


def build_context(image: str) -> Path:
    """The folder that a stand-in is built from. Raises TrialFailed where there is none."""
    folder = IMAGES / image.rpartition("/")[2].partition(":")[0]
    if not folder.is_dir():
        raise TrialFailed(f"The image {image} cannot be pulled, and {IMAGES} has no stand-in for it")
    return folder


def provide(image: str) -> str:
    """Ensure that the image is available locally: pull it, or build a stand-in.

    Returns "official" or "stand-in of Debian packages". An existing stand-in is built again, from buildah's cache where
    its folder has not changed; BASE_IMAGE is built only if it is missing (`make containers` removes it with
    `--remove-images`).
    """
    name = full_name(image)
    exists = succeeds("podman", "image", "exists", name)
    if exists and not run("podman", "image", "inspect", "--format", f'{{{{index .Labels "{LABEL}"}}}}', name):
        return "official"
    if not exists and succeeds("podman", "pull", "--quiet", name):
        return "official"
    if not succeeds("podman", "image", "exists", BASE_IMAGE):
        _build_base_image()
    run(
        "buildah", "build", "--layers", "--isolation", "chroot", "--pull-never", "--network", "host",
        "--format", "docker", "--label", f"{LABEL}=true", "--tag", name, build_context(image),
    )  # fmt: skip
    return "stand-in of Debian packages"


def remove_all() -> None:
    """Remove every stand-in and their base image."""
    stand_ins = run("podman", "images", "--quiet", "--filter", f"label={LABEL}").split()
    base = [BASE_IMAGE] if succeeds("podman", "image", "exists", BASE_IMAGE) else []
    for image in dict.fromkeys([*stand_ins, *base]):
        run("podman", "image", "rm", "--force", image)


def _build_base_image() -> None:
    """Bootstrap this machine's Debian release from the mirrors in apt's configuration."""
    codename = platform.freedesktop_os_release()["VERSION_CODENAME"]
    sources = list(_sources())
    mirror = next((site for site, release, _ in sources if release == codename), "")
    if not mirror:
        raise TrialFailed(
            f"apt has no mirror for Debian {codename}: look at /etc/apt/sources.list and run apt-get update"
        )
    with tempfile.TemporaryDirectory() as folder:
        root, archive = Path(folder) / "root", Path(folder) / "debian.tar"
        run("debootstrap", "--variant=minbase", "--include=ca-certificates", codename, root, mirror)
        lines = [f"deb {site} {release} {component}\n" for site, release, component in sources]
        (root / "etc/apt/sources.list").write_text("".join(lines), encoding="utf-8")
        run("tar", "--create", "--file", archive, "--directory", root, ".")
        run("podman", "import", "--quiet", archive, BASE_IMAGE)


def _sources() -> Iterator[tuple[str, str, str]]:
    """Address, release and component of the Debian repositories in apt's configuration."""
    fields = "$(SITE) $(RELEASE) $(COMPONENT) $(ORIGIN)"
    listed = run("apt-get", "indextargets", "--format", fields, "Created-By: Packages")
    for line in dict.fromkeys(listed.splitlines()):
        site, release, component, origin = line.split(" ", 3)
        if origin == "Debian":
            yield site, release, component
