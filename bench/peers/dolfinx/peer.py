"""One model of tests/Reference/data/field.json by finite elements: second-order tetrahedra on a mesh extruded along the cord.

usage: peer.py FIELD_JSON MODEL SIZE OUT_JSON [RADIUS]     SIZE multiplies every element size
With RADIUS (mm) the model is bent forwards to a circle through the cord, lead and fibres keep their true lengths, and what is written is a
reference file of that bent model.
Weak form: integral of sigma grad u . grad v = 0, u = 1 V on one contact, 0 on the others and on the four lateral faces, natural
elsewhere. Conductances G from the unconstrained matrix, resistances G^-1, fields per ampere by superposition.
"""
import json
import resource
import sys
import time

import gmsh
import numpy as np


def tissue(p, x, y, inside_rod, inside_scar):
    r = np.hypot(x - p["lead_x"], y - p["lead_y"])
    if r < p["lead_r"] and inside_rod:
        return None
    if r < p["lead_r"] + p["encap_t"] and inside_scar:
        return "encap"

    def holds(e, turn=0.0):
        c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        dx, dy = x - e[0], y - e[1]
        return ((dx * c + dy * s) / e[2]) ** 2 + ((dy * c - dx * s) / e[3]) ** 2 <= 1

    shapes = p["ellipses"]
    if holds(shapes["cord"]):
        return "gm" if any(holds(g, g[4]) for g in p["gm"]) else "wm"
    for name, inner in (("sac", "csf"), ("dura", "dura"), ("canal", "fat"), ("bone", "bone")):
        if holds(shapes[name]):
            return inner
    return "thorax"


def triangulate(p, size):
    gmsh.initialize()
    gmsh.option.setNumber("General.Verbosity", 1)
    occ = gmsh.model.occ

    def disc(e, turn=0.0):
        long, short = max(e[2], e[3]), min(e[2], e[3])
        tag = occ.addDisk(e[0], e[1], 0, long, short)
        turn += 0 if e[2] >= e[3] else 90
        if turn:
            occ.rotate([(2, tag)], e[0], e[1], 0, 0, 0, 1, np.radians(turn))
        return (2, tag)

    b = p["box"]
    at = (p["lead_x"], p["lead_y"])
    parts = [disc(e) for e in p["ellipses"].values()] + [disc(g, g[4]) for g in p["gm"]]
    parts += [disc((*at, r, r)) for r in (p["lead_r"], p["lead_r"] + p["encap_t"])]
    occ.fragment(parts, [(2, occ.addRectangle(b[0], b[2], 0, b[1] - b[0], b[3] - b[2]))])
    occ.synchronize()
    field = gmsh.model.mesh.field
    steps = field.add("MathEval")
    distance = f"Sqrt((x-({at[0]}))^2+(y-({at[1]}))^2)"
    field.setString(steps, "F", f"{size}*(0.12+0.055*{distance}+0.0035*{distance}^2)")
    field.setAsBackgroundMesh(steps)
    for name in ("MeshSizeExtendFromBoundary", "MeshSizeFromPoints", "MeshSizeFromCurvature"):
        gmsh.option.setNumber("Mesh." + name, 0)
    gmsh.model.mesh.generate(2)
    tags, xyz, _ = gmsh.model.mesh.getNodes()
    place = {int(t): n for n, t in enumerate(tags)}
    corner = gmsh.model.mesh.getElementsByType(2)[1]
    triangles = np.array([place[int(t)] for t in corner]).reshape(-1, 3)
    gmsh.finalize()
    used, triangles = np.unique(triangles, return_inverse=True)
    return xyz.reshape(-1, 3)[used, :2], triangles.reshape(-1, 3)


def layers(p, size):
    ends = sorted(s + side * p["contact_len"] / 2 for s in p["contact_s"] for side in (-1, 1))
    scar = p["encap_t"]
    stops = [p["box"][4], p["lead_s0"] - scar, p["lead_s0"], *ends, p["lead_s1"], p["lead_s1"] + scar, p["box"][5]]

    def step(z):
        near = min(abs(z - e) for e in ends)
        beyond = max(0.0, ends[0] - 4 - z, z - ends[-1] - 4)
        return size * min(0.1 + 0.5 * near, 0.75 + 0.35 * beyond, 6.0)

    planes = [stops[0]]
    for low, high in zip(stops[:-1], stops[1:]):
        fine = np.linspace(low, high, 801)
        share = np.concatenate([[0], np.cumsum([(high - low) / 800 / step(z) for z in (fine[:-1] + fine[1:]) / 2])])
        count = max(1, int(np.ceil(share[-1])))
        planes.extend(np.interp(np.arange(1, count + 1) * share[-1] / count, share, fine))
    return np.array(planes)


