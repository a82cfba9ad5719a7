#!/usr/bin/env bash
# Speed of NEURON's bare driver in the eleven-run protocol: one JSON line. usage: speed.sh DISTANCE_UM...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=/usr/bin/python3
if ! "$python" -c 'import neuron' >/dev/null 2>&1 || ! command -v nocmodl >/dev/null 2>&1; then
  echo "NEURON is missing (Debian packages python3-neuron, neuron-dev and gcc)." >&2
  exit 3
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/build.sh" "$work/mechanism" >/dev/null 2>&1
"$python" "$here/speed.py" "$work/mechanism" "$@" 2>/dev/null | tail -n 1
