# Moodbox. `make help` lists what there is.
SWIFT ?= swift
FLAGS := --explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors
TIMED := deploy/timed
SOURCES := Sources Tests Package.swift
MOODBOX := .build/release/moodbox
DESK := .build/release/desk

.DEFAULT_GOAL := help
.PHONY: help run demo build test check lint format bench bench-arm bench-library bench-listening check-arm record-arm oracle fuzz drawings deps sdk arm64 test-arm64 deb test-deb test-homeassistant clean

help: ## List the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1	\2/p' $(MAKEFILE_LIST) | expand -t 22

run: release ## Start the box on the desk (without a terminal: the demo)
	@if [ -t 0 ] && [ -t 1 ]; then $(DESK); else $(DESK) --check; fi

demo: release ## Press once for each fixture scene and check everything from outside
	@$(DESK) --check

build: deps ## Build everything, tests too, with warnings as errors
	@$(SWIFT) build --build-tests $(FLAGS)

test: deps ## Build and run all tests
	@$(SWIFT) test $(FLAGS)

check: deps ## What CI checks on this machine: lint, build, test, demo
	@$(TIMED) lint $(MAKE) --no-print-directory lint
	@$(TIMED) build $(MAKE) --no-print-directory build
	@$(TIMED) test $(MAKE) --no-print-directory test
	@$(TIMED) demo $(MAKE) --no-print-directory demo
	@$(TIMED) "compiled loops" deploy/inspect-kernels
	@$(TIMED) "sound thread" deploy/sound/inspect

lint: ## Check the formatting
	@$(SWIFT) format lint --strict --recursive $(SOURCES)

format: ## Format the sources in place
	@$(SWIFT) format --in-place --recursive $(SOURCES)

.PHONY: release
release: deps
	@$(SWIFT) build -c release --product moodbox $(FLAGS)
	@$(SWIFT) build -c release --product desk $(FLAGS)

bench: release ## Time the networks beside LiteRT's and ONNX Runtime, and the whole way from picture to emotion: one figure a line, "name value unit"
	@deploy/dependencies deploy/packages-oracle
	@Models/oracle/run rivals
	@deploy/time-pictures $(MOODBOX) Tests/Fixtures/scenes/happy.png

.PHONY: bench-player test-snapcast
bench-player: release ## Play the same files with MPD and with the box's player: processor time and memory of both
	@deploy/dependencies deploy/packages-player
	@deploy/mpd/compare.py $(MOODBOX)

test-snapcast: release ## Play through Snapcast's server, and see that a client hears the song
	@deploy/dependencies deploy/packages-snapcast
	@$(TIMED) "Snapcast test" deploy/snapcast/check.py $(MOODBOX)

oracle: deps ## Compare the engine with LiteRT on random networks, bit for bit (installs a Python environment)
	@deploy/dependencies deploy/packages-oracle
	@Models/oracle/run

LISTENING := .build/release/listening
.PHONY: listening
listening: release
	@$(SWIFT) build -c release --product listening $(FLAGS)

SONGS ?= 50000
bench-library: listening ## Time a library of 50 000 songs: first scan, scan without changes, list, memory
	@deploy/listening/time-library $(MOODBOX) $(LISTENING) $(SONGS)

MINUTES ?= 300
bench-listening: listening ## Try the analyser of songs on known pieces, and beside librosa and aubio on real music (fetches both)
	@$(LISTENING) truth
	@deploy/listening/run $(LISTENING) $(MINUTES)

FUZZ_SECONDS ?= 60
fuzz: deps ## Throw damaged networks, pictures, requests, settings and tables of songs at their readers, a minute each
	@deploy/fuzz networks $(FUZZ_SECONDS) Tests/InferenceTests/Golden Models
	@deploy/fuzz pictures $(FUZZ_SECONDS) Tests/Fixtures/pictures Tests/Fixtures/scenes
	@deploy/fuzz requests $(FUZZ_SECONDS) Tests/Fixtures/requests
	@deploy/fuzz settings $(FUZZ_SECONDS) Board
	@deploy/fuzz songs $(FUZZ_SECONDS) Tests/Fixtures/tables

