# Hermetic: build, install, test. `make help` lists the targets.
#
# Needs Swift 6.3, Python 3.10+, gcc and make; `make deps` fetches the rest from apt when it may.
# Everything that is built goes to build/ and .build/, everything that a study writes to out/.

SWIFT    ?= swift
PYTHON   ?= python3
CC       ?= gcc
PREFIX   ?= /usr/local
DESTDIR  ?=
VERSION  := $(shell awk '/define HERMETIC_VERSION_(MAJOR|MINOR|PATCH)/ {v = v (v == "" ? "" : ".") $$3} END {print v}' include/hermetic/base.h)
SOVERSION := 0

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := lib

headers       := include/hermetic.h $(wildcard include/hermetic/*.h)
swift_sources := Package.swift $(headers) include/module.modulemap \
                 $(shell find Sources -type f ! -name '.*')
lua_sources   := $(wildcard bindings/lua/*.c)
library       := build/lib/libhermetic.so.$(VERSION)
venv          := build/venv/bin/python
lua_module    := build/lua/hermetic.so

.PHONY: help lib deps python lua install wheel study test test-swift test-abi test-python test-lua \
        test-examples lint format check golden bench clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ------------------------------------------------------------------ what the machine must have

deps: ## apt packages: Lua, CMake, pkg-config, venv (asks apt only when one is missing)
	@.ci/deps

# ------------------------------------------------------------------ the library

lib: $(library) ## build/lib/libhermetic.so: one self-contained file

$(library): $(swift_sources)
	@mkdir -p build/dist build/lib
	HERMETIC_DIST=1 $(SWIFT) build -c release --product hermetic --scratch-path build/dist
	strip -o $@.new "$$(HERMETIC_DIST=1 $(SWIFT) build -c release --scratch-path build/dist --show-bin-path)/libhermetic.so"
	mv $@.new $@
	ln -sf $(notdir $@) build/lib/libhermetic.so.$(SOVERSION)
	ln -sf libhermetic.so.$(SOVERSION) build/lib/libhermetic.so
	@printf '%s  %s bytes\n' $@ "$$(stat -c %s $@)"

# ------------------------------------------------------------------ bindings

python: $(library) build/venv/ready ## build/venv with the package hermetic and all its extras

build/venv/ready: bindings/python/pyproject.toml .ci/venv | deps
	@.ci/venv $(PYTHON) build/venv
	@touch $@

lua: $(lua_module) ## build/lua/hermetic.so: the Lua 5.4 module

$(lua_module): $(lua_sources) bindings/lua/binding.h $(headers) | $(library) deps
	@mkdir -p $(@D)
	$(CC) -std=c11 -O2 -fPIC -shared -Wall -Wextra -fvisibility=hidden \
	  $$(pkg-config --cflags lua5.4) -Iinclude $(lua_sources) -Lbuild/lib -lhermetic \
	  -Wl,-z,defs,--as-needed,-rpath,'$$ORIGIN/../lib:$$ORIGIN/../..' $$(pkg-config --libs lua5.4) -lm -o $@.new
	mv $@.new $@

wheel: $(library) build/venv/ready ## build/wheel/hermetic-*.whl: one wheel for every Python 3
	@.ci/wheel $(venv) $(library)

# ------------------------------------------------------------------ install

install: $(library) ## header, library, pkg-config, CMake (and the Lua module when built) to PREFIX
	install -d $(DESTDIR)$(PREFIX)/include/hermetic $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/lib/cmake/hermetic
	install -m 644 include/hermetic.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 include/hermetic/*.h $(DESTDIR)$(PREFIX)/include/hermetic/
	install -m 755 $(library) $(DESTDIR)$(PREFIX)/lib/
	ln -sf $(notdir $(library)) $(DESTDIR)$(PREFIX)/lib/libhermetic.so.$(SOVERSION)
	ln -sf libhermetic.so.$(SOVERSION) $(DESTDIR)$(PREFIX)/lib/libhermetic.so
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' packaging/hermetic.pc.in \
	  > $(DESTDIR)$(PREFIX)/lib/pkgconfig/hermetic.pc
	sed -e 's|@SOVERSION@|$(SOVERSION)|' -e 's|@VERSION@|$(VERSION)|' packaging/hermetic-config.cmake.in \
	  > $(DESTDIR)$(PREFIX)/lib/cmake/hermetic/hermetic-config.cmake
	sed -e 's|@VERSION@|$(VERSION)|' packaging/hermetic-config-version.cmake.in \
	  > $(DESTDIR)$(PREFIX)/lib/cmake/hermetic/hermetic-config-version.cmake
	if [ -e $(lua_module) ]; then \
	  install -d $(DESTDIR)$(PREFIX)/lib/lua/5.4; \
	  install -m 755 $(lua_module) $(DESTDIR)$(PREFIX)/lib/lua/5.4/; fi

# ------------------------------------------------------------------ the study

study: python ## the NA64e 2016-2018 search: simulation to exclusion curve, into out/study
	$(venv) examples/python/na64e_invisible_2016_2018.py --out out/study

# ------------------------------------------------------------------ tests

test: deps ## every test; the last line counts them
	@$(PYTHON) .ci/tests.py

test-swift: ## unit and physics tests of the Swift modules
	@$(PYTHON) .ci/tests.py swift
test-abi: deps ## the header, the exported symbols, bad input from C
	@$(PYTHON) .ci/tests.py abi
test-python: deps ## the Python package
	@$(PYTHON) .ci/tests.py python
test-lua: deps ## the Lua module
	@$(PYTHON) .ci/tests.py lua
test-examples: deps ## examples at small statistics; four languages, one answer
	@$(PYTHON) .ci/tests.py examples

lint: ## formatting and the checks of CONTRIBUTING.md
	@SWIFT=$(SWIFT) $(PYTHON) .ci/lint.py

format: ## rewrite Swift files in the house format
	$(SWIFT) format format --in-place --parallel --recursive Package.swift Sources Tests

check: ## test and lint: run it before sending a change
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test

golden: ## prints the bits that Tests/StudyTests/GoldenTests.swift should expect after a change of physics
	@$(SWIFT) test -c release -Xswiftc -enable-testing --filter GoldenTests 2>&1 | grep '^golden' || true

bench: python ## time and transport steps per event
	$(venv) Tests/Benchmarks/shower.py

clean: ## remove build/ and .build/ (out/ stays)
	rm -rf build .build
