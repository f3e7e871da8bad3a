#!/usr/bin/env bash
# One million records: ringkeeper's whole run against polars reading the same files as text, and what a store adds.
# Usage: benches/million.sh [RUNS]. Needs python3; polars is installed by pip into its own folder.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}
work=${RINGKEEPER_BENCH_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ringkeeper/bench}
mkdir -p "$work"
cargo build --release
program=${CARGO_TARGET_DIR:-target}/release/ringkeeper
[ -f "$work/world/complaints.csv" ] || "$program" simulate --records 1000000 --seed 7 --level plain --out "$work/world"
[ -d "$work/python" ] || python3 -m venv "$work/python"
"$work/python/bin/python" -c 'import polars' 2>/dev/null || "$work/python/bin/pip" install --quiet polars
du -ch "$work"/world/{complaints,surrenders,agents,policies}.csv | tail -1
"$work/python/bin/python" benches/million.py "$program" "$work" "$runs"
