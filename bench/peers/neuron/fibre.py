"""The double-cable fibre in NEURON, built from the equations and tables in docs/science/cable.md; no third-party model files.

Units as NEURON has them: um, mV, mA/cm2, S/cm2, uF/cm2, ohm cm, ms. Currents of sources in mA.
"""
import math
import os
import sys

os.environ.setdefault("NEURON_MODULE_OPTIONS", "-nogui")
from neuron import h  # noqa: E402

TABLE = {  # fibre diameter: node-node, FLUT length, axon, node diameter, lamellae
    1.0: (100, 5, 0.8, 0.7, 15), 2.0: (200, 10, 1.6, 1.4, 30), 5.7: (500, 35, 3.4, 1.9, 80), 7.3: (750, 38, 4.6, 2.4, 100),
    8.7: (1000, 40, 5.8, 2.8, 110), 10.0: (1150, 46, 6.9, 3.3, 120), 11.5: (1250, 50, 8.1, 3.7, 130), 12.8: (1350, 54, 9.2, 4.2, 135),
    14.0: (1400, 56, 10.4, 4.7, 140), 15.0: (1450, 58, 11.5, 5.0, 145), 16.0: (1500, 60, 12.7, 5.5, 150)}


def geometry(model, d):
    """Node-node, FLUT, axon diameter, node diameter, lamellae, gNa, gK."""
    if model == "MRG_DISCRETE":
        return (*TABLE[d], 3.0, 0.08)
    if model == "MRG_INTERPOLATION":
        dz = -8.215 * d * d + 272.4 * d - 780.2 if d >= 5.643 else 81.08 * d + 37.84
        return (dz, -0.1652 * d * d + 6.354 * d - 0.2862, 0.02361 * d * d + 0.3673 * d + 0.7122,
                0.01093 * d * d + 0.1008 * d + 1.099, -0.4749 * d * d + 16.85 * d - 0.7648, 3.0, 0.08)
    if model == "PENA":
        axon = 0.553 * d - 0.024
        return (-3.22 * d * d + 148 * d - 128, -0.171 * d * d + 6.48 * d - 0.935, axon, 0.321 * axon + 0.37,
                math.trunc(17.4 * axon - 1.74), 2.333333, 0.115556)
    raise ValueError(f"unknown fibre model {model}")


def parts_of(flut, stin, axon, node):
    """Kind, length, inner diameter and periaxonal width of the compartments from a node to the next."""
    return [("node", 1, node, 0), ("mysa", 3, node, 0.002), ("flut", flut, axon, 0.004)] + [("stin", stin, axon, 0.004)] * 6 \
        + [("flut", flut, axon, 0.004), ("mysa", 3, node, 0.002)]


