# Each target is a line that a person could type; without make see "Without make" in README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

export PYTHONDONTWRITEBYTECODE :=  # the tests start hundreds of processes: none compiles the library again
export OPENBLAS_NUM_THREADS := 1  # as in a report: two processes of tests share the cores

.PHONY: help reports test lab app lint build check clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

reports: $(VENV)/ready  ## execute the notebooks and write reports/index.html
	$(BIN)/totalplace run

test: $(VENV)/ready-to-test  ## run every test: first those that start batches, kill them and watch the machine, apart
	@failed=0; \
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/notebooks || failed=1; \
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore tests/notebooks || failed=1; \
	exit $$failed

lab: $(VENV)/ready  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

app: $(VENV)/ready  ## serve the explorer to people who do not code, on this machine only
	$(BIN)/voila notebooks/explore.ipynb --Voila.ip=localhost

lint: $(VENV)/ready-to-test  ## style, types, the direction of imports, notebooks without outputs, the tables of config/
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify notebooks/*.ipynb
	$(BIN)/totalplace config readme --check
	$(BIN)/totalplace config check

build: $(VENV)/ready  ## make data/processed from the publications in data/raw
	$(BIN)/totalplace build

$(VENV)/python-found:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 ..."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ready: pyproject.toml constraints.txt | $(VENV)/python-found
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/ready-to-test: pyproject.toml constraints.txt | $(VENV)/python-found
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,cluster]'
	@touch $@ $(VENV)/ready

clean:  ## remove the environment and the reports
	rm -rf $(VENV) reports/[!R]* .mypy_cache .ruff_cache .pytest_cache
