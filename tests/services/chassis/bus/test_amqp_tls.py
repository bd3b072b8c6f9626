"""RabbitMQ over TLS: certificates are verified, and threads write while another one reads."""

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
from tests.services.chassis.bus.endpoint import Collector, Endpoint


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1; its key is in the same folder."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("NOT TESTED: openssl is not here to make a certificate")
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    subject = ["-subj", "/CN=broker", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *subject]
    subprocess.run([*command, "-out", path, "-keyout", path.with_name("key.pem")], check=True, capture_output=True)
    return path


@pytest.fixture
def secure_url(amqp_url: str, certificate: Path) -> Iterator[str]:
    """The URL of RabbitMQ over TLS."""
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
    created = AmqpTransport(f"{secure_url}?cacertfile={certificate}")
    yield created
    created.close()


def test_calls_and_events_travel_over_tls(secure: AmqpTransport, service: str) -> None:
    received = Collector()
    with Endpoint(secure, service) as endpoint:
        endpoint.serve()
        endpoint.consume_events(
            endpoint.subscription(), on_event=lambda message: (message.settle(True), received.put(message.body))
        )
        event = endpoint.event(1, mandatory=True)
        assert secure.publish([event]) == {event.id}
        assert received.next() == event.body
        assert endpoint.call(n=1) == {"n": 1}


def test_parallel_threads_get_their_own_replies_over_tls(secure: AmqpTransport, service: str) -> None:
    wrong = Collector()

    def call(thread: int) -> None:
        for n in range(10):
            request = {"thread": thread, "n": n, "text": "x" * (1000 * n * n)}
            if endpoint.call(**request) != request:
                wrong.put(request)

    with Endpoint(secure, service) as endpoint:
        endpoint.serve()
        threads = [threading.Thread(target=call, args=(thread,)) for thread in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong.empty()


def test_an_untrusted_certificate_is_refused(secure_url: str, service: str) -> None:
    transport = AmqpTransport(secure_url)
    with pytest.raises(NotDelivered):
        Endpoint(transport, service).call()


def test_a_certificate_for_another_name_is_refused(secure_url: str, certificate: Path, service: str) -> None:
    transport = AmqpTransport(f"{secure_url.replace('127.0.0.1', 'localhost')}?cacertfile={certificate}")
    with pytest.raises(NotDelivered):
        Endpoint(transport, service).call()


def test_kombu_connections_use_tls(secure_url: str, certificate: Path) -> None:
    with broker.connect(Address.of(f"{secure_url}?cacertfile={certificate}"), "test") as connection:
        assert connection.connection.server_properties["product"] == "RabbitMQ"


def test_an_untrusted_certificate_is_refused_by_kombu(secure_url: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        broker.connect(Address.of(secure_url), "test")
