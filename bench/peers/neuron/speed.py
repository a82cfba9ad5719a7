"""Thresholds by the eleven-run protocol in NEURON, one core: bounds of 0.01 and 1 mA, then nine halvings of their ratio (1 % at the end).

usage: speed.py MECHANISM_FOLDER DISTANCE_UM...
A run ends when the spike passes node 18 of 21, else after 3 ms. Prints one JSON object; times are processor time.
"""
import json
import math
import sys
import time

import fibre

STEP, LAST, NODE, WIDTH = 0.005, 600, 18, 20


def stepping(cable, amplitude, unit):
    """(fired, steps, seconds of stepping, seconds of settling) of one run, by the bare driver."""
    h = fibre.h
    begun = time.process_time()
    h.secondorder = 0
    h.finitialize(-80)
    segments = [section(0.5) for section in cable.sections]
    for segment in segments:
        segment.e_extracellular = 0
    h.t, h.dt = -200, 5
    h.fcurrent()
    for _ in range(40):
        h.fadvance()
    h.t, h.dt = 0, STEP
    h.fcurrent()
    settled = time.process_time()
    where, fired, step = cable.nodes[NODE](0.5), False, 0
    last = where.v
    while step < LAST and not fired:
        if step in (0, WIDTH):
            for segment, value in zip(segments, unit):
                segment.e_extracellular = amplitude * value if step == 0 else 0
        h.fadvance()
        step += 1
        fired = last <= -30 < where.v
        last = where.v
    return fired, step, time.process_time() - settled, settled - begun


def main():
    fibre.load(sys.argv[1])
    cable = fibre.Fibre("MRG_DISCRETE", 11.5, 21)
    total, thresholds = [0, 0, 0.0, 0.0], []
    for distance in sys.argv[2:]:
        unit = cable.unit_potential([(0.0, float(distance), 0.0, -1.0)], (0.3, 0.3, 0.3))

        def fires(amplitude):
            fired, steps, seconds, settling = stepping(cable, amplitude, unit)
            total[0] += 1
            total[1] += steps
            total[2] += seconds
            total[3] += settling
            return fired

        low, high = 0.01, 1.0
        if fires(low) or not fires(high):
            sys.exit(f"The threshold at {distance} um is not between 0.01 and 1 mA.")
        for _ in range(9):
            middle = math.sqrt(low * high)
            low, high = (low, middle) if fires(middle) else (middle, high)
        thresholds.append([low, high])
    print(json.dumps({"runs": total[0], "steps": total[1], "stepping_s": total[2], "settling_s": total[3], "brackets_ma": thresholds}))


main()
