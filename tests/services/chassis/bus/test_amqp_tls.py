"""Over RabbitMQ with TLS: the certificate is checked, and threads that write don't disturb the one that reads."""

import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from services.chassis.bus import NotDelivered, broker
from services.chassis.bus.address import Address
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.services.chassis.bus import tls_front
from tests.services.chassis.bus.stage import Box, Stage


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself; its key lies beside it."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("NOT TESTED: openssl is not here to make a certificate")
    made = tmp_path_factory.mktemp("tls") / "certificate.pem"
    subject = ["-subj", "/CN=broker", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *subject]
    subprocess.run([*command, "-out", made, "-keyout", made.with_name("key.pem")], check=True, capture_output=True)
    return made


@pytest.fixture
def secure_url(amqp_url: str, certificate: Path) -> Iterator[str]:
    """RabbitMQ behind TLS."""
    parts = urlsplit(amqp_url)
    broker = [parts.hostname or "localhost", str(parts.port or 5672)]
    program = [sys.executable, tls_front.__file__, certificate, certificate.with_name("key.pem"), *broker]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as front:
        port = front.stdout.readline().strip() if front.stdout else ""
        login = f"{parts.username}:{parts.password}@127.0.0.1:{port}"
        yield parts._replace(scheme="amqps", netloc=login).geturl()
        front.terminate()


@pytest.fixture
def secure(secure_url: str, certificate: Path) -> Iterator[AmqpTransport]:
    made = AmqpTransport(f"{secure_url}?cacertfile={certificate}")
    yield made
    made.close()


def test_calls_and_events_travel_over_tls(secure: AmqpTransport, service: str) -> None:
    taken = Box()
    with Stage(secure, service) as stage:
        stage.serve()
        stage.consume_events(
            stage.subscription(), on_event=lambda message: (message.settle(True), taken.put(message.body))
        )
        event = stage.event(1, mandatory=True)
        assert secure.publish([event]) == {event.id}
        assert taken.next() == event.body
        assert stage.ask(n=1) == {"n": 1}


def test_threads_that_write_while_one_reads_get_their_own_answers(secure: AmqpTransport, service: str) -> None:
    wrong = Box()

    def ask(thread: int) -> None:
        for n in range(10):
            request = {"thread": thread, "n": n, "text": "x" * (1000 * n * n)}
            if stage.ask(**request) != request:
                wrong.put(request)

    with Stage(secure, service) as stage:
        stage.serve()
        threads = [threading.Thread(target=ask, args=(thread,)) for thread in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong.empty()


def test_a_broker_whose_certificate_nobody_vouches_for_is_not_talked_to(secure_url: str, service: str) -> None:
    stranger = AmqpTransport(secure_url)
    with pytest.raises(NotDelivered):
        Stage(stranger, service).ask()


def test_a_broker_whose_certificate_is_for_another_name_is_not_talked_to(
    secure_url: str, certificate: Path, service: str
) -> None:
    other_name = AmqpTransport(f"{secure_url.replace('127.0.0.1', 'localhost')}?cacertfile={certificate}")
    with pytest.raises(NotDelivered):
        Stage(other_name, service).ask()


def test_connections_by_kombu_use_tls_as_well(secure_url: str, certificate: Path) -> None:
    with broker.connect(Address.of(f"{secure_url}?cacertfile={certificate}"), "test") as connection:
        assert connection.connection.server_properties["product"] == "RabbitMQ"


def test_a_certificate_that_nobody_vouches_for_is_refused_by_kombu_as_well(secure_url: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        broker.connect(Address.of(secure_url), "test")
