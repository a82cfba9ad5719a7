"""Reads a mutation report and holds it against the list of changes that may survive.

usage: judge.py PART REPORT JUSTIFIED

Score: changes that a test noticed (an assertion or a time limit) over all changes that compile. A survivor is known by its file, the text
of its line and what replaced it, not by a line number, so that the list outlives edits elsewhere in the file.
"""

import csv
import json
import os
import sys

LEAST = 90.0


def key(name, lines, mutant):
    start, end = mutant["location"]["start"], mutant["location"]["end"]
    line = lines[start["line"] - 1].strip()
    if start["line"] == end["line"]:
        was = lines[start["line"] - 1][start["column"] - 1:end["column"] - 1]
    else:
        was = "..."
    return name, line, was, " ".join(mutant.get("replacement", "").split())


def main(part, report, justified):
    with open(report, encoding="utf-8") as file:
        files = json.load(file)["files"]
    reasons = {}
    with open(justified, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            reasons[(row["file"], row["line"], row["was"], row["became"])] = row["reason"]
    counts, survivors = {}, []
    for path, content in sorted(files.items()):
        lines = content["source"].split("\n")
        for mutant in content["mutants"]:
            status = mutant["status"]
            counts[status] = counts.get(status, 0) + 1
            if status in ("Survived", "NoCoverage"):
                survivors.append((status, mutant["location"]["start"]["line"], key(os.path.basename(path), lines, mutant)))
    noticed = counts.get("Killed", 0) + counts.get("Timeout", 0)
    tried = noticed + len(survivors)
    score = 100.0 * noticed / tried if tried else 0.0
    open_ones = [item for item in survivors if item[2] not in reasons]
    print(f"mutation, {part}: {tried} changes, {noticed} noticed ({counts.get('Timeout', 0)} by the time limit), "
          f"{len(survivors)} survived, {len(survivors) - len(open_ones)} of them with a reason: score {score:.1f} % (least {LEAST:.0f})")
    for status, number, (name, line, was, became) in open_ones:
        print(f"  {name}:{number}: {was} -> {became} ({status})   {line}")
    return 0 if score >= LEAST and not open_ones else 1


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
