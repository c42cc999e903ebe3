# `make` prints this list. `make demo` and `make test` are all that a newcomer needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
STACK ?= dev
export STACK

##@ Start here
help: ## Print the targets
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} /^[a-z-]+:.*##/ {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install everything at its pinned version into .venv (quick when done before)
	@deploy/setup/python.sh

demo: setup ## Start the local stack, index the seed pictures, search, and write a page with what was found
	@$(PY) -m deploy.demo

##@ The stack without Docker (STACK=name for a second one beside it)
local-up: setup ## Start every service; returns when all are healthy
	@$(PY) -m deploy.local up

local-down: ## Stop every service; the data stays
	@$(PY) -m deploy.local down

local-status: ## Say what runs, where, and how it is
	@$(PY) -m deploy.local status

local-logs: ## Print the last lines of every service's log (SERVICE=gateway for one)
	@$(PY) -m deploy.local logs $(SERVICE)

seed: setup ## Draw the seed pictures and their truth file into .local/seed
	@$(PY) -m deploy.seed .local/seed

##@ The stack in containers
env: ## Write .env with new secrets and keys, if there is none
	@deploy/compose/make_env.sh

up: env ## Build the images and start every container; returns when all are healthy
	@docker compose up --detach --build --wait

down: ## Stop every container; the volumes stay
	@docker compose down

demo-compose: setup ## The demo on the containers, through the web container's port
	@$(PY) -m deploy.demo --compose

compose-restarts: setup ## Restart each container in turn under load and check that nothing accepted is lost
	@$(PY) -m tests.compose

backup: ## Back up the containers' database, bucket and .env into FOLDER=…
	@deploy/operations/backup.sh "$(FOLDER)"

reindex: ## Make the containers' index say what PostgreSQL says (ARGS=--change-model, …)
	@docker compose exec gateway python -m catalog.reindex $(ARGS)

##@ Checks
check: setup format-check lint types imports unit ## The quick ring: format, lint, types, import contracts, unit and house tests

format-check:
	@.venv/bin/ruff format --check --quiet . || (echo "run: make format" >&2; exit 1)

format: setup ## Format and fix what can be fixed
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

lint: setup ## Ruff
	@.venv/bin/ruff check .

types: setup ## mypy --strict
	@.venv/bin/mypy

imports: setup ## The import contracts of the house
	@.venv/bin/lint-imports --no-cache

unit: setup ## Unit and house tests, no network
	@.venv/bin/pytest -q tests/unit tests/house

# Most of their time these wait for something to fail or to come back: side by side they take as long as the longest.
stack-test: setup ## Contract, stack and documentation tests, in three groups at once, each on a local stack of its own
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target contract-group fault-group service-group

contract-group: setup
	@SEMBLANCE_TEST_STACK=test-contract .venv/bin/pytest -q tests/contract tests/docs

fault-group: setup
	@SEMBLANCE_TEST_STACK=test-fault .venv/bin/pytest -q tests/stack/faults

service-group: setup
	@SEMBLANCE_TEST_STACK=test-service .venv/bin/pytest -q tests/stack --ignore=tests/stack/faults

test: check stack-test ## Everything but the benchmarks; what CI runs

bench: setup ## The benchmarks: ratios measured side by side, printed
	@$(PY) -m tests.bench $(BENCH)

##@ Upkeep
lock: setup ## Write constraints.txt anew from pyproject.toml
	@.venv/bin/uv pip compile pyproject.toml --extra dev --python-version 3.11 --no-header --no-annotate --quiet -o constraints.txt

dashboards: setup ## Write Grafana's dashboards anew
	@$(PY) -m deploy.monitoring

openapi: setup ## Write docs/openapi.json anew
	@$(PY) -m gateway.openapi docs/openapi.json

train-tiny: setup ## Train semblance-tiny anew (up to 40 minutes on two cores)
	@$(PY) -m embedder.training

.PHONY: $(shell grep -oE '^[a-z-]+:' $(MAKEFILE_LIST) | tr -d ':')
