"""The trial of the containers reads compose.yaml as Compose does and can start all services in it."""

from pathlib import Path

import pytest

from deploy.containers import compose_file, pip_settings, stand_ins, try_out
from deploy.containers.compose_file import MissingVariable
from deploy.containers.podman_options import options
from deploy.containers.shell import TrialFailed

VARIABLES = try_out._variables()
COMPOSE = compose_file.read(VARIABLES)


def read(text: str, folder: Path, **variables: str) -> compose_file.ComposeFile:
    path = folder / "compose.yaml"
    path.write_text(text, encoding="utf-8")
    return compose_file.read(variables, path)


@pytest.mark.parametrize("image", sorted(COMPOSE.pulled_images()))
def test_every_pulled_image_has_a_stand_in(image: str) -> None:
    assert (stand_ins.build_context(image) / "Containerfile").exists()


def test_every_stand_in_replaces_an_image_in_use() -> None:
    used = {stand_ins.build_context(image) for image in {*COMPOSE.pulled_images(), *try_out.base_images()}}
    assert used == {folder for folder in stand_ins.IMAGES.iterdir() if folder.is_dir()}


@pytest.mark.parametrize("image", ["postgres:16", "axllent/mailpit:v1.21"])
def test_full_name_of_an_image_begins_with_its_registry(image: str) -> None:
    assert stand_ins.full_name(image) in ("docker.io/library/postgres:16", "docker.io/axllent/mailpit:v1.21")


@pytest.mark.parametrize("name", COMPOSE.services)
def test_every_key_of_a_started_service_is_translated(name: str) -> None:
    if name in COMPOSE.default_services() or name == "ops":
        assert options(COMPOSE.services[name], "trial")


def test_hardening_options_are_passed_to_podman() -> None:
    options_ = options(COMPOSE.services["fleet"], "trial")
    assert {"--read-only=true", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--init=true"} <= set(options_)
    assert "type=tmpfs,destination=/var/lib/machinepark/var,tmpfs-mode=0700,U=true" in options_


def test_untranslated_key_is_refused() -> None:
    with pytest.raises(TrialFailed, match="`privileged`"):
        options({"privileged": True}, "trial")


def test_service_starts_after_its_dependencies(tmp_path: Path) -> None:
    text = "services: {a: {depends_on: {b: {condition: service_healthy}}}, b: {}, c: {profiles: [extra]}}"
    compose = read(text, tmp_path)
    assert list(compose.services) == ["b", "a", "c"]
    assert compose.default_services() == ["b", "a"]


def test_variable_is_replaced_by_its_value_or_default(tmp_path: Path) -> None:
    text = "services: {a: {command: ['${GIVEN}', '${GIVEN:-other}', '${EMPTY:-default}', '${ABSENT}']}}"
    compose = read(text, tmp_path, GIVEN="value", EMPTY="")
    assert compose.services["a"]["command"] == ["value", "value", "default", ""]


def test_missing_required_variable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingVariable, match="SECRET is not set: at least 32 characters"):
        read("services: {a: {command: ['${SECRET:?at least 32 characters}']}}", tmp_path)


def test_pip_gets_only_the_network_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip_config = (
        "global.index-url='https://index.example/simple'\nglobal.find-links='/wheels'\n:env:.cert='/etc/own.crt'\n"
    )
    monkeypatch.setattr(pip_settings, "run", lambda *_command: pip_config)
    options_ = pip_settings.secrets(tmp_path)
    assert options_[1::2] == [f"id=pip.conf,src={tmp_path}/pip.conf", "id=certificates,src=/etc/own.crt"]
    lines = (tmp_path / "pip.conf").read_text(encoding="utf-8").splitlines()
    assert lines == ["[global]", "index-url = https://index.example/simple", "cert = /run/secrets/certificates"]
