#!/usr/bin/env bash
# Loads what the program exports with independent readers. Usage: tests/readers/run.sh RINGKEEPER
# Needs python3; the readers are installed by pip into their own folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$1
work=${XDG_CACHE_HOME:-$HOME/.cache}/ringkeeper/readers
[ -x "$work/bin/python" ] || python3 -m venv "$work"
"$work/bin/pip" install --quiet --disable-pip-version-check --requirement tests/readers/requirements.txt
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$program" run --config data_samples/ringkeeper.toml --all-kinds --quiet --out "$out/out"
"$program" trends --out "$out/out" --into "$out/trends" --from 2026-01 --to 2026-06 --quiet
ring=$(awk -F, '$3 == "letter" { print $1; exit }' "$out/out/links.csv")
"$program" case "$ring" --config data_samples/ringkeeper.toml --out "$out/case" --quiet
"$work/bin/python" tests/readers/check.py "$out/out" "$out/trends" "$out/case"
