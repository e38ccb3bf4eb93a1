# SPDX-License-Identifier: Apache-2.0
# The commands a newcomer needs.  Meson does the building.

.PHONY: all setup demo check bench format clean

DEMO ?= demo

all: setup
	@test -f build/build.ninja || meson setup build -Dtests=false >build-setup.log || { cat build-setup.log; exit 1; }
	@rm -f build-setup.log
	@ninja -C build --quiet

setup:
	@tools/setup build

# A school, its people and a class of records, taken through the whole job.
demo: all
	@rm -rf $(DEMO)
	@build/hocba demo $(DEMO)

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
