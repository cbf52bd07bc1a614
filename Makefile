# Targets: build, test, lint, check (all that CI runs), bench, fuzz.

GO       ?= go
FUZZTIME ?= 2m
LINTER   := $(GO) tool -modfile=.ci/tools.mod golangci-lint
ACTIONS  := $(GO) tool -modfile=.ci/actionlint.mod actionlint

.PHONY: help build test lint check bench fuzz

help: ## print the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 10

build: ## build ./botec, static, with the commit in --version
	CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=true -o botec ./cmd/botec

test: ## run all tests
	$(GO) test ./...

lint: ## formatting, vet, golangci-lint, actionlint, a tidy go.mod
	@unformatted=$$(gofmt -l cmd estimate scenarios); if [ -n "$$unformatted" ]; then echo "not gofmt-ed:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(LINTER) run ./...
	$(ACTIONS) .github/workflows/*.yml
	$(GO) mod tidy -diff

check: test lint ## all that CI runs

bench: ## benchmarks, each beside what it is compared with
	$(GO) test -run '^$$' -bench . -benchmem ./...

fuzz: ## every fuzz target, one after the other, for FUZZTIME each
	@set -e; packages=$$($(GO) list ./...); for package in $$packages; do \
		listed=$$($(GO) test -list '^Fuzz' $$package); \
		for target in $$(echo "$$listed" | grep '^Fuzz' || true); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5x $$package; \
		done; \
	done
