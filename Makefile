# Needs make and Python 3.11 or newer; everything else goes into .venv.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint eval bench record clean

demo: $(VENV)/.demo
	@$(BIN)/escalate draft examples/ticket.txt --as-of 2026-09-16 --engine rules --no-input

test: lint
	$(BIN)/pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(VENV)/.test
	$(BIN)/escalate eval --engine rules --out build/eval --baseline evals/baseline.json

bench: $(VENV)/.test
	$(BIN)/python -m bench

# Record the model's wire anew; AGAIN=--again keeps the recorded answers and needs no endpoint.
record: $(VENV)/.test
	$(BIN)/python scripts/record_cassettes.py $(AGAIN)

$(VENV)/.python:
	@test -n "$(PYTHON)" || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.demo: $(VENV)/.python pyproject.toml constraints.txt
	@echo "Installing into $(VENV) (once, a minute or two) ..." >&2
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@$(BIN)/python -m compileall -q agent evals knowledge prompts
	@touch $@

$(VENV)/.test: $(VENV)/.python pyproject.toml constraints.txt
	@echo "Installing into $(VENV) with the test tools (once, a minute or two) ..." >&2
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[test]'
	@$(BIN)/python -m compileall -q agent evals knowledge prompts
	@touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
