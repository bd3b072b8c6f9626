# Machinepark: `make help` explains the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# $(call timed,name,command): run a command and print how long it took
timed = started=$$(date +%s); $(2) && echo "$(1): $$(( $$(date +%s) - started )) s"

.DEFAULT_GOAL := help
.PHONY: help run run-full install test tests-without-a-browser check resilience bench lint format browser clean requirements api-docs pictures containers

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: $(VENV)/installed ## Run everything in one process with demo data (MACHINEPARK_PORT=8000)
	@$(BIN)/machinepark up --demo

run-full: $(VENV)/installed ## Run a process per service on RabbitMQ and PostgreSQL (MACHINEPARK_AMQP_URL, MACHINEPARK_DATABASE_URL)
	@$(BIN)/machinepark up --full --demo

install: $(VENV)/installed ## Create the virtual environment

test: $(VENV)/installed-test browser ## Lint and run every test; skipped tests are listed with the reason
	@$(call timed,lint and tests without a browser,$(MAKE) --no-print-directory --jobs=2 lint tests-without-a-browser)
	@$(call timed,journeys and resilience,$(BIN)/python -m pytest -n 3 -p tests.slowest_files tests/journeys tests/resilience -m "not long")

tests-without-a-browser:
	@$(BIN)/python -m tests.parallel tests --ignore=tests/journeys --ignore=tests/resilience

check: $(VENV)/installed-test ## Lint and run the tests of changed files (about a minute)
	@$(call timed,lint,$(MAKE) --no-print-directory lint)
	@$(call timed,tests of what was changed,$(BIN)/python -m tests.parallel $$($(BIN)/python -m tests.changed))

resilience: $(VENV)/installed-test ## Kill processes and stop servers hundreds of times and verify the result (an hour, on an idle machine)
	$(BIN)/python -m pytest -s tests/resilience

bench: $(VENV)/installed-test ## Run the benchmarks and write docs/benchmarks.md (some minutes, on an idle machine)
	@$(BIN)/python -m tests.benchmarks

lint: $(VENV)/installed-test ## Run ruff, mypy and import-linter
	$(BIN)/ruff check services gateway deploy tests
	$(BIN)/ruff format --check services gateway deploy tests
	$(BIN)/mypy services gateway deploy
	$(BIN)/lint-imports

format: $(VENV)/installed-test ## Format the code
	$(BIN)/ruff check --fix services gateway deploy tests
	$(BIN)/ruff format services gateway deploy tests

api-docs: $(VENV)/installed ## Generate docs/api/* and the tables in services/*/README.md; BREAK=1 accepts breaking changes
	$(BIN)/python -m deploy.docs.asyncapi $(if $(BREAK),--accept-breaks)
	$(BIN)/python -m deploy.docs.openapi $(if $(BREAK),--accept-breaks)
	$(BIN)/python -m deploy.docs.wire_names $(if $(BREAK),--accept-breaks)
	$(BIN)/python -m deploy.docs.readmes

pictures: $(VENV)/installed-test browser ## Take the pictures of the README and of the shipped articles
	$(BIN)/python -m deploy.docs.pictures

containers: $(VENV)/installed-test ## Build the image, start all of compose.yaml and file a request in it (minutes; Docker, else root and podman)
	@$(BIN)/python -m deploy.containers.try_out

requirements: ## Pin the packages of requirements/*.in (needs uv)
	for kind in run test; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate requirements/$$kind.in -o requirements/$$kind.txt; done

clean: ## Remove the virtual environment and caches; var/ stays
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

browser:
	@deploy/install-browser

$(VENV)/installed: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Machinepark needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Use another one: make PYTHON=python3.12 run" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing packages (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/installed-test: requirements/test.txt $(VENV)/installed
	@echo "Installing test packages (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@
