#!/usr/bin/env bash
# The files of `field --out` read by Debian's Visualization Toolkit and NumPy: same points, same potentials.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
python=/usr/bin/python3
if ! "$python" -c 'import vtk, numpy' >/dev/null 2>&1; then
  echo "Skipped: the Visualization Toolkit is missing (Debian packages python3-vtk9 and python3-numpy)."
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/epidura" field "$root/examples/minimal.yaml" --quality draft --no-error --cache "$work/cache" --out "$work/out" >/dev/null
"$python" - "$work/out" <<'P'
import sys

import numpy
import vtk
from vtk.util.numpy_support import vtk_to_numpy

folder = sys.argv[1]
reader = vtk.vtkXMLRectilinearGridReader()
reader.SetFileName(folder + "/potential.vtr")
reader.Update()
grid = reader.GetOutput()
values = numpy.load(folder + "/potential.npy")
assert grid.GetDimensions() == values.shape[:0:-1], (grid.GetDimensions(), values.shape)
for axis, places in zip("xyz", (grid.GetXCoordinates(), grid.GetYCoordinates(), grid.GetZCoordinates())):
    assert numpy.array_equal(vtk_to_numpy(places), numpy.load(f"{folder}/{axis}.npy")), axis
for contact in range(values.shape[0]):
    assert numpy.array_equal(vtk_to_numpy(grid.GetPointData().GetArray(contact)), values[contact].ravel()), contact
print(f"VTK {vtk.vtkVersion.GetVTKVersion()}: {values.shape[0]} arrays over {grid.GetDimensions()} points equal the NumPy file in every bit")
P
