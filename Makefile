# What a person types. `make help` lists it.
.DEFAULT_GOAL := help
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
export NO_MKDOCS_2_WARNING := 1 # the theme's notice; the pinned version is a choice

PYTHON := python3
READY := .venv/ready
$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5) and "Makefile: Python %s is older than 3.11.5\n  remedy: make PYTHON=..., the path of a newer one" % sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	@echo "installing what requirements.txt locks"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || \
		{ echo "requirements.txt: pip could not install what it locks, see above"; \
		echo "  remedy: look at the network, then the same command again"; exit 1; }
	@touch $@

.PHONY: help serve test build figures outputs check bench lock locked mutate runtime
help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 18

serve: $(READY) ## the site at localhost:8000, rebuilt as you edit
	$(BIN)/mkdocs serve

test: $(READY) ## every block, every figure, every check
	$(BIN)/pytest

build: $(READY) ## the site as files, in site/
	$(BIN)/mkdocs build

figures: $(READY) ## draw the figures without building the site, into .cache/drawn/
	$(BIN)/python -m downhill figures --into .cache/drawn
	cp .cache/drawn/index/descent.svg .github/

outputs: $(READY) ## write what the blocks print into the pages, and new addresses; every check that is quick
	@$(BIN)/python -m downhill outputs; failed=$$?; \
		$(BIN)/pytest -q --no-cov --no-header tests/test_derivatives.py && exit $$failed

check: $(READY) ## format, lint and types; mends what it can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(BIN)/mypy

# Its requirements are others than ours, so it has an environment of its own.
.cache/mutate/bin/mutmut: $(READY)
	$(PYTHON) -m venv .cache/mutate
	.cache/mutate/bin/python -m pip install --quiet --disable-pip-version-check mutmut==3.8.1

mutate: .cache/mutate/bin/mutmut ## change the shown code in many ways, which tests should see: make mutate OF='snippets.start.notation.x_mean_loss*'
	PYTHONPATH=$$(echo .venv/lib/python*/site-packages) $< run $(OF)
	$< results | grep -v 'not checked' || true

runtime: $(READY) ## Python for the browser, to serve it yourself: make runtime DEST=folder
	$(BIN)/python -m downhill runtime $(DEST)

bench: $(READY) ## build times against plain Material
	$(BIN)/python tools/bench.py

COMPILE := uv pip compile --quiet --universal --python-version 3.11.5 --fork-strategy fewest \
	--generate-hashes --no-strip-extras --custom-compile-command "make lock" requirements.in

lock: $(READY) ## requirements.txt anew from requirements.in, at the newest versions
	$(BIN)/$(COMPILE) --upgrade -o requirements.txt

PYTHONS := 3.11.5 3.12 3.13 3.14
SYSTEMS := x86_64-unknown-linux-gnu aarch64-apple-darwin x86_64-pc-windows-msvc

locked: $(READY) ## fails unless requirements.txt is what requirements.in asks for, in wheels
	@mkdir -p .cache && cp requirements.txt .cache/locked.txt
	$(BIN)/$(COMPILE) -o .cache/locked.txt
	@diff requirements.txt .cache/locked.txt || \
		{ echo "requirements.txt: does not agree with requirements.in"; echo "  remedy: make lock"; exit 1; }
	@for python in $(PYTHONS); do for system in $(SYSTEMS); do \
		printf 'Python %-7s %-25s ' $$python $$system; \
		$(BIN)/uv pip install --quiet --dry-run --no-deps --only-binary :all: --target .cache/none \
			--python-version $$python --python-platform $$system -r requirements.txt && echo wheels || { echo no; lack=1; }; \
		done; done; test -z "$$lack" || \
		{ echo "requirements.txt: a package has no wheel"; echo "  remedy: another package, or version, in requirements.in"; exit 1; }
