"""A RabbitMQ cluster of three nodes."""

import os
import secrets
import subprocess
from typing import Self

from private_servers import PrivateRabbitMQ


class Cluster:
    def __init__(self) -> None:
        cookie = secrets.token_hex(10)
        self._nodes = [PrivateRabbitMQ(cookie=cookie) for _ in range(3)]

    @property
    def first(self) -> PrivateRabbitMQ:
        return self._nodes[0]

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self._nodes]

    def kill_last(self) -> None:
        self._nodes[-1].kill()

    def __enter__(self) -> Self:
        for node in self._nodes:
            node.start()
        for node in self._nodes[1:]:
            for command in (["stop_app"], ["join_cluster", self.first.node], ["start_app"]):
                _control(node, *command)
        return self

    def __exit__(self, *_: object) -> None:
        for node in self._nodes:
            node.remove()


def _control(node: PrivateRabbitMQ, *command: str) -> None:
    environment = os.environ | node.environment
    subprocess.run(["rabbitmqctl", "-q", *command], env=environment, check=True, capture_output=True, timeout=120)
