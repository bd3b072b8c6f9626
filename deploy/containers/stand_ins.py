"""Images made of Debian packages, under the names of official images that cannot be pulled.

Each folder in `images/` is named after the official image. A stand-in is of the version that Debian has, not of the
version in its name; it carries the label `machinepark.stand-in`.
"""

import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy.containers.shell import Failed, run, succeeds

IMAGES = Path(__file__).parent / "images"
DEBIAN = "localhost/machinepark-trial-debian"
LABEL = "machinepark.stand-in"


def full_name(image: str) -> str:
    """The name with its registry: `postgres:16` is `docker.io/library/postgres:16`."""
    return f"docker.io/{image}" if "/" in image else f"docker.io/library/{image}"


def recipe(image: str) -> Path:
    """The folder with the Containerfile of a stand-in. Raises Failed where there is none."""
    folder = IMAGES / image.rpartition("/")[2].partition(":")[0]
    if not folder.is_dir():
        raise Failed(f"The image {image} cannot be pulled, and {IMAGES} has no stand-in for it")
    return folder


def provide(image: str) -> str:
    """Have the image on this machine: official, or made of Debian packages. Returns which.

    One that was made earlier is made again where its folder or this machine's Debian has changed.
    """
    name = full_name(image)
    exists = succeeds("podman", "image", "exists", name)
    if exists and not run("podman", "image", "inspect", "--format", f'{{{{index .Labels "{LABEL}"}}}}', name):
        return "official"
    if not exists and succeeds("podman", "pull", "--quiet", name):
        return "official"
    if not succeeds("podman", "image", "exists", DEBIAN):
        _make_debian()
    run(
        "buildah", "build", "--layers", "--isolation", "chroot", "--pull-never", "--network", "host",
        "--format", "docker", "--label", f"{LABEL}=true", "--tag", name, recipe(image),
    )  # fmt: skip
    return "stand-in of Debian packages"


def remove_all() -> None:
    """Remove every stand-in and the Debian image below them."""
    made = run("podman", "images", "--quiet", "--filter", f"label={LABEL}").split()
    debian = [DEBIAN] if succeeds("podman", "image", "exists", DEBIAN) else []
    for image in dict.fromkeys([*made, *debian]):
        run("podman", "image", "rm", "--force", image)


def _make_debian() -> None:
    """Debian as this machine has it, from the mirrors of this machine's apt."""
    codename = platform.freedesktop_os_release()["VERSION_CODENAME"]
    sources = list(_sources())
    mirror = next((site for site, release, _ in sources if release == codename), "")
    if not mirror:
        raise Failed(f"apt has no mirror for Debian {codename}: look at /etc/apt/sources.list and run apt-get update")
    with tempfile.TemporaryDirectory() as folder:
        root, archive = Path(folder) / "root", Path(folder) / "debian.tar"
        run("debootstrap", "--variant=minbase", "--include=ca-certificates", codename, root, mirror)
        lines = [f"deb {site} {release} {component}\n" for site, release, component in sources]
        (root / "etc/apt/sources.list").write_text("".join(lines), encoding="utf-8")
        run("tar", "--create", "--file", archive, "--directory", root, ".")
        run("podman", "import", "--quiet", archive, DEBIAN)


def _sources() -> Iterator[tuple[str, str, str]]:
    """Address, release and component of Debian's own archives, out of apt's configuration."""
    fields = "$(SITE) $(RELEASE) $(COMPONENT) $(ORIGIN)"
    listed = run("apt-get", "indextargets", "--format", fields, "Created-By: Packages")
    for line in dict.fromkeys(listed.splitlines()):
        site, release, component, origin = line.split(" ", 3)
        if origin == "Debian":
            yield site, release, component
