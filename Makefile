# make map   build the Karabakh map with what this folder needs, in .venv
# make test  everything the tests need, then all of them, on all cores
# make soak  the long tests: three browser engines, 1,300 killed programs, eight hours of Play, an hour of fuzzing for each reader, mutants (hours)
# make references  the reference pictures anew, of each browser that is here; look at them before a commit
# make mutants  change the code at random places and see that a test fails; writes docs/mutants.md
#             (an hour or more; needs the network, and Node for the page)
# make audit  known weaknesses of what is locked, and a bill of materials (needs the network)
# make bench  measure joins and pages beside other tools, and write docs/benchmarks.md
#             (an hour or more; on a quiet machine, with the network and npm)
# make lock  renew the lock files (maintainers)
# make web   rebuild the page's program from maps/app (maintainers; needs Node)
# make fonts   cut the page's fonts anew (maintainers; needs npm and the network)
# make words   repeat the page's words for figures and reports (maintainers; needs Node)
# make docs    renew the reference, the columns and the data cards (maintainers)
# make layers  rebuild the layers from their sources (maintainers; needs dpkg and the network)

PYTHON ?= python3
BIN := .venv/bin
BENCH := .venv-bench/bin
RUN = CHROMIUM="$$(cat ../.venv/chromium)" ../$(BENCH)/python
PYTEST := $(BIN)/pytest -q -rfER -p no:cacheprovider
BENCH_ROWS ?= 10000 100000 350000

.PHONY: map test soak references mutants audit bench lint lock web layers fonts words docs clean

map: .venv/ready
	@mkdir -p build
	@$(BIN)/conflictmap build -o build/karabakh.html --no-open
	@echo "Open build/karabakh.html in a browser; it needs no network."
	@echo "Your own table: .venv/bin/conflictmap build TABLE.csv --open"

# Tests run on all cores, a file of them on one, long ones first (tests/conftest.py); those marked `serial`,
# which measure time, after them, out of the files that have such. Bytecode is kept, or each program that a test
# starts would compile our modules anew.
# WORKERS: how many at once. PYTEST_ARGS: which, say. (5: there are none.)
WORKERS ?= logical

test: .venv/ready-to-test
	@$(BIN)/ruff check geo tests layers/make
	@$(BIN)/mypy
	@PYTHONPATH=geo $(BIN)/lint-imports --no-cache --no-logo
	@CHROMIUM="$$(cat .venv/chromium)"; export CHROMIUM; unset PYTHONDONTWRITEBYTECODE; \
	  $(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not soak and not serial" $(PYTEST_ARGS); many=$$?; \
	  $(PYTEST) -m "serial and not soak" $(or $(PYTEST_ARGS),$$(grep -rl --include="*.py" mark.serial tests)); one=$$?; \
	  [ "$$many $$one" != "5 5" ] || exit 5; \
	  for code in $$many $$one; do case $$code in 0|5) ;; *) exit $$code;; esac; done

# SOAK_SECONDS: of coverage-guided fuzzing for each reader. CONFLICTMAP_PYTHONS: other interpreters.
SOAK_SECONDS ?= 3600
READERS := table columns geojson layer recipe dates anything

# Firefox and WebKit are run where they are: apt-get install firefox-esr webkit2gtk-driver xvfb
.venv-engines/ready: tests/engines/package-lock.json
	@mkdir -p .venv-engines && cp tests/engines/package*.json .venv-engines
	@if command -v npm >/dev/null 2>&1; then \
	  npm ci --prefix .venv-engines --silent --no-audit --no-fund --ignore-scripts; fi
	@touch $@

soak: .venv/ready-to-test .venv-engines/ready
	@CHROMIUM="$$(cat .venv/chromium)" MATRIX=docs/browsers.md $(PYTEST) -m "" tests/engines
	@LAW_RUNS=100 node --test $$(find tests/web/laws -name '*.test.js')
	@CHROMIUM="$$(cat .venv/chromium)" FUZZ_SECONDS=60 $(PYTEST) -m soak --ignore=tests/engines $(PYTEST_ARGS)
	@FUZZ_SECONDS=60 $(PYTEST) tests/hostile/test_structured.py
	@$(BIN)/python tests/mutants.py
	@$(BIN)/python -m pip install -q --disable-pip-version-check atheris
	@for reader in $(READERS); do \
	  $(BIN)/python tests/fuzz/run.py $$reader -max_total_time=$(SOAK_SECONDS) || exit 1; done

references: .venv/ready-to-test .venv-engines/ready
	@CHROMIUM="$$(cat .venv/chromium)" REFERENCES=make $(PYTEST) -m "" tests/engines/test_reference.py

# The tools that make mutants stand in an environment of their own. MUTANTS: some of the groups;
# PAGE_MUTANTS: some of the page's folders.
.venv-mutants/ready: pyproject.toml requirements-dev.lock tests/mutation/package.json .venv/ready-to-test
	@$(PYTHON) -m venv .venv-mutants
	@.venv-mutants/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@.venv-mutants/bin/python -m pip install -q --disable-pip-version-check $$(.venv-mutants/bin/python -c \
	  'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["mutants"])')
	@if command -v npm >/dev/null 2>&1; then npm install --prefix .venv-mutants --silent --no-audit \
	  --no-fund $$(node -p 'Object.entries(require("./tests/mutation/package.json").devDependencies).map((e) => e.join("@")).join(" ")'); fi
	@touch $@

mutants: .venv-mutants/ready
	@if [ -d .venv-mutants/node_modules ] && [ -z "$(MUTANTS)" -o -n "$(PAGE_MUTANTS)" ]; then \
	  node tests/mutation/page.mjs .venv-mutants $(PAGE_MUTANTS); fi
	@.venv-mutants/bin/python tests/mutation/run.py $(MUTANTS) $(if $(MUTANTS),,$(if $(PAGE_MUTANTS),--table))

audit: .venv/ready
	@mkdir -p build
	@$(BIN)/python -m pip install -q --disable-pip-version-check pip-audit cyclonedx-bom
	@$(BIN)/cyclonedx-py requirements requirements.lock --output-reproducible -o build/sbom.json
	@if command -v npm >/dev/null 2>&1; then cd maps && \
	  npm sbom --sbom-format cyclonedx --package-lock-only > ../build/sbom-page.json; fi
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "conflictmap needs Python 3.11 or newer; set PYTHON=python3.11, say."; exit 2; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "Python's venv module is missing. Run: sudo apt-get install -y python3-venv"; exit 2; }