def extrude(p, size):
    flat, triangles = triangulate(p, size)
    planes = layers(p, size)
    names = list(p["sigma_names"])
    middle = flat[triangles].mean(1)
    kinds = {}
    for rod, scar in ((True, True), (False, True), (False, False)):
        found = [tissue(p, x, y, rod, scar) for x, y in middle]
        kinds[rod, scar] = np.array([-1 if f is None else names.index(f) for f in found])
    ordered = np.sort(triangles, 1)
    cells, kind = [], []
    for k, z in enumerate((planes[:-1] + planes[1:]) / 2):
        rod = p["lead_s0"] < z < p["lead_s1"]
        scar = p["lead_s0"] - p["encap_t"] < z < p["lead_s1"] + p["encap_t"]
        of = kinds[rod, scar]
        low = ordered[of >= 0] + k * len(flat)
        high = low + len(flat)
        for tet in ((low[:, 0], low[:, 1], low[:, 2], high[:, 2]), (low[:, 0], low[:, 1], high[:, 1], high[:, 2]),
                    (low[:, 0], high[:, 0], high[:, 1], high[:, 2])):
            cells.append(np.column_stack(tet))
            kind.append(of[of >= 0])
    cells = np.concatenate(cells)
    points = np.column_stack([np.tile(flat, (len(planes), 1)), np.repeat(planes, len(flat))])
    used, cells = np.unique(cells, return_inverse=True)
    return points[used], cells.reshape(-1, 4).astype(np.int64), np.concatenate(kind)


def bend(points, radius):
    turn = points[:, 2] / radius
    out = radius + points[:, 1]
    return np.column_stack([points[:, 0], out * np.cos(turn) - radius, out * np.sin(turn)])


def unbend(q, radius):
    if radius is None:
        return q
    return q[0], np.hypot(q[1] + radius, q[2]) - radius, radius * np.arctan2(q[2], q[1] + radius)


def solve(p, points, cells, kind, lines, bent=None):
    import ufl
    from dolfinx import fem, geometry, mesh
    from dolfinx.fem.petsc import assemble_matrix
    from mpi4py import MPI
    from petsc4py import PETSc

    domain = mesh.create_mesh(MPI.COMM_WORLD, cells, points, ufl.Mesh(ufl.VectorElement("Lagrange", ufl.tetrahedron, 1)))
    kind = kind[np.array(domain.topology.original_cell_index)]
    across, along = (fem.Function(fem.FunctionSpace(domain, ("DG", 0))) for _ in range(2))
    sigma = {name: (value, value) for name, value in p["sigma"].items()}
    sigma["wm"] = (p["sigma"]["wm_trans"], p["sigma"]["wm_long"])
    table = np.array([sigma[name] for name in p["sigma_names"]])
    across.x.array[:], along.x.array[:] = table[kind, 0], table[kind, 1]
    space = fem.FunctionSpace(domain, ("CG", 2))
    u, v = ufl.TrialFunction(space), ufl.TestFunction(space)
    if bent is None:
        flux = across * (u.dx(0) * v.dx(0) + u.dx(1) * v.dx(1)) + along * u.dx(2) * v.dx(2)
    else:
        x = ufl.SpatialCoordinate(domain)
        out = ufl.sqrt((x[1] + bent) ** 2 + x[2] ** 2)
        axis = ufl.as_vector((0, -x[2] / out, (x[1] + bent) / out))
        flux = across * ufl.inner(ufl.grad(u), ufl.grad(v)) + (along - across) * ufl.inner(ufl.grad(u), axis) * ufl.inner(ufl.grad(v), axis)
    form = fem.form(flux * (ufl.dx if bent is None else ufl.dx(metadata={"quadrature_degree": 4})))
    begun, processor = time.time(), time.process_time()
    matrix = assemble_matrix(form)
    matrix.assemble()
    b = p["box"]
    domain.topology.create_connectivity(2, 3)

    def dofs(marker):
        return fem.locate_dofs_topological(space, 2, mesh.locate_entities_boundary(domain, 2, marker)).astype(np.int32)

    ground = np.unique(np.concatenate([
        dofs(lambda q, a=a, w=w: np.abs(unbend(q, bent)[a] - w) < 1e-6) for a, w in ((0, b[0]), (0, b[1]), (1, b[2]), (1, b[3]))]))

    def is_metal(q, s):
        q = unbend(q, bent)
        radius = np.hypot(q[0] - p["lead_x"], q[1] - p["lead_y"])
        return (np.abs(radius - p["lead_r"]) < 1e-5) & (np.abs(q[2] - s) < p["contact_len"] / 2 + 1e-6)

    metal = [dofs(lambda q, s=s: is_metal(q, s)) for s in p["contact_s"]]
    loads, ones = [], []
    for part in metal:
        one, load = matrix.createVecRight(), matrix.createVecLeft()
        one.setValues(part, np.ones(len(part)))
        one.assemble()
        matrix.mult(one, load)
        ones.append(one)
        loads.append(load)
    fixed = np.unique(np.concatenate([ground, *metal]))
    matrix.zeroRowsColumns(fixed, diag=1.0)
    solver = PETSc.KSP().create(domain.comm)
    solver.setOperators(matrix)
    solver.setType("cg")
    solver.getPC().setType("hypre")
    solver.getPC().setHYPREType("boomeramg")
    options = PETSc.Options()
    for name, value in (("strong_threshold", 0.5), ("coarsen_type", "HMIS"), ("interp_type", "ext+i"), ("P_max", 4),
                        ("relax_type_all", "symmetric-SOR/Jacobi"), ("no_CF", None)):
        options["pc_hypre_boomeramg_" + name] = value
    solver.setNormType(PETSc.KSP.NormType.UNPRECONDITIONED)
    solver.setTolerances(rtol=1e-8, max_it=400)
    solver.setFromOptions()
    basis, iterations = [], []
    for one, load in zip(ones, loads):
        right = load.copy()
        right.scale(-1)
        right.setValues(fixed, np.zeros(len(fixed)))
        right.assemble()
        right.axpy(1, one)
        found = matrix.createVecRight()
        solver.solve(right, found)
        basis.append(found)
        iterations.append(solver.getIterationNumber())
    spent = {"wall_s": time.time() - begun, "processor_s": time.process_time() - processor}
    conductance = np.array([[load.dot(found) for found in basis] for load in loads])
    resistance = np.linalg.inv(0.5e-3 * (conductance + conductance.T))
    spots = np.concatenate(list(lines.values()))
    if bent is not None:
        spots = bend(spots, bent)
    candidates = geometry.compute_collisions(geometry.BoundingBoxTree(domain, 3), spots)
    hits = geometry.compute_colliding_cells(domain, candidates, spots)
    where = np.array([hits.links(n)[0] for n in range(len(spots))], dtype=np.int32)
    field = fem.Function(space)
    values = []
    for found in basis:
        field.x.array[:] = found.array
        values.append(field.eval(spots, where).reshape(-1))
    return space.dofmap.index_map.size_global, iterations, spent, resistance, resistance.T @ np.array(values)


