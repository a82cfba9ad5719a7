#!/usr/bin/env bash
# One reference model by Debian's dolfinx (second-order elements, CG with BoomerAMG) and by Epidura, in one call: times, memory, errors.
# usage: bench/peers/dolfinx/run.sh [model, default V1] [element size factor, default 2]
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
file="$root/tests/Reference/data/field.json"
model=${1:-V1}
OMP_NUM_THREADS=1 "$python" "$here/peer.py" "$file" "$model" "${2:-2}" "$work/theirs.json" 2>/dev/null
"$root/epidura" --help >/dev/null
"$python" - "$root/epidura" "$file" "$model" "$work" <<'P'
import json
import os
import subprocess
import sys
import time

program, path, model, work = sys.argv[1:]
data = json.load(open(path))
json.dump({"models": {model: data["models"][model]}}, open(work + "/one.json", "w"))
begun = time.time()
with open(work + "/ours.json", "w") as out:
    process = subprocess.Popen([program, "verify", "field", work + "/one.json", "--json"], stdout=out, stderr=subprocess.DEVNULL)
    _, _, use = os.wait4(process.pid, 0)
wall = time.time() - begun
cases = json.load(open(work + "/ours.json"))["cases"]
theirs = json.load(open(work + "/theirs.json"))


def worst(start):
    return max(abs(c["rel_diff"]) for c in cases if c["quantity"].startswith(start) and "bip45" not in c["quantity"])


ours = {
    "unknowns": next(c["ours"] for c in cases if c["quantity"] == "cells"), "wall_s": wall, "processor_s": use.ru_utime + use.ru_stime,
    "memory_gb": use.ru_maxrss / 1e6, "iterations": next(c["ours"] for c in cases if c["quantity"].startswith("iterations")),
    "potential": worst("potential dc_"), "second_difference": worst("second difference dc_"), "resistance": worst("access resistance")}
print(f"{model}, 8 contacts; errors against the finer finite elements of field.json (themselves uncertain by 0.15, 1 and 0.4 %)")
print(f"{'':22}{'unknowns':>10}{'iter.':>7}{'wall s':>9}{'cpu s':>9}{'GB':>7}{'phi %':>8}{'d2 %':>8}{'Z %':>8}")
for name, r in (("dolfinx, P2", theirs), ("Epidura, whole call", ours)):
    print(f"{name:22}{r['unknowns']:10.0f}{r['iterations']:7.0f}{r['wall_s']:9.1f}{r['processor_s']:9.1f}{r['memory_gb']:7.2f}"
          f"{100 * r['potential']:8.2f}{100 * r['second_difference']:8.2f}{100 * r['resistance']:8.2f}")
print(f"dolfinx's mesh took {theirs['meshing_s']:.1f} s more. Ours counts the start of the program, its grid and two coarser solves.")
print(f"ratio of processor time {theirs['processor_s'] / ours['processor_s']:.1f}, of memory {theirs['memory_gb'] / ours['memory_gb']:.1f}")
P