.venv/ready: requirements.lock pyproject.toml | .venv/bin/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-to-test: requirements-dev.lock maps/package-lock.json .venv/ready tests/get_chromium.sh
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@sh tests/get_chromium.sh $(BIN) > .venv/chromium
	@if command -v npm >/dev/null 2>&1; then cd maps && npm ci --silent --no-audit --no-fund; \
	  else echo "No npm here: the tests of the page's sources will be skipped."; fi
	@touch $@

# Other tools stand in an environment of their own; a step that fails leaves its part "not run".
.venv-bench/ready: benchmarks/requirements-peers.txt .venv/ready-to-test
	@$(PYTHON) -m venv .venv-bench
	@$(BENCH)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BENCH)/python -m pip install -q --disable-pip-version-check -r benchmarks/requirements-peers.txt
	@$(BENCH)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

bench: .venv-bench/ready
	@mkdir -p build/bench
	-cd benchmarks && $(RUN) -m peers.startup
	-cd benchmarks && $(RUN) join.py --out ../build/bench/join.json
	-cd benchmarks && $(RUN) files.py ../build/bench > ../build/bench/files.txt
	-cd benchmarks && $(RUN) stream.py ../build/bench 1000000 10000000 > ../build/bench/stream.txt
	-cd benchmarks && $(RUN) -m peers.builds $(BENCH_ROWS) 1000000
	-cd benchmarks && $(RUN) -m peers.browser $(BENCH_ROWS)
	-cd benchmarks && $(RUN) page.py $(BENCH_ROWS) --out ../build/bench/page.json
	cd benchmarks && $(RUN) report.py

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build \
	  pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build \
	  --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

web:
	cd maps && npm ci --silent --no-audit --no-fund && npm run -s check && npm run -s build

layers: .venv/ready
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r layers/make/requirements.txt
	$(BIN)/python layers/make

# fontTools and brotli stand in an environment of their own: only this needs them.
fonts:
	@$(PYTHON) -m venv .venv-fonts
	@.venv-fonts/bin/python -m pip install -q --disable-pip-version-check fonttools==4.68.0 brotli==1.2.1
	@.venv-fonts/bin/python maps/fonts/make.py

words:
	cd maps && node words.js

docs:
	$(BIN)/python docs/make.py

clean:
	rm -rf build .venv .venv-bench .venv-engines .venv-mutants .venv-fonts maps/node_modules
