#!/usr/bin/env bash
# Changes the safety core of the pulse generator one place at a time and counts the changes that no test notices. For each part in
# tests/mutation: limits (numbers and rules), core (memory, monitor, table of states, images), link (codec, bonds, authorisation).
# Prints one line per part and every change that survived without a reason in tests/mutation/justified.csv; fails below 90 % and at
# a survivor without a reason. Needs python3 to read the report; says so in a sentence where it is missing.
#   tests/mutation.sh            all parts
#   tests/mutation.sh limits     one part
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if ! command -v python3 >/dev/null 2>&1; then echo "mutation: skipped, because python3 is missing; the package is called python3."; exit 0; fi
declare -A tests=([limits]=Epidura.Stimulation.Tests [core]=Epidura.Generator.Tests [link]=Epidura.Generator.Link.Tests)
out="$root/artifacts/mutation"
mkdir -p "$out"
(cd "$root" && dotnet tool restore) >"$out/restore.log" 2>&1 || { echo "FAILED: dotnet-stryker cannot be restored"; cat "$out/restore.log"; exit 1; }
failed=0
for part in "${@:-limits core link}"; do
  for name in $part; do
    [ -n "${tests[$name]:-}" ] || { echo "mutation: there is no part $name; the parts are ${!tests[*]}"; exit 2; }
    rm -rf "$out/$name"
    # The tool works on a whole solution where it finds one, so it is started in the folder of the tests.
    (cd "$root/tests/${tests[$name]}" && nice dotnet dotnet-stryker -f "$root/tests/mutation/$name.json" -O "$out/$name") >"$out/$name.log" 2>&1
    report=$(find "$out/$name" -name mutation-report.json 2>/dev/null | head -n 1)
    if [ -z "$report" ]; then failed=$((failed + 1)); echo "FAILED: $name: no report"; tail -n 20 "$out/$name.log"; continue; fi
    python3 "$root/tests/mutation/judge.py" "$name" "$report" "$root/tests/mutation/justified.csv" || failed=$((failed + 1))
  done
done
[ "$failed" -eq 0 ]
