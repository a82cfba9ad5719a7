#!/usr/bin/env bash
# A reference model bent to a circle, by Debian's dolfinx in space and by Epidura in the frame of the cord: largest differences.
# usage: bench/peers/dolfinx/bent.sh [radius mm, default 150] [element size factor, default 1.25] [model, default V1]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
python=/usr/bin/python3
if ! "$python" -c 'import dolfinx, gmsh, petsc4py' >/dev/null 2>&1; then
  echo "Skipped: dolfinx or gmsh is missing (Debian packages python3-dolfinx and python3-gmsh)."
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
OMP_NUM_THREADS=1 "$python" "$here/peer.py" "$root/tests/Reference/data/field.json" "${3:-V1}" "${2:-1.25}" "$work/bent.json" "${1:-150}" \
  2>/dev/null
"$root/epidura" verify field "$work/bent.json" --json >"$work/ours.json" || true
"$python" - "$work" <<'P'
import json
import sys

peer = json.load(open(sys.argv[1] + "/bent.json"))["peer"]
cases = json.load(open(sys.argv[1] + "/ours.json"))["cases"]


def worst(start, pair):
    return 100 * max(abs(c["rel_diff"]) for c in cases if c["quantity"].startswith(start) and ("bip45" in c["quantity"]) == pair)


def value(start):
    return next(c["ours"] for c in cases if c["quantity"].startswith(start))


print(f"{cases[0]['id']}: dolfinx {peer['unknowns']} unknowns, {peer['iterations']} iterations; Epidura {value('cells'):.0f} cells, "
      f"{value('iterations'):.0f} iterations")
print("largest differences, percent of a line's largest value: potential "
      f"{worst('potential dc_', False):.2f} (pair {worst('potential dc_', True):.2f}), second difference "
      f"{worst('second difference dc_', False):.2f} (pair {worst('second difference dc_', True):.2f}), "
      f"access resistance {worst('access resistance', False):.2f}")
P
