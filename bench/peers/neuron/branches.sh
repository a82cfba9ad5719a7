#!/usr/bin/env bash
# Branching fibres in Debian's NEURON and here: thresholds, and the times at which the spike passes the branch point.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
python=/usr/bin/python3
if ! "$python" -c 'import neuron' >/dev/null 2>&1 || ! command -v nocmodl >/dev/null 2>&1; then
  echo "Skipped: NEURON is missing (Debian packages python3-neuron, neuron-dev and gcc)."
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/build.sh" "$work/mechanism" >/dev/null 2>&1
dotnet build "$root/bench/Epidura.Bench" --configuration Release --nologo --verbosity quiet >/dev/null
dotnet "$root/artifacts/bin/Epidura.Bench/release/Epidura.Bench.dll" branches >"$work/ours.json"
"$python" "$here/branches.py" "$work/mechanism" "$work/ours.json"
