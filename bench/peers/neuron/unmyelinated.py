"""Draws random unmyelinated fibres, finds their thresholds in NEURON with its built-in hh mechanism, and writes them in the format that
`epidura verify fibres` reads.

usage: unmyelinated.py COUNT SEED OUT.json [relative half width of the bracket]
"""
import json
import math
import os
import random
import sys
import time

os.environ.setdefault("NEURON_MODULE_OPTIONS", "-nogui")
from neuron import h  # noqa: E402

# As in data/fibres/unmyelinated.csv. The built-in rates count from -65 mV, so a model with another rest is moved there as a whole.
MODELS = {
    "HODGKIN_HUXLEY": {"rest": -65.0, "ra": 35.4, "ena": 50.0, "ek": -77.0, "el": -54.387, "factor": (1.0, 6.3), "um": (100.0, 476.0)},
    "RATTAY_ABERHAM": {"rest": -70.0, "ra": 100.0, "ena": 45.0, "ek": -82.0, "el": -59.4, "factor": (12.0, 37.0), "um": (8.333, 0.0)}}
BUILT_IN_REST, BUILT_IN_CELSIUS, Q10 = -65.0, 6.3, 3.0


class Fibre:
    """One straight fibre on the z axis; its middle compartment at z = 0."""

    def __init__(self, model, diameter, count, celsius):
        row = MODELS[model]
        shift = BUILT_IN_REST - row["rest"]
        self.shift, self.count = shift, count
        self.length = row["um"][0] * (math.sqrt(diameter / row["um"][1]) if row["um"][1] else 1.0)
        factor, origin = row["factor"]
        h.celsius = BUILT_IN_CELSIUS + 10 * math.log(factor * Q10 ** ((celsius - origin) / 10), Q10)
        h.usetable_hh = 0
        self.section = section = h.Section(name="fibre")
        section.L, section.diam, section.nseg, section.Ra, section.cm = self.length * count, diameter, count, row["ra"], 1.0
        section.insert("hh")
        section.insert("extracellular")
        section.ena, section.ek = row["ena"] + shift, row["ek"] + shift
        for segment in section:
            segment.hh.gnabar, segment.hh.gkbar, segment.hh.gl, segment.hh.el = 0.12, 0.036, 0.0003, row["el"] + shift
        self.segments = list(section)

    def unit_potential(self, distance, along, conductivity):
        """mV per mA at every compartment, um and S/m."""
        middle = (self.count - 1) // 2
        return [1 / (4 * math.pi * conductivity * 1e-6 * math.hypot(distance, (i - middle) * self.length - along))
                for i in range(self.count)]

    def run(self, amplitude, unit, waveform, dt, stop, detect):
        """Upward crossings of -30 mV at a compartment."""
        h.secondorder = 0
        h.finitialize(BUILT_IN_REST)
        for segment in self.segments:
            segment.e_extracellular = 0
        h.t, h.dt = -200, 5
        h.fcurrent()
        for _ in range(40):
            h.fadvance()
        h.t, h.dt = 0, dt
        h.fcurrent()
        spikes, held, where, level = 0, 0.0, self.segments[detect], -30 + self.shift
        last = where.v
        for step in range(int(round(stop / dt))):
            w = waveform[step] if step < len(waveform) else 0.0
            if w != held:
                held = w
                for segment, value in zip(self.segments, unit):
                    segment.e_extracellular = amplitude * w * value
            h.fadvance()
            now = where.v
            if last <= level < now:
                return 1
            last = now
        return spikes


def draw(rng, number):
    """One case; distances in um, times in ms."""
    model = rng.choice(list(MODELS))
    squid = model == "HODGKIN_HUXLEY"
    diameter = round(rng.uniform(200, 500), 1) if squid else round(rng.uniform(0.4, 2.0), 2)
    celsius = rng.choice([6.3, 12.0, 18.5]) if squid else 37.0
    width = rng.choice([0.1, 0.3, 1.0])
    waveform = rng.choice([{"type": "mono", "pw": width}, {"type": "biphasic", "pw": width, "gap": 0.1, "ratio": 1}])
    return {
        "id": f"U{number:03d}", "family": "unmyelinated", "unit": "mA", "intracellular": None,
        "sources": [{"x_um": 0.0, "y_um": float(rng.choice([2000, 5000]) if squid else rng.choice([300, 1000])),
                     "z_um_from_centre_node": round(rng.uniform(-200, 200), 1), "weight": 1.0}],
        "waveform": waveform,
        "fiber": {"model": model, "diameter_um": diameter, "n_nodes": 501 if squid else 401, "passive_end_nodes_each_end": 0,
                  "temperature_C": celsius},
        "medium_S_per_m": {"sigma": 3.0 if squid else 0.3},
        "polarity": "negative stimulus amplitude (cathodic first)", "tstop_ms": 16.0 if squid else 14.0,
        "detect": {"node_index": 450 if squid else 360, "v_threshold_mV": -30.0, "min_action_potentials": 1}}


def threshold(case, dt, half):
    """Midpoint of the bracket; None when no amplitude up to 100 mA fires."""
    f, source = case["fiber"], case["sources"][0]
    fibre = Fibre(f["model"], f["diameter_um"], f["n_nodes"], f["temperature_C"])
    unit = fibre.unit_potential(source["y_um"], source["z_um_from_centre_node"], case["medium_S_per_m"]["sigma"])
    pulse = case["waveform"]
    waveform = [1.0] * round(pulse["pw"] / dt)
    if pulse["type"] == "biphasic":
        waveform = waveform + [0.0] * round(pulse["gap"] / dt) + [-1.0] * round(pulse["pw"] / dt)

    def fires(amplitude):
        return fibre.run(-amplitude, unit, waveform, dt, case["tstop_ms"], case["detect"]["node_index"]) >= 1

    low, high = 0.0, 1.0
    while not fires(high):
        low, high = high, high * 2
        if high > 100:
            return None
    while low == 0.0:
        if fires(high / 2):
            high /= 2
        else:
            low = high / 2
    while (high - low) / (high + low) > half:
        middle = 0.5 * (low + high)
        low, high = (low, middle) if fires(middle) else (middle, high)
    return -0.5 * (low + high)


def main():
    count, seed, out = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    half = float(sys.argv[4]) if len(sys.argv) > 4 else 2e-5
    rng, cases, number, begun = random.Random(seed), [], 0, time.process_time()
    while len(cases) < count:
        number += 1
        case = draw(rng, number)
        found = threshold(case, 0.005, half)
        if found is None:
            continue
        case.update(threshold_dt0p005=found, bracket_half_width_rel=half)
        cases.append(case)
        print(f"{case['id']} {case['fiber']['model']} {case['fiber']['diameter_um']} um: {found:.6f} mA", file=sys.stderr)
    json.dump({"title": f"unmyelinated thresholds from NEURON's hh, seed {seed}", "thresholds": cases,
               "cost": {"cpu_s": time.process_time() - begun}}, open(out, "w"), indent=1)


main()
