"""Counts what the main pages cost, in one process with green threads, and prints it as JSON in one line."""

import deploy.run.green  # noqa: F401, I001  # before all else
import dataclasses
import json
import logging
import tempfile
from pathlib import Path

import structlog

from tests.gateway.costs import counted_house, main_pages


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print("ready", flush=True)
    with tempfile.TemporaryDirectory() as folder, counted_house(Path(folder)) as house:
        costs = {f"{who or 'visitor'} {path}": house.cost(browser, path) for who, browser, path in main_pages(house)}
    told = {page: dataclasses.asdict(cost) | {"told": [], "anew": []} for page, cost in costs.items()}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
