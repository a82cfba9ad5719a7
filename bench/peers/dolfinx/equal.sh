#!/usr/bin/env bash
# One reference model by Debian's dolfinx and by Epidura at equal error of the second difference: our coarsest grid that is no worse, and
# stays so on every finer grid that is tried. Times without meshing and without the start of the program; each in its own process.
# usage: bench/peers/dolfinx/equal.sh [model, default V1] [element size factor, default 1.25: 1.6 million unknowns, about 3 minutes]
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
model=${1:-V1}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build "$root/bench/Epidura.Bench" --configuration Release --nologo --verbosity quiet >/dev/null
OMP_NUM_THREADS=1 "$python" "$here/peer.py" "$root/tests/Reference/data/field.json" "$model" "${2:-1.25}" "$work/theirs.json" 2>/dev/null
"$python" - "$root/artifacts/bin/Epidura.Bench/release/Epidura.Bench.dll" "$root" "$model" "$work/theirs.json" <<'P'
import json
import subprocess
import sys

bench, root, model, path = sys.argv[1:]
theirs = json.load(open(path))
sizes = [500_000, 750_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000, 3_000_000, 3_500_000]


def ours(cells):
    out = subprocess.run(["dotnet", bench, "field-error", root, model, *map(str, cells)], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


tried = ours(sizes)
print(f"{model}, 8 contacts; largest errors over single contacts against the finer finite elements of field.json")
for r in tried:
    print(f"  {r['cells']:9d} cells: second difference {100 * r['second_difference']:.2f} %, potential {100 * r['potential']:.2f} %, "
          f"resistance {100 * r['resistance']:.2f} %")
good = 0
while good < len(sizes) and all(r["second_difference"] <= theirs["second_difference"] for r in tried[len(sizes) - 1 - good:]):
    good += 1
if good == 0:
    print(f"dolfinx has {100 * theirs['second_difference']:.2f} %: none of our grids is as good.")
    sys.exit(0)
mine = ours([sizes[len(sizes) - good]])[0]
print(f"{'':10}{'unknowns':>10}{'iter.':>7}{'cpu s':>8}{'GB':>7}{'d2 %':>8}")
for name, r, n in (("dolfinx", theirs, theirs["unknowns"]), ("Epidura", mine, mine["cells"])):
    print(f"{name:10}{n:10d}{r['iterations']:7d}{r['processor_s']:8.1f}{r['memory_gb']:7.2f}{100 * r['second_difference']:8.2f}")
print(f"ratio of processor time {theirs['processor_s'] / mine['processor_s']:.1f}, "
      f"of memory {theirs['memory_gb'] / mine['memory_gb']:.1f}")
P
