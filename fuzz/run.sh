#!/usr/bin/env bash
# Runs a fuzz target on the stable toolchain: fuzz/run.sh csv|xlsx|cells|address|identifiers [SECONDS]. Needs a C++ compiler.
# The coverage flags are those that cargo-fuzz sets, without the sanitizers that need a nightly compiler.
set -euo pipefail
cd "$(dirname "$0")"
target=${1:?name a target: csv, xlsx, cells, address or identifiers}
seconds=${2:-60}
passes="-Cpasses=sancov-module -Ccodegen-units=1"
coverage="-Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
export RUSTFLAGS="--cfg fuzzing $passes $coverage -Cllvm-args=-sanitizer-coverage-pc-table"
mkdir -p "corpus/$target"
# A target triple keeps the flags away from build scripts.
triple=$(rustc -vV | sed -n 's/^host: //p')
cargo run --release --target "$triple" --bin "$target" -- "corpus/$target" -max_total_time="$seconds" -rss_limit_mb=4096
