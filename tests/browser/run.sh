#!/bin/sh
# Opens report.html in headless Chromium: sh tests/browser/run.sh RINGKEEPER. Installs what it needs (Debian).
set -eu
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-target/release/ringkeeper}")
if ! command -v chromium >/dev/null; then
    apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends chromium fonts-noto-cjk >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q websocket-client==1.8.0
"$work/venv/bin/python" tests/browser/check.py "$program" "$work" "${2:-}"
