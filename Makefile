# `make` prints this list. `make demo` and `make test` are all that a newcomer needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
STACK ?= dev
export STACK
# Node is the one on PATH, or the one that deploy/setup/node.sh fetched because there was none.
export PATH := $(CURDIR)/.tools/node/bin:$(PATH)
BIN := node_modules/.bin

##@ Start here
help: ## Print the targets
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} /^[a-z-]+:.*##/ {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install everything at its pinned version and build the web app (quick when done before)
	@deploy/setup/python.sh & python=$$!; deploy/setup/web.sh; web=$$?; wait $$python && exit $$web

# What checks need: the same without the build, so that a half-written app does not stand in the way of the rest.
packages:
	@deploy/setup/python.sh & python=$$!; deploy/setup/web.sh packages; web=$$?; wait $$python && exit $$web

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

##@ The web app
web-dev: packages ## Serve web/src with reload on http://127.0.0.1:5173, against the STACK that runs
	@origin=$$($(PY) -c 'import json; from deploy.local.layout import find_layout; print(json.loads(find_layout().stack_json.read_text())["gateway"])') \
		&& cd web && API_ORIGIN=$$origin $(BIN)/vite --host 127.0.0.1

web-build: packages ## Build web/dist when its sources changed
	@deploy/setup/web.sh

web-api: packages ## Write web/src/api/schema.d.ts anew from the gateway's OpenAPI document
	@$(call with-openapi,node web/codegen/generate.mjs)

web-shots: setup ## Screenshots of every view into web/shots, from a stack of their own
	@SEMBLANCE_TEST_STACK=test-web .venv/bin/pytest -q tests/web/shots.py

# with-openapi,COMMAND[,ARGUMENTS]: runs it with the path of the OpenAPI document as it is now
define with-openapi
document=$$(mktemp) && trap 'rm -f "$$document"' EXIT && $(PY) -m gateway.openapi "$$document" && $(1) "$$document" $(2)
endef

##@ Checks
# Two at a time: the unit tests take as long as all the others together.
check: packages ## The quick ring: format, lint, types, import contracts, unit and house tests, and the web app's own
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target \
		unit types web-unit web-types web-size web-lint web-unused web-api-check web-format-check format-check lint imports

format-check: packages
	@.venv/bin/ruff format --check --quiet . || (echo "run: make format" >&2; exit 1)

format: packages ## Format and fix what can be fixed
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet . ; cd web && $(BIN)/prettier --log-level warn --write .

lint: packages ## Ruff
	@.venv/bin/ruff check .

types: packages ## mypy --strict
	@.venv/bin/mypy

imports: packages ## The import contracts of the house
	@.venv/bin/lint-imports --no-cache

unit: packages ## Unit and house tests, no network
	@.venv/bin/pytest -q -n 2 --dist worksteal tests/unit tests/house

web-unit: packages ## The web app's unit tests
	@cd web && $(BIN)/vitest run

web-types: packages ## TypeScript, strict
	@cd web && $(BIN)/tsc -p .

web-lint: packages ## oxlint with types, and what the lockfile may hold
	@cd web && $(BIN)/oxlint --type-aware --deny-warnings && node tools/check-lockfile.mjs

web-unused: packages ## Files, exports and packages of the web app that nobody uses
	@cd web && $(BIN)/knip

web-size: web-build ## What a person has to load, against web/tools/budgets.json
	@cd web && node tools/size-budget.mjs

web-format-check: packages
	@cd web && $(BIN)/prettier --log-level warn --check . || (echo "run: make format" >&2; exit 1)

web-api-check: packages
	@$(call with-openapi,node web/codegen/generate.mjs,--check)

# Most of their time these wait for something to fail or to come back: four side by side take as long as the longest. The
# browser tests follow the contract group; what they measure is counted, or is processor time.
stack-test: setup ## Contract, stack, documentation and browser tests, each group on a local stack of its own
	@$(MAKE) --no-print-directory --jobs=4 --output-sync=target contract-then-web fault-group service-group embedder-group

contract-then-web: setup
	@$(MAKE) --no-print-directory contract-group
	@$(MAKE) --no-print-directory web-group

contract-group: setup
	@SEMBLANCE_TEST_STACK=test-contract .venv/bin/pytest -q tests/contract tests/docs --ignore=tests/contract/embedder

embedder-group: setup
	@SEMBLANCE_TEST_STACK=test-embedder .venv/bin/pytest -q tests/contract/embedder

fault-group: setup
	@SEMBLANCE_TEST_STACK=test-fault .venv/bin/pytest -q tests/stack/faults

service-group: setup
	@SEMBLANCE_TEST_STACK=test-service .venv/bin/pytest -q tests/stack --ignore=tests/stack/faults

web-group: setup
	@SEMBLANCE_TEST_STACK=test-web .venv/bin/pytest -q tests/web

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
