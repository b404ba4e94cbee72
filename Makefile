# Two commands do all the set-up: `make demo` (the main job, on a practice wiki) and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test run lint screens bench faults sample clean

demo: $(READY)
	$(BIN)/kabocha demo --out build/demo

run: $(READY)
	$(BIN)/kabocha

test: $(READY) lint
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

screens: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.ui.screens build/screens

# prints one JSON object a line and nothing else; PART=sending runs less of it
bench: $(READY)
	@$(BIN)/python -m tests.bench $(PART)

# PART=kills EVERY=10 runs less of it, EVERY="wire=4 kills=2" less of these
faults: $(READY)
	sh installers/fault-bench-packages.sh
	-sh installers/mediawiki-packages.sh
	$(BIN)/python -m tests.faults $(addprefix --part ,$(PART)) $(addprefix --every ,$(EVERY))

$(READY): pyproject.toml installers/system-libraries.sh
	@echo "Setting up $(VENV), once" >&2
	@sh installers/system-libraries.sh >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' >&2
	@touch $@

clean:
	rm -rf $(VENV) build
