#!/usr/bin/env bash
# The same thresholds in Debian's NEURON and here, in one call: largest difference, both costs, the ratio.
# usage: bench/peers/neuron/run.sh [cases, default 10] [seed, default 1]
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
"$python" "$here/cases.py" "$work/mechanism" "${1:-10}" "${2:-1}" "$work/cases.json" 2>/dev/null >&2
"$root/epidura" --help >/dev/null
begun=$(date +%s%N)
"$root/epidura" verify fibres "$work/cases.json" --threads 1 --json >"$work/ours.json" || true
ended=$(date +%s%N)
"$python" - "$work" "$((ended - begun))" <<'P'
import json
import sys
theirs = json.load(open(sys.argv[1] + "/cases.json"))["cost"]
cases = json.load(open(sys.argv[1] + "/ours.json"))["cases"]
seconds = int(sys.argv[2]) * 1e-9


def judge(name, begins, limit):
    chosen = [c for c in cases if c["quantity"].startswith(begins)]
    failed = sum(not c["pass"] for c in chosen)
    largest = max((abs(c["rel_diff"]) for c in chosen if c["rel_diff"] is not None), default=float("nan"))
    print(f"{name} {len(chosen)}, failed {failed}, largest relative difference {largest:.1e} (limit {limit})")
    return failed if chosen else 1


failed = judge("thresholds", "threshold, ", "1e-4") + judge("thresholds in mode fast", "threshold magnitude of mode fast", "1e-3")
print(f"NEURON {theirs['cpu_s']:.1f} s of processor time in {theirs['runs']} runs; Epidura {seconds:.2f} s wall, start included")
print(f"ratio {theirs['cpu_s'] / seconds:.0f}")
sys.exit(1 if failed else 0)
P
