# The habits of the house. `make` or `make help` lists them; ARGS goes to the script behind a target.
.DEFAULT_GOAL := help
.PHONY: help demo test browser check score bench bench-parse bench-run bench-build bench-dedupe

help:         ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo:         ## the sample, without a network, into output/
	cargo run --locked --release -- run --config samples/clusters/feeds.toml --replay samples/clusters -o output --fail-on never
	@echo "Look at output/index.html, or subscribe to output/atom.xml."

test:         ## the tests, those in a browser included
	cargo test --locked
	@scripts/browser.sh

browser:      ## the sample in headless Chromium (ARGS=DIR keeps screenshots)
	@scripts/browser.sh $(ARGS)

check:        ## what must be silent before a commit: format, lints, documentation, tests
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --quiet
	cargo test --locked

score:        ## how well the cases of ../shared are read (ARGS=--check: none may fall, ARGS=--keep: hold them)
	@python3 scripts/score.py $(ARGS)

bench: bench-parse bench-run bench-build bench-dedupe ## all that measure speed

bench-parse:  ## bytes into feeds, beside other parsers
	@scripts/bench.sh bench_parse $(ARGS)

bench-run:    ## one run over many sources, beside a bare client
	@scripts/bench.sh bench_run $(ARGS)

bench-build:  ## publishing 10,000 stories in all selections, and then one more
	@scripts/bench.sh bench_build $(ARGS)

bench-dedupe: ## articles into stories, from an empty store and at a million
	@scripts/bench.sh bench_dedupe $(ARGS)
