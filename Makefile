# SPDX-License-Identifier: Apache-2.0
# The commands a newcomer needs.  Meson does the building.

.PHONY: all setup demo demo-stop check bench format clean

DEMO ?= demo

all: setup
	@test -f build/build.ninja || meson setup build -Dtests=false >build-setup.log || { cat build-setup.log; exit 1; }
	@rm -f build-setup.log
	@ninja -C build --quiet

setup:
	@tools/setup build

# A school, its people and a class of records, taken through the whole job.
# Ends with the workplace running on a free port of this machine, until `make demo-stop`.
demo: all demo-stop
	@rm -rf $(DEMO)
	@build/hocba demo $(DEMO) --suppliers
	@build/hocba serve --home $(DEMO) --listen 127.0.0.1:0 >$(DEMO)/serve.address 2>$(DEMO)/serve.log & echo $$! >$(DEMO)/serve.pid
	@until [ -s $(DEMO)/serve.address ] || ! kill -0 `cat $(DEMO)/serve.pid`; do sleep 0.1; done
	@echo; echo "Nơi làm việc đang mở ở `cat $(DEMO)/serve.address` (tắt: make demo-stop)"

demo-stop:
	@if [ -f $(DEMO)/serve.pid ]; then kill `cat $(DEMO)/serve.pid` 2>/dev/null; rm -f $(DEMO)/serve.pid; fi; true

# Every test under gcc, every test again under sanitizers, lints, a smoke of the fuzzers.
check:
	@tools/setup check
	@tools/check

bench:
	@tools/setup check
	@tools/bench

format:
	@git ls-files 'src/*.[ch]' 'tests/*.[ch]' 'bench/*.[ch]' | xargs clang-format-14 -i

clean:
	@rm -rf build build-gcc build-asan build-fuzz build-bench demo
