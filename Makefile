# make run 启动；make test 运行全部测试。两者都会先把所需的一切装好。
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501

.PHONY: run test setup setup-test tools lint clean

run: setup
	$(PY) app.py --port $(PORT)

test: setup-test tools
	$(PY) -m pytest -n auto --dist loadfile

setup: $(VENV)/.run
setup-test: $(VENV)/.test

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { sh .ci/tools venv && rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: requirements.txt tests/requirements.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

tools:
	@sh .ci/tools all

lint: setup-test
	$(PY) -m ruff check lib app.py tests

clean:
	rm -rf $(VENV) .cache .pytest_cache
