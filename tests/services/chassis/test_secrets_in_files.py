"""Secrets in files, as container engines mount them."""

from pathlib import Path

import pytest

from deploy.run.credentials import load_or_create
from gateway.settings import read_settings
from services.chassis.settings import WrongSetting, load

PASSWORD = "s/cr:t@1"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{PASSWORD}\n")
    return path


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("AMQP", "amqp://fleet@broker:5672/park", "amqp://fleet:s%2Fcr%3At%401@broker:5672/park"),
        ("AMQP", "amqp://fleet:own@broker:5672/park", "amqp://fleet:own@broker:5672/park"),
        ("DATABASE", "postgresql://fleet@db/p_{service}", "postgresql://fleet:s%2Fcr%3At%401@db/p_{service}"),
        ("DATABASE", "sqlite:///var/{service}.db", "sqlite:///var/{service}.db"),
    ],
)
def test_password_in_a_file_completes_the_url(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, url: str, expected: str
) -> None:
    monkeypatch.setenv(f"MACHINEPARK_{name}_URL", url)
    monkeypatch.setenv(f"MACHINEPARK_{name}_PASSWORD_FILE", str(file))
    assert getattr(load(), f"{name.lower()}_url") == expected


def test_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACHINEPARK_AMQP_PASSWORD_FILE", str(tmp_path / "absent"))
    with pytest.raises(WrongSetting, match="MACHINEPARK_AMQP_PASSWORD_FILE"):
        load()


def test_passwords_of_prepared_users_come_from_files(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MACHINEPARK_PASSWORD_FLEET_FILE", str(file))
    assert load_or_create(tmp_path, ["fleet"], "", "").passwords == {"fleet": PASSWORD}


def test_secret_key_comes_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "key"
    key.write_text("k" * 40)
    monkeypatch.delenv("MACHINEPARK_SECRET_KEY", raising=False)
    monkeypatch.setenv("MACHINEPARK_SECRET_KEY_FILE", str(key))
    assert read_settings().secret_key == "k" * 40
