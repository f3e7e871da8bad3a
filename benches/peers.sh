#!/usr/bin/env bash
# What a user could pick instead, on the same planted worlds, all scored by `ringkeeper evaluate`.
# Usage: benches/peers.sh [RECORDS] [SEED...]. Needs python3; the peers are installed by pip into their own folder.
set -euo pipefail
cd "$(dirname "$0")/.."
records=${1:-100000}
shift || true
[ $# -gt 0 ] || set -- 101 102 103 104 105
work=${RINGKEEPER_BENCH_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ringkeeper/bench}
mkdir -p "$work/peers"
cargo build --release
[ -d "$work/peers-python" ] || python3 -m venv "$work/peers-python"
"$work/peers-python/bin/pip" install --quiet --requirement benches/peers/requirements.txt
PYTHONPATH=benches "$work/peers-python/bin/python" benches/peers/compare.py \
    "${CARGO_TARGET_DIR:-target}/release/ringkeeper" "$work/peers" "$records" "$@"
