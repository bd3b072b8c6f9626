"""What each broker user may do, tested on a private RabbitMQ."""

import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import amqp
import pytest
from amqp_client import connect
from eventually import eventually
from private_servers import PrivateRabbitMQ, skip_unless_installed

from deploy.rabbitmq.definitions import definitions
from deploy.rabbitmq.rights import SERVICE_NAMES, USERS
from deploy.run import broker
from deploy.run import credentials as accesses
from deploy.run.credentials import Credentials
from deploy.run.preflight import check_broker
from deploy.run.queues import missing_exchanges, queue_stats
from deploy.run.services import SERVICES
from services.chassis.bus import Subscription
from services.chassis.bus.address import Address
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.bus.topology import DEAD_LETTERS, dead_letter_queue
from services.chassis.runtime.subscribers import subscriptions_of
from services.chassis.settings import Settings

PASSWORDS = {user: f"password-of-{user}" for user in USERS}
Act = Callable[[amqp.Channel], object]


@pytest.fixture(scope="module")
def own_broker() -> Iterator[PrivateRabbitMQ]:
    skip_unless_installed(PrivateRabbitMQ)
    broker_ = PrivateRabbitMQ(management=True)
    broker_.start()
    yield broker_
    broker_.remove()


@pytest.fixture(scope="module")
def prepared(own_broker: PrivateRabbitMQ) -> Credentials:
    """Prepared by `rabbitmqctl`, whose three commands start an Erlang VM each; tests use the management API instead. No
    test removes what it creates, except the policy that `test_upgraded_installation_gets_policies_and_keeps_messages`
    creates again."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in own_broker.environment.items():
            patch.setenv(name, value)
        return broker.prepare(Credentials(own_broker.url.rstrip("/"), "", PASSWORDS), _no_warning_expected)


@pytest.fixture(scope="module")
def access(prepared: Credentials) -> Credentials:
    """Prepared, and all queues are declared by the broker users that own them."""
    for service in SERVICES:
        transport = AmqpTransport(prepared.amqp_url(service.name))
        transport.declare(subscriptions_of(service.events))
        transport.close()
    return prepared


@pytest.fixture
def management(access: Credentials, own_broker: PrivateRabbitMQ, monkeypatch: pytest.MonkeyPatch) -> broker._Management:
    """The management API of the private broker, which `broker.prepare` uses as well: `rabbitmqctl` is not found."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv(broker.MANAGEMENT, own_broker.management_url)
    return broker._Management(access)


@pytest.mark.parametrize("user", USERS)
def test_each_broker_user_can_log_in(access: Credentials, user: str) -> None:
    assert Address.of(access.amqp_url(user)).user == user
    check_broker(access.amqp_url(user))