drawings: release ## Draw the boards' headers anew, from their files
	@for board in raspberry-pi-4 raspberry-pi-5; do \
	  printf 'board: %s\nboards: %s\n' $$board $(CURDIR)/Board >.build/board.yaml; \
	  $(MOODBOX) config wiring --svg --settings .build/board.yaml >Board/$$board.svg; done

deps: ## Install the Debian packages that are missing
	@deploy/dependencies deploy/packages-desk

sdk: ## Make the Debian 13 build root and the arm64 SDK (once, outside the clone)
	@deploy/dependencies deploy/packages-sdk
	@$(TIMED) sdk deploy/build-root/create

arm64: sdk ## Cross-compile for Debian 13 arm64 with Debian's Swift 6.0.3
	@$(TIMED) "arm64 executable" deploy/build-root/cross-build -c release --static-swift-stdlib --product moodbox
	@$(TIMED) "arm64 desk" deploy/build-root/cross-build -c release --static-swift-stdlib --product desk
	@$(TIMED) "arm64 tests" deploy/build-root/cross-build --build-tests

test-arm64: arm64 ## Run the arm64 tests that need no devices, in emulation
	@$(TIMED) "arm64 tests, run" deploy/build-root/cross-test

deb: sdk ## Make the Debian packages for arm64 and amd64, in .build-deb
	@$(TIMED) "arm64 package" deploy/debian/build arm64
	@$(TIMED) "amd64 package" deploy/debian/build amd64

test-deb: deb ## Check the packages; install, upgrade, remove and purge one in a throw-away Debian 13
	@$(TIMED) "package test" deploy/debian/test

.PHONY: counted
counted: sdk
	@deploy/instruction-counts/create-emulator
	@$(TIMED) "arm64 executable" deploy/build-root/cross-build -c release --static-swift-stdlib --product moodbox

bench-arm: counted ## Count an inference's instructions on two arm64 cores beside LiteRT's
	@deploy/instruction-counts/create-rival
	@deploy/instruction-counts/measure --rival
	@deploy/instruction-counts/loops

check-arm: counted ## Fail when an inference takes over 2 % more instructions than recorded
	@deploy/instruction-counts/check

record-arm: counted ## Record how many instructions an inference takes now
	@deploy/instruction-counts/check --record

test-homeassistant: sdk release ## Try the box with the real Home Assistant, installed from PyPI into the build root
	@deploy/dependencies deploy/packages-home-assistant
	@$(TIMED) "Home Assistant" deploy/home-assistant/test/install
	@$(TIMED) "Home Assistant test" deploy/home-assistant/test/check.py $(MOODBOX)

.PHONY: vm test-board bench-board soak
BOARD_PACKAGE = MOODBOX_PACKAGE="$$(ls -t .build-deb/moodbox_*_arm64.deb | head -n 1)"

.PHONY: board
board: deb
	@deploy/dependencies deploy/packages-board
	@$(TIMED) "virtual board" deploy/virtual-board/create

vm: board ## Be at the virtual board's console; Control-B presses its button
	@$(BOARD_PACKAGE) deploy/virtual-board/boot

test-board: board ## Try the Debian package on a virtual ARM board, from outside it
	@$(TIMED) "board tests" env $(BOARD_PACKAGE) deploy/virtual-board/test

bench-board: board ## Measure start, memory, idling and a look on the virtual board
	@$(BOARD_PACKAGE) deploy/virtual-board/measure

CRASHES ?= 200
SOAK_MINUTES ?= 30
soak: board ## Cut the virtual board's power 200 times, and play beside a busy neighbour for half an hour
	@$(TIMED) "power cuts" env $(BOARD_PACKAGE) deploy/virtual-board/soak crashes $(CRASHES)
	@$(TIMED) "busy neighbour" env $(BOARD_PACKAGE) deploy/virtual-board/soak neighbour $(SOAK_MINUTES)

clean: ## Remove what was built
	@rm -rf .build .build-arm64 .build-deb .build-fuzz .build-trixie
