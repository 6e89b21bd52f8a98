# Two commands do all the set-up: `make demo` to see it work, `make test` to judge it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint core bench clean

demo: $(VENV)/.installed
	@mkdir -p demo
	$(BIN)/brailledesk convert fixtures/sheets/asciugatrice.html \
	  -o demo/asciugatrice.brf -o demo/asciugatrice.pef --show

CORE := hatch_build.py $(wildcard core/Cargo.* core/src/*.rs core/python/Cargo.toml core/python/build.rs core/python/src/*.rs)

$(VENV)/.installed: pyproject.toml $(CORE)
	@$(PYTHON) -c "import venv, ensurepip" 2>/dev/null || { \
	  echo "Python's venv module is missing. To install it: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  $$($(BIN)/python tests/dependencies.py)
	@touch $@

test: $(VENV)/.tested
	sh tests/install-judges.sh
	$(MAKE) lint core
	BRAILLEDESK_JUDGES=$${BRAILLEDESK_JUDGES-required} $(BIN)/python -m pytest -n auto --ignore=tests/e2e
	@# A browser, an application, a service and brltty at once: beside other tests they starve each other.
	BRAILLEDESK_JUDGES=$${BRAILLEDESK_JUDGES-required} $(BIN)/python -m pytest tests/e2e

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The native core by itself. Where there is no Rust the reference engine serves, and is what is tested.
core:
	@if command -v cargo >/dev/null; then \
	  cd core && cargo fmt --all --check \
	  && cargo clippy --quiet --locked --workspace --all-targets -- -D warnings \
	  && cargo test --quiet --locked --workspace; \
	else echo "cargo is not installed: the native core is neither built nor tested"; fi

bench: $(VENV)/.tested
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
