#!/usr/bin/env bash
# Null and hard worlds: false rings that a run expects by chance against those that truth shows.
# Usage: benches/calibration.sh [WORLDS] [RECORDS] [FIRST_SEED]. Needs python3.
set -euo pipefail
cd "$(dirname "$0")/.."
worlds=${1:-40}
records=${2:-20000}
first=${3:-9001}
work=${RINGKEEPER_BENCH_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ringkeeper/bench}
mkdir -p "$work/calibration"
cargo build --release
python3 benches/calibration.py "${CARGO_TARGET_DIR:-target}/release/ringkeeper" "$work/calibration" "$worlds" "$records" "$first"