class Fibre:
    """One straight fibre on the z axis, its centre node at z = 0."""

    def __init__(self, model, d, nodes, celsius=37.0):
        dz, flut, axon, node, lamellae, gna, gk = geometry(model, d)
        parts = parts_of(flut, (dz - 1 - 6 - 2 * flut) / 6, axon, node)
        self.sections, self.z, self.nodes, z, before = [], [], [], 0.0, 0.0
        self.away = []
        count = 11 * (nodes - 1) + 1
        h.celsius = celsius
        for i in range(count):
            part = parts[i % 11]
            section = self.make(part, d, lamellae, gna, gk, i in (0, count - 1))
            if part[0] == "node":
                self.nodes.append(section)
            if self.sections:
                section.connect(self.sections[-1](1))
                z += before / 2 + part[1] / 2
            before = part[1]
            self.sections.append(section)
            self.z.append(z)
            self.away.append(0.0)
        middle = self.z[11 * ((nodes - 1) // 2)]
        self.z = [value - middle for value in self.z]

    @staticmethod
    def make(part, d, lamellae, gna, gk, is_end):
        """One compartment."""
        kind, length, inner, gap = part
        section = h.Section()
        section.nseg, section.L = 1, length
        section.insert("extracellular")
        area = math.pi * ((inner / 2 + (gap or 0.002)) ** 2 - (inner / 2) ** 2)
        for seg in section:
            seg.xraxial[0] = 7000 / area
        if kind == "node":
            section.diam = inner
            section.Ra, section.cm = (1e10, 1) if is_end else (70, 2)
            section.insert("pas" if is_end else "epinode")
            for seg in section:
                if is_end:
                    seg.pas.g, seg.pas.e = 1e-4, -80
                else:
                    seg.epinode.gnabar, seg.epinode.gkbar = gna, gk
                seg.xg[0], seg.xc[0] = 1e10, 0
            return section
        section.diam, ratio = d, inner / d
        section.Ra, section.cm = 70 / ratio ** 2, 2 * ratio
        section.insert("pas")
        for seg in section:
            seg.pas.g, seg.pas.e = (0.001 if kind == "mysa" else 0.0001) * ratio, -80
            seg.xg[0], seg.xc[0] = 0.001 / (2 * lamellae), 0.1 / (2 * lamellae)
        return section

    def branch(self, parent, model, d, internodes):
        """A collateral from the middle of a node, at a right angle to the trunk and away from the source.

        Half a node of the collateral's own diameter, without membrane, leads from the parent node to the first internode.
        """
        dz, flut, axon, node, lamellae, gna, gk = geometry(model, d)
        parts = parts_of(flut, (dz - 1 - 6 - 2 * flut) / 6, axon, node)
        at = self.sections.index(self.nodes[parent])
        away, before = self.away[at], 1.0
        half = h.Section()
        half.nseg, half.L, half.diam, half.Ra, half.cm = 1, 0.5, node, 70, 1e-9
        half.insert("extracellular")
        for seg in half:
            # The whole half node counts for the periaxonal path, which begins at its middle here: twice the resistance.
            seg.xraxial[0] = 2 * 7000 / (math.pi * ((node / 2 + 0.002) ** 2 - (node / 2) ** 2))
            seg.xg[0], seg.xc[0] = 1e10, 0
        half.connect(self.nodes[parent](0.5))
        self.halves = getattr(self, "halves", []) + [(half, at)]
        last = half
        for i in range(1, 11 * internodes + 1):
            part = parts[i % 11]
            section = self.make(part, d, lamellae, gna, gk, i == 11 * internodes)
            section.connect(last(1))
            away += before / 2 + part[1] / 2
            before, last = part[1], section
            if part[0] == "node":
                self.nodes.append(section)
            self.sections.append(section)
            self.z.append(self.z[at])
            self.away.append(away)

    def unit_potential(self, sources, medium):
        """mV per mA at every compartment; sources: (x, y, z in um, weight)."""
        sx, sy, sz = medium
        total = []
        for z, away in zip(self.z, self.away):
            value = 0.0
            for x, y, z0, weight in sources:
                x = x + away
                dx, dy, dzz = -x * 1e-6, -y * 1e-6, (z - z0) * 1e-6
                value += weight / (4 * math.pi * math.sqrt(sy * sz * dx * dx + sx * sz * dy * dy + sx * sy * dzz * dzz))
            total.append(value)
        return total

    def run(self, amplitude, unit, waveform, dt, stop, detect):
        """Number of action potentials (upward crossings of -30 mV) at a node."""
        h.secondorder = 0
        h.finitialize(-80)
        for section in self.sections:
            section(0.5).e_extracellular = 0
        h.t, h.dt = -200, 5
        h.fcurrent()
        for _ in range(40):
            h.fadvance()
        h.t, h.dt = 0, dt
        h.fcurrent()
        spikes, held = 0, 0.0
        where = self.nodes[detect](0.5)
        last = where.v
        segments = [section(0.5) for section in self.sections]
        for step in range(int(round(stop / dt))):
            w = waveform[step] if step < len(waveform) else 0.0
            if w != held:
                held = w
                for segment, value in zip(segments, unit):
                    segment.e_extracellular = amplitude * w * value
            h.fadvance()
            now = where.v
            if last <= -30 < now:
                spikes += 1
            last = now
        return spikes


def load(folder):
    """Loads the compiled mechanism."""
    if h.nrn_load_dll(os.path.join(folder, "libepinode.so")) != 1:
        sys.exit("The compiled mechanism could not be loaded.")
