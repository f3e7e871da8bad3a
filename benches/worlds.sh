#!/usr/bin/env bash
# Planted worlds of four levels and several seeds, scored by `ringkeeper evaluate`: medians, by size and habit.
# Usage: benches/worlds.sh [RECORDS] [SEED...]. Needs python3.
set -euo pipefail
cd "$(dirname "$0")/.."
records=${1:-100000}
shift || true
[ $# -gt 0 ] || set -- 101 102 103 104 105
work=${RINGKEEPER_BENCH_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ringkeeper/bench}
mkdir -p "$work/worlds"
cargo build --release
python3 benches/worlds.py "${CARGO_TARGET_DIR:-target}/release/ringkeeper" "$work/worlds" "$records" "$@"