def bent_reference(data, p, size, out, lines, bent):
    """True lengths along lead and fibres are kept, so what lies behind the cord takes less of the angle."""
    stretch = 1 + p["lead_y"] / bent
    q = dict(p, contact_s=[s / stretch for s in p["contact_s"]], contact_len=p["contact_len"] / stretch,
             lead_s0=p["lead_s0"] / stretch, lead_s1=p["lead_s1"] / stretch)
    for spots in lines.values():
        spots[:, 2] /= 1 + spots[:, 1] / bent
    points, cells, kind = extrude(q, size)
    unknowns, iterations, spent, resistance, fields = solve(q, bend(points, bent), cells, kind, lines, bent)
    found, start = {}, 0
    for name, spots in lines.items():
        found[name] = {"points_mm": spots.tolist(), "phi_V_per_A": fields[:, start:start + len(spots)].tolist()}
        start += len(spots)
    parameters = {key: value for key, value in p.items() if key != "sigma_names"}
    json.dump({"models": {f"bent {bent:g} mm": {
        "parameters": dict(parameters, curvature_radius_mm=bent), "Z_ohm": resistance.tolist(), "lines": found}},
        "peer": {"unknowns": int(unknowns), "iterations": max(iterations), **spent,
                 "memory_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}}, open(out, "w"))


def main(path, model, size, out, bent=None):
    data = json.load(open(path))["models"][model]
    p = data["parameters"]
    p["sigma_names"] = ["wm", "gm", "csf", "dura", "fat", "bone", "encap", "thorax"]
    lines = {name: np.array(line["points_mm"]) for name, line in data["lines"].items() if name.startswith("dc_")}
    if bent is not None:
        bent_reference(data, p, size, out, lines, bent)
        return
    begun = time.time()
    points, cells, kind = extrude(p, size)
    meshing = time.time() - begun
    unknowns, iterations, spent, resistance, fields = solve(p, points, cells, kind, lines)
    phi = second = 0.0
    start = 0
    for name, spots in lines.items():
        ours, theirs = fields[:, start:start + len(spots)], np.array(data["lines"][name]["phi_V_per_A"])
        start += len(spots)
        scale = np.abs(theirs).max(1)
        phi = max(phi, (np.abs(ours - theirs).max(1) / scale).max())
        a, b = np.diff(ours, 2), np.diff(theirs, 2)
        second = max(second, (np.abs(a - b).max(1) / np.abs(b).max(1)).max())
    wanted = np.array(data["Z_ohm"])
    json.dump({
        "unknowns": int(unknowns), "tetrahedra": len(cells), "meshing_s": meshing, **spent, "iterations": max(iterations),
        "potential": float(phi), "second_difference": float(second), "resistance": float(np.abs(resistance / wanted - 1).max()),
        "memory_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}, open(out, "w"))


main(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4], float(sys.argv[5]) if len(sys.argv) > 5 else None)
