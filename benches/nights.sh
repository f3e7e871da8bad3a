#!/usr/bin/env bash
# A year of nights: each night's input is written as it stood, read by one run against one store, and kept; then
# `ringkeeper evaluate --nights` compares all of them with the truth of the world.
# Usage: benches/nights.sh [NIGHTS] [RECORDS] [SEED] [SIMULATE ARGUMENTS...], by default 365 20000 1.
set -euo pipefail
cd "$(dirname "$0")/.."
nights=${1:-365} records=${2:-20000} seed=${3:-1}
shift $(($# < 3 ? $# : 3))
work=${RINGKEEPER_BENCH_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ringkeeper/bench}/nights
program=${RINGKEEPER:-}
if [ -z "$program" ]; then
    cargo build --release
    program=${CARGO_TARGET_DIR:-target}/release/ringkeeper
fi
rm -rf "$work"
mkdir -p "$work/runs"
simulate=("$program" simulate --nights "$nights" --records "$records" --seed "$seed" "$@")
"${simulate[@]}" --night truth --out "$work/world" >"$work/log"
while IFS=, read -r night _; do
    rm -rf "$work/tonight"
    "${simulate[@]}" --night "$night" --out "$work/tonight" >>"$work/log"
    # Without permutations: ids and alerts do not depend on q-values.
    "$program" run --config "$work/tonight/ringkeeper.toml" --permutations 0 --store "$work/rings.db" \
        --out "$work/out" --quiet >>"$work/log" 2>>"$work/warnings"
    mkdir "$work/runs/$night"
    cp "$work"/out/{members,rings,alerts}.csv "$work/runs/$night"
done < <(tail -n +2 "$work/world/nights.csv")
"$program" evaluate --nights "$work/runs" --truth "$work/world/truth.csv"
drifted=$(grep -c 'warning' "$work/warnings" || true)
echo "Nights' warnings of drift: $drifted"
