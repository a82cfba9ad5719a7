"""Draws random fibre cases, finds their thresholds in NEURON, and writes them in the format that `epidura verify fibres` reads.

usage: cases.py MECHANISM_FOLDER COUNT SEED OUT.json [relative half width of the bracket]
"""
import json
import math
import random
import sys
import time

import fibre

MEDIA = ((0.3, 0.3, 0.3), (0.083, 0.083, 0.6), (0.2, 0.2, 0.2))


def sample(waveform, dt):
    """Held samples w[i] at t = i dt; times in ms."""
    kind = waveform["type"]
    if kind == "mono":
        return [1.0] * round(waveform["pw"] / dt)
    if kind == "biphasic":
        ratio = waveform["ratio"]
        return [1.0] * round(waveform["pw"] / dt) + [0.0] * round(waveform["gap"] / dt) + [-1 / ratio] * round(waveform["pw"] * ratio / dt)
    if kind == "sine":
        return [math.sin(2 * math.pi * waveform["f_khz"] * i * dt) for i in range(round(waveform["dur"] / dt))]
    unit, every = sample(waveform["unit"], dt), round(waveform["period"] / dt)
    out = [0.0] * (every * (waveform["n"] - 1) + len(unit))
    for k in range(waveform["n"]):
        for i, value in enumerate(unit):
            out[k * every + i] += value
    return out


def draw(rng, number):
    """One case; distances in um, times in ms."""
    model = rng.choice(["MRG_DISCRETE"] * 2 + ["MRG_INTERPOLATION"] * 2 + ["PENA"])
    d = rng.choice([5.7, 7.3, 8.7, 10.0, 11.5, 12.8, 14.0, 15.0, 16.0]) if model == "MRG_DISCRETE" else \
        round(rng.uniform(2.5, 14.0), 2) if model == "MRG_INTERPOLATION" else round(rng.uniform(1.5, 5.7), 2)
    width = rng.choice([0.03, 0.06, 0.1, 0.2, 0.3, 0.45])
    waveform = rng.choice([
        {"type": "mono", "pw": width}, {"type": "mono", "pw": width},
        {"type": "biphasic", "pw": width, "gap": rng.choice([0, 0.03, 0.1]), "ratio": rng.choice([1, 1, 4])},
        {"type": "train", "n": 3, "period": 2.0, "unit": {"type": "mono", "pw": width}},
        {"type": "sine", "f_khz": rng.choice([1.0, 2.0]), "dur": 2.0}])
    nodes = rng.choice([21, 25, 31])
    internode = fibre.geometry(model, d)[0]
    sources = [{"x_um": 0.0, "y_um": float(rng.choice([800, 1500, 3000])), "z_um_from_centre_node": round(rng.uniform(-0.5, 0.5) * internode, 1),
                "weight": 1.0}]
    if rng.random() < 0.3:
        sources.append({**sources[0], "z_um_from_centre_node": sources[0]["z_um_from_centre_node"] + 4000.0, "weight": -1.0})
    medium = rng.choice(MEDIA)
    celsius = rng.choice([37.0, 37.0, 37.0, 35.0])
    end = {"mono": width, "biphasic": width * 6, "train": 6.0, "sine": 2.0}[waveform["type"]]
    return {
        "id": f"N{number:03d}", "family": "random", "unit": "mA", "intracellular": None, "sources": sources, "waveform": waveform,
        "fiber": {"model": model, "diameter_um": d, "n_nodes": nodes, "n_compartments": 11 * (nodes - 1) + 1,
                  "passive_end_nodes_each_end": 1, "temperature_C": celsius},
        "medium_S_per_m": dict(zip(("sigma_x", "sigma_y", "sigma_z"), medium)),
        "polarity": "negative stimulus amplitude (cathodic first)", "tstop_ms": 4.0 + end + 0.4 * max(0, 6 - d),
        "detect": {"node_index": math.floor(0.9 * (nodes - 1)), "v_threshold_mV": -30.0, "min_action_potentials": 1}}


def threshold(case, dt, half):
    """Midpoint of the bracket, its ends, and the number of runs; None when no amplitude up to 100 mA fires."""
    f = case["fiber"]
    cable = fibre.Fibre(f["model"], f["diameter_um"], f["n_nodes"], f["temperature_C"])
    sources = [(s["x_um"], s["y_um"], s["z_um_from_centre_node"], s["weight"]) for s in case["sources"]]
    unit = cable.unit_potential(sources, tuple(case["medium_S_per_m"].values()))
    waveform, runs = sample(case["waveform"], dt), 0

    def fires(amplitude):
        nonlocal runs
        runs += 1
        return cable.run(-amplitude, unit, waveform, dt, case["tstop_ms"], case["detect"]["node_index"]) >= 1

    low, high = 0.0, 0.5
    while not fires(high):
        low, high = high, high * 2
        if high > 100:
            return None
    if low == 0.0:
        low = high / 2
        while fires(low):
            high, low = low, low / 2
    while (high - low) / (high + low) > half:
        middle = 0.5 * (low + high)
        low, high = (low, middle) if fires(middle) else (middle, high)
    return -0.5 * (low + high), -low, -high, runs


def main():
    folder, count, seed, out = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    half = float(sys.argv[5]) if len(sys.argv) > 5 else 2e-5
    fibre.load(folder)
    rng, cases, number, spent, runs = random.Random(seed), [], 0, 0.0, 0
    while len(cases) < count:
        number += 1
        case = draw(rng, number)
        begun = time.process_time()
        found = threshold(case, 0.005, half)
        if found is None:
            continue
        spent += time.process_time() - begun
        runs += found[3]
        case.update(threshold_dt0p005=found[0], neuron_sub_dt0p005=found[1], neuron_supra_dt0p005=found[2], bracket_half_width_rel=half)
        cases.append(case)
        print(f"{case['id']} {case['fiber']['model']} {case['fiber']['diameter_um']} um {case['waveform']['type']}: {found[0]:.6f} mA",
              file=sys.stderr)
    json.dump({"title": f"thresholds from NEURON, seed {seed}", "thresholds": cases,
               "cost": {"cpu_s": spent, "runs": runs, "thresholds_per_s": count / spent}}, open(out, "w"), indent=1)


main()