OF_NOTIFY = next(one for service in SERVICES if service.name == "notify" for one in subscriptions_of(service.events))
QUEUE_OF_NOTIFY = OF_NOTIFY.queue
FORBIDDEN: dict[str, tuple[str, Act]] = {
    "read another's events": ("fleet", lambda channel: channel.basic_consume(QUEUE_OF_NOTIFY)),
    "take another's calls": ("fleet", lambda channel: channel.queue_declare("rpc-notify", auto_delete=True)),
    "publish in another's name": ("fleet", lambda channel: _publish(channel, "notify.events")),
    "overhear calls of others": ("fleet", lambda channel: _bind_reply_queue(channel, "notify.*")),
    "overhear all answers": ("gateway", lambda channel: _bind_reply_queue(channel, "#")),
    "publish events as the gateway": ("gateway", lambda channel: _publish(channel, "fleet.events")),
    "listen to events as the gateway": ("gateway", lambda channel: _subscribe(channel, "fleet.events")),
    "publish events as ops": ("ops", lambda channel: _publish(channel, "fleet.events")),
    "take another's dead letters": ("fleet", lambda channel: channel.basic_consume(dead_letter_queue("notify").name)),
    "empty another's queue": ("ops", lambda channel: channel.queue_purge(QUEUE_OF_NOTIFY)),
    "delete the exchange of calls": ("gateway", lambda channel: channel.exchange_delete("nameko-rpc")),
    "delete the exchange of calls as ops": ("ops", lambda channel: channel.exchange_delete("nameko-rpc")),
    "delete the exchange of another's events": ("fleet", lambda channel: channel.exchange_delete("identity.events")),
    "delete another's queue": ("ops", lambda channel: channel.queue_delete(QUEUE_OF_NOTIFY)),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_broker_forbids(access: Credentials, what: str) -> None:
    user, act = FORBIDDEN[what]
    with pytest.raises(amqp.AccessRefused), connect(access.amqp_url(user)) as connection:
        act(connection.channel())


def test_user_id_of_another_user_is_refused(access: Credentials) -> None:
    def forge(channel: amqp.Channel) -> None:
        channel.confirm_select()
        message = amqp.Message("{}", user_id="ops")
        channel.basic_publish_confirm(message, "nameko-rpc", "identity.health")

    with pytest.raises(amqp.PreconditionFailed), connect(access.amqp_url("fleet")) as connection:
        forge(connection.channel())


def test_services_declare_deleted_exchanges_again(access: Credentials) -> None:
    deleted = ["notify.events", "nameko-rpc"]
    with connect(access.amqp_url("notify")) as connection:
        for name in deleted:
            connection.channel().exchange_delete(name)
    assert set(missing_exchanges(access.amqp_url("ops"))) == set(deleted)
    transport = AmqpTransport(access.amqp_url("notify"))
    server = transport.serve("notify", lambda message: None, 1)
    assert eventually(lambda: not missing_exchanges(access.amqp_url("ops")))
    server.stop()
    transport.close()


def test_ops_reads_the_stats_of_every_queue(access: Credentials) -> None:
    names = {name for name, _, _ in queue_stats(access.amqp_url("ops"))}
    assert {f"rpc-{service}" for service in SERVICE_NAMES} | {QUEUE_OF_NOTIFY, DEAD_LETTERS} <= names


def test_rejected_event_goes_to_the_dead_letter_queue_of_its_service(access: Credentials) -> None:
    own = dead_letter_queue("notify").name
    own_before, shared_before = _ready(access, own), _ready(access, DEAD_LETTERS)
    _reject_an_event(access)
    assert eventually(lambda: _ready(access, own) == own_before + 1)
    assert _ready(access, DEAD_LETTERS) == shared_before


def test_service_consumes_its_own_dead_letters(access: Credentials) -> None:
    transport = AmqpTransport(access.amqp_url("notify"))
    running = transport.consume_dead_letters("notify", lambda found: found.settle(True))
    assert eventually(lambda: running.is_consuming)
    running.stop()
    transport.close()


def test_upgraded_installation_gets_policies_and_keeps_messages(
    access: Credentials, management: broker._Management
) -> None:
    _delete_policy(management, f"{quote(access.vhost, safe='')}/events-notify")
    assert not broker.policy_is_there(access)
    _reject_an_event(access)
    before = eventually(lambda: _ready(access, DEAD_LETTERS))
    broker.prepare(access, _no_warning_expected)
    assert broker.policy_is_there(access)
    assert _ready(access, DEAD_LETTERS) == before


def test_second_preparation_keeps_the_users(access: Credentials, management: broker._Management) -> None:
    before = management.read()
    broker.prepare(access, _no_warning_expected)
    assert management.read()["users"] == before["users"]


def test_management_api_writes_the_definitions(own_broker: PrivateRabbitMQ) -> None:
    given = Credentials(f"{own_broker.url}by-api", "", PASSWORDS)
    management = broker._Management(given, own_broker.management_url)
    management.write(definitions("by-api", given.passwords))
    assert broker._is_there(definitions("by-api", given.passwords, management.read()), management.read())


def test_given_user_is_shared_with_a_warning_when_users_cannot_be_created(
    own_broker: PrivateRabbitMQ, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(broker.MANAGEMENT, "http://127.0.0.1:1")
    warnings: list[str] = []
    ready = broker.prepare(_credentials(own_broker, tmp_path, "/%2f"), warnings.append)
    assert (ready.shared_broker_user, Address.of(ready.amqp_url("fleet")).user) == ("guest", "guest")
    assert "share the broker user 'guest'" in warnings[0]


def test_users_of_another_installation_are_not_changed(
    access: Credentials, management: broker._Management, tmp_path: Path
) -> None:
    other = accesses.load_or_create(tmp_path, USERS, f"{access.given_amqp_url}/other", "")
    with pytest.raises(broker.Unable, match="belongs to another vhost"):
        broker._apply(broker._Management(other), other)
    check_broker(access.amqp_url("fleet"))


def _credentials(own_broker: PrivateRabbitMQ, var: Path, vhost: str = "") -> Credentials:
    return accesses.load_or_create(Settings(var=var).var, USERS, own_broker.url.rstrip("/") + vhost, "")


def _delete_policy(management: broker._Management, name: str) -> None:
    url = f"{management._base}/api/policies/{name}"
    urllib.request.urlopen(
        urllib.request.Request(url, method="DELETE", headers=management._headers), timeout=30
    ).close()


def _no_warning_expected(sentence: str) -> None:
    raise AssertionError(sentence)


def _publish(channel: amqp.Channel, exchange: str) -> None:
    channel.confirm_select()
    channel.basic_publish_confirm(amqp.Message("{}"), exchange, "anything")


def _bind_reply_queue(channel: amqp.Channel, key: str) -> None:
    name = f"reply-{'0' * 32}"
    channel.queue_declare(name, exclusive=True, auto_delete=True)
    channel.queue_bind(name, "nameko-rpc", key)


def _subscribe(channel: amqp.Channel, exchange: str) -> None:
    name = f"reply-{'1' * 32}"
    channel.queue_declare(name, exclusive=True, auto_delete=True)
    channel.queue_bind(name, exchange, "#")


def _reject_an_event(access: Credentials) -> None:
    """As a consumer of notify."""
    with connect(access.amqp_url("notify")) as connection:
        channel = connection.channel()
        _publish_to(access, OF_NOTIFY)
        message = eventually(lambda: channel.basic_get(QUEUE_OF_NOTIFY))
        channel.basic_reject(message.delivery_tag, requeue=False)


def _publish_to(access: Credentials, subscription: Subscription) -> None:
    """As the service that publishes the event."""
    with connect(access.amqp_url(subscription.source)) as connection:
        channel = connection.channel()
        channel.confirm_select()
        channel.basic_publish_confirm(amqp.Message("not JSON"), subscription.exchange, subscription.event_type)


def _ready(access: Credentials, queue: str) -> int:
    return next(ready for name, ready, _ in queue_stats(access.amqp_url("ops")) if name == queue)
