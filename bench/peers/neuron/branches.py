"""Branching fibres in NEURON against ours: threshold by bisection, then the times at which the spike passes four nodes.

usage: branches.py MECHANISM_FOLDER OURS.json
"""
import json
import sys

import fibre
from neuron import h

NARROW = 2e-5
LIMIT = 1e-4
SLACK = 1.5  # steps


def spikes(cell, amplitude, unit, case, nodes):
    """Times of upward crossings of -30 mV at nodes, ms: ends of their steps."""
    dt = case["step_ms"]
    h.secondorder = 0
    h.finitialize(-80)
    segments = [section(0.5) for section in cell.sections]
    halves = [(half(0.5), unit[at]) for half, at in cell.halves]
    driven = list(zip(segments, unit)) + halves
    for segment, _ in driven:
        segment.e_extracellular = 0
    h.t, h.dt = -200, 5
    h.fcurrent()
    for _ in range(40):
        h.fadvance()
    h.t, h.dt = 0, dt
    h.fcurrent()
    found = [[] for _ in nodes]
    watched = [cell.nodes[node](0.5) for node in nodes]
    last = [segment.v for segment in watched]
    pulse = round(case["width_ms"] / dt)
    for step in range(round(case["window_ms"] / dt)):
        if step in (0, pulse):
            for segment, value in driven:
                segment.e_extracellular = amplitude * value if step == 0 else 0
        h.fadvance()
        for i, segment in enumerate(watched):
            if last[i] <= -30 < segment.v:
                found[i].append((step + 1) * dt)
            last[i] = segment.v
    return found


def main():
    fibre.load(sys.argv[1])
    failed = 0
    for case in json.load(open(sys.argv[2])):
        cell = fibre.Fibre("MRG_DISCRETE", case["diameter_um"], case["nodes"])
        for node, diameter, internodes in case["branches"]:
            cell.branch(int(node), "MRG_DISCRETE", diameter, int(internodes))
        source = [(case["distance_mm"] * 1e3, 0, case["along_mm"] * 1e3, -1)]
        unit = cell.unit_potential(source, (0.3, 0.3, 0.3))
        detect = [case["watched"][0]]
        if case["threshold_ma"] is None:
            fires = bool(spikes(cell, case["amplitude_ma"], unit, case, detect)[0])
            text, wrong = "the spike stops in both" if not fires else "the spike stops here, passes in NEURON", fires
        else:
            low, high = 0.98 * case["threshold_ma"], 1.02 * case["threshold_ma"]
            wrong = bool(spikes(cell, low, unit, case, detect)[0]) or not spikes(cell, high, unit, case, detect)[0]
            while high - low > NARROW * high:
                middle = 0.5 * (low + high)
                low, high = (low, middle) if spikes(cell, middle, unit, case, detect)[0] else (middle, high)
            difference = case["threshold_ma"] / (0.5 * (low + high)) - 1
            wrong = wrong or abs(difference) > LIMIT
            text = f"threshold {case['threshold_ma']:.6f} mA, NEURON {0.5 * (low + high):.6f} mA, difference {difference:+.1e}"
        theirs = spikes(cell, case["amplitude_ma"], unit, case, case["watched"])
        late = 0.0
        for ours, other in zip(case["spikes_ms"], theirs):
            wrong = wrong or len(ours) != len(other)
            late = max([late] + [abs(a - b) for a, b in zip(ours, other)])
        wrong = wrong or late > SLACK * case["step_ms"]
        failed += wrong
        counts = "/".join(str(len(times)) for times in case["spikes_ms"])
        print(f"{'FAILED' if wrong else 'ok    '} {case['name']}: {text}; spikes at four nodes {counts}, "
              f"largest difference of a time {late * 1e3:.0f} us")
    sys.exit(1 if failed else 0)


main()
