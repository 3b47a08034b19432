# Handshake 101. `make run` needs Go and make, nothing else; each target sets up what it needs.

ARGS     ?=#             make run ARGS="-addr 127.0.0.1:0 -open"
FUZZTIME ?= 30s
SOAKTIME ?= 1m
SEED     ?= $(shell date +%s)#  of make peers-fresh
wasm      = GOOS=js GOARCH=wasm
# node gets an empty environment: Go's wasm_exec.js refuses more than 12 KB of it.
node      = env -i PATH=$$PATH HOME=$$HOME $$(go env GOROOT)/lib/wasm/go_js_wasm_exec
js_pkgs   = ./handshake/... ./wasm/...
# The page's tests in browsers run apart: they measure time, and want the machine for themselves.
go_pkgs   = $$(go list ./... | grep -v /browsertest)

.PHONY: help run build test vet bench soak fuzz peers peers-fresh dist lint screenshots setup clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

run: build ## build the page, start the dev server, print its address
	go run ./devserver $(ARGS)

build: ## build the page's program (wasm) into web/build, if anything changed
	@go run ./devserver/internal/build

test: setup build vet ## all tests: native with -race, as wasm, and the page in Chromium and Firefox
	$(wasm) go test -exec "$(node)" $(js_pkgs)
	go test -race -timeout 20m $(go_pkgs)
	go test -count=1 -timeout 20m ./devserver/browsertest
	go test -count=1 -timeout 20m ./devserver/browsertest -engine firefox

vet:
	go vet ./...
	$(wasm) go vet $(js_pkgs)

setup:
	@devserver/browsertest/setup.sh
	@devserver/peers/setup.sh

bench: setup build ## all benchmarks; compare within one run, not between machines
	go test -run '^$$' -bench . -benchmem $(go_pkgs)
	go test -run '^$$' -bench . -benchtime 1x ./devserver/browsertest

fuzz: ## every fuzz test, each for FUZZTIME (30s)
	@for p in $(go_pkgs); do \
		for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz'); do \
			echo "$$p $$f"; go test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x $$p || exit 1; \
		done; \
	done

soak: ## the dev server under good and hostile traffic for SOAKTIME (1m)
	go test -count=1 -run '^TestSoak$$' -v -timeout 0 ./devserver/internal/app -soak $(SOAKTIME)

peers: setup ## what real servers, proxies and clients do with each case, measured into web/peers/
	@devserver/peers/setup.sh all
	go run ./devserver/peers/run $(ARGS)
	@[ -n "$(ARGS)" ] || { go run ./devserver/peers/run -clients && go run ./devserver/peers/run -browsers; }

peers-fresh: setup ## 520 new responses, made from SEED, in the three browsers: predictions right, wrong, unknown
	go run ./devserver/peers/run -fresh-answers 520 -seed $(SEED)

dist: build ## the page as the folder dist/, for any static host
	@go run ./devserver/internal/dist dist

lint: vet ## gofmt, go mod tidy, vet, staticcheck and jsguard for both targets
	@out=$$(gofmt -l handshake wasm web devserver); [ -z "$$out" ] || { echo "gofmt -w these:"; echo "$$out"; exit 1; }
	go mod tidy -diff
	cd .ci/tools && go build -o $(CURDIR)/.cache/bin/ tool
	.cache/bin/staticcheck ./...
	$(wasm) .cache/bin/staticcheck $(js_pkgs)
	$(wasm) .cache/bin/jsguard $(js_pkgs)
	@! grep -rnE 'innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function' --include='*.js' web/static | grep -v 'policy\.createHTML(' || \
		{ echo "HTML enters the page in one place, through its Trusted Types policy."; exit 1; }
	@! grep -rnE '\b(TODO|FIXME|XXX|coming soon)\b' handshake wasm web/static web/lang devserver --include='*.go' --include='*.js' --include='*.css' --include='*.txt' || \
		{ echo "Finish it or leave it out; open ends go into README.md's list of limits."; exit 1; }

screenshots: setup build ## pictures of every screen in screenshots/, to look at; PICTURES='form-ja-.*-360' for some
	go test -count=1 -timeout 60m -run '^TestScreenshots$$' ./devserver/browsertest -screenshots $(CURDIR)/screenshots -pictures '$(PICTURES)'

clean: ## remove what was built
	rm -rf dist screenshots .cache
	find web/build -mindepth 1 ! -name .gitignore -delete
