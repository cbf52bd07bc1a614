# Targets: build, test, lint, check (all that CI runs), bench, fuzz; man, dist, reproduce, draft.

GO       ?= go
FUZZTIME ?= 2m
LINTER   := $(GO) tool -modfile=.ci/tools.mod golangci-lint
ACTIONS  := $(GO) tool -modfile=.ci/actionlint.mod actionlint

.PHONY: help build test lint check bench fuzz man dist reproduce draft

help: ## print the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 10

build: ## build ./botec, static, with the commit in --version
	CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=true -o botec ./cmd/botec

test: ## run all tests
	$(GO) test ./...

lint: ## formatting, vet, golangci-lint, actionlint, a tidy go.mod
	@unformatted=$$(gofmt -l cmd estimate scenarios .ci); if [ -n "$$unformatted" ]; then echo "not gofmt-ed:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) vet -tags docs ./cmd/botec
	$(GO) vet .ci/archive.go
	GOOS=windows $(GO) vet ./...
	GOOS=darwin $(GO) vet ./...
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

man: ## the manual pages, in dist/man
	mkdir -p dist/man
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(GO) run -buildvcs=true -tags docs ./cmd/botec dist/man

dist: ## a release of the commit, in dist: archives, packages, sums; for PLATFORMS
	bash .ci/dist

reproduce: ## the release built once more, elsewhere and from nothing: its sums must be those in dist
	bash .ci/reproduce

draft: ## a draft of a release on GitHub, of dist and the tag that is checked out (with gh)
	bash .ci/draft
