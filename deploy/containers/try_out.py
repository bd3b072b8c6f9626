"""`make containers`: builds the image, starts everything in compose.yaml, and files a service request over HTTP.

Uses Docker where its engine and Compose answer; else podman, with images of Debian packages for those that cannot be
pulled. Nothing is asked of servers that run on this machine. Ends with exit code 1 when something did not work.
"""

import contextlib
import re
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click

from deploy.containers import compose_file, hardening, pip_settings, stand_ins, visit
from deploy.containers.docker import Docker
from deploy.containers.podman import Podman
from deploy.containers.requirements import docker_works, expect_podman
from deploy.containers.shell import TrialFailed
from deploy.demo.people import PASSWORD

ROOT = Path(__file__).parents[2]
PROJECT = "machinepark-trial"
PORTAL = "https://portal.dealer.example"
PERSON = "james@vandijk.example"


@click.command()
@click.option("--keep", is_flag=True, help="Leave the containers running.")
@click.option("--remove-images", is_flag=True, help="Afterwards remove the images that were made of Debian packages.")
def try_out(keep: bool, remove_images: bool) -> None:
    """Try the containers: build, start, file a service request, stop."""
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder:
            _try(Path(folder), keep=keep)
        if remove_images:
            with _step("Removed the images that were made"):
                stand_ins.remove_all()
    except TrialFailed as error:
        click.secho(f"\n{error}", err=True, fg="red")
        sys.exit(1)
    click.echo(f"The containers work ({time.monotonic() - began:.0f} s).")


def _try(folder: Path, *, keep: bool) -> None:
    variables = _variables() | {"MACHINEPARK_SECRETS": str(folder / "secrets")}
    compose = compose_file.read(variables)
    _make_secrets(compose)
    portal, mails = variables["MACHINEPARK_PUBLISH"], variables["MACHINEPARK_MAIL_PUBLISH"]
    ours = [name for name in compose.default_services() if "build" in compose.services[name]]
    tag = compose.services["gateway"]["image"]
    engine: Docker | Podman
    if docker_works():
        file = folder / "variables.env"
        file.write_text("".join(f"{name}={value}\n" for name, value in variables.items()), encoding="utf-8")
        engine = Docker(PROJECT, tag, file)
    else:
        expect_podman()
        engine = Podman(PROJECT, compose, tag)
        for image in sorted({*base_images(), *compose.pulled_images()}):
            with _step(f"Image {image}") as result:
                result.append(stand_ins.provide(image))
    engine.down()
    with _step(f"Built {tag} from Dockerfile"):
        engine.build(str(ROOT), pip_settings.secrets(folder))
    try:
        with _step(f"Started {', '.join(compose.default_services())} with {engine.name}"):
            engine.up()
        with _step("Passed their health checks") as result:
            result.append(", ".join(engine.wait_until_healthy()))
        with _step("Hardened as compose.yaml says") as result:
            result.append(hardening.check(engine, [name for name in ours if name != "migrate"]))
        with _step("Loaded the demo: ops demo"):
            engine.run_once("ops", "demo")
        with _step("Every service says that it works: ops services"):
            engine.run_once("ops", "services")
        browser = visit.Browser(portal, urlsplit(PORTAL).netloc)
        with _step(f"Logged in as {PERSON} at http://{portal}"):
            visit.log_in(browser, PERSON, PASSWORD)
        with _step("Filed a service request") as result:
            reference = visit.file_request(browser)
            result.append(reference)
        with _step("Received the mail") as result:
            result.append(visit.wait_for_mail(mails, PERSON, reference))
        if keep:
            click.echo(f"The containers go on running; remove them: {engine.removal}")
            return
        with _step("Stopped") as result:
            result.append(_ended_well(engine.stop(), ours))
    except TrialFailed as error:
        raise TrialFailed(f"{error}\n\nWhat the containers wrote last:\n{engine.logs()}") from None
    finally:
        if not keep:
            engine.down()


def base_images() -> set[str]:
    """The images that the Dockerfile builds on."""
    return set(re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE))


def _make_secrets(compose: compose_file.ComposeFile) -> None:
    """Made-up passwords, readable by the users of all images in a folder that only this user can open."""
    for path in compose.secrets.values():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_text(secrets.token_hex(24), encoding="utf-8")
        path.chmod(0o644)


def _variables() -> dict[str, str]:
    """What `.env` would hold: the portal's address and free ports."""
    return {
        "MACHINEPARK_VERSION": "trial",
        "MACHINEPARK_PORTAL_URL": PORTAL,
        "MACHINEPARK_PUBLISH": f"127.0.0.1:{_free_port()}",
        "MACHINEPARK_MAIL_PUBLISH": f"127.0.0.1:{_free_port()}",
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _ended_well(codes: dict[str, int], ours: list[str]) -> str:
    """Raises TrialFailed when one of our containers was killed or ended with an error."""
    wrong = {name: code for name, code in codes.items() if name in ours and code != 0}
    if wrong:
        raise TrialFailed(f"Exit codes other than 0: {wrong}")
    return f"exit code 0 of {', '.join(ours)}"


@contextlib.contextmanager
def _step(title: str) -> Iterator[list[str]]:
    """Print a step with how long it took; what is added to the list is printed behind it."""
    began, result = time.monotonic(), list[str]()
    try:
        yield result
    except TrialFailed:
        click.secho(f"FAILED  {time.monotonic() - began:6.1f} s  {title}", err=True, fg="red")
        raise
    click.echo(f"ok      {time.monotonic() - began:6.1f} s  {': '.join([title, *result])}")


if __name__ == "__main__":
    try_out()
