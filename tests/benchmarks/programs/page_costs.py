"""Counts calls, statements and bytes of the main pages in one process with green threads; prints them as one line of
JSON."""

import deploy.run.monkeypatch  # noqa: F401, I001  # before all else
import dataclasses
import json
import logging
import tempfile
from pathlib import Path

import structlog

from tests.gateway.costs import counted_installation, main_pages


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print("ready", flush=True)
    with tempfile.TemporaryDirectory() as folder, counted_installation(Path(folder)) as installation:
        costs = {
            f"{who or 'visitor'} {path}": installation.cost(browser, path)
            for who, browser, path in main_pages(installation)
        }
    output = {page: dataclasses.asdict(cost) | {"executed": [], "recompiled": []} for page, cost in costs.items()}
    print(json.dumps(output), flush=True)


if __name__ == "__main__":
    main()
