#!/usr/bin/env bash
# Checks the models of docs/safety with Spin: every property without an error and without an unreachable row of the table of
# states; with `full` also every seeded bug, each with its shortest trace. Prints one line per result; fails when one is not as it
# should be. Needs spin and gcc; installs them where it may, says so and ends well where it cannot.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
models="$root/docs/safety"
for tool in spin gcc; do
  command -v $tool >/dev/null 2>&1 && continue
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then apt-get install -y -q $tool >/dev/null 2>&1; fi
  command -v $tool >/dev/null 2>&1 && continue
  echo "spin: skipped, because $tool is missing and cannot be installed here; the package is called $tool."
  exit 0
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
properties=0
build() { # name of the folder, model, definitions, options of gcc
  mkdir -p "$work/$1"
  cp "$models"/*.pml "$work/$1/"
  (cd "$work/$1" && spin -a $3 "$2.pml" >spin.log 2>&1 && gcc -w -DNFAIR=3 -DMEMLIM=12000 $4 -o pan pan.c 2>gcc.log)
}
number() { sed -n "s/.*$1\([0-9.e+]*\).*/\1/p" "$2" | head -n 1; }
verify() { # folder, property, options of pan
  local out="$work/$1/$2.out" began=$SECONDS
  (cd "$work/$1" && ./pan -m4000000 $3 >"$2.out" 2>&1)
  local errors states
  errors=$(number 'errors: ' "$out")
  states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$out" | head -n 1)
  if grep -q 'max search depth too small\|out of memory\|reached -DMEMLIM' "$out" || [ "${errors:-none}" != 0 ]; then
    failed=$((failed + 1)); echo "FAILED: $1 $2: errors ${errors:-none}"; grep -m 3 'assert\|cycle\|error' "$out"
  else
    properties=$((properties + 1)); echo "ok: $1 $2: 0 errors, $states states, $((SECONDS - began)) s"
  fi
}
# Rows of the table that none of the places where their event happens reaches: an event is written out once per place.
unreached() { # folder, model, property
  (cd "$work/$1" && gcc -E -P -x c "$2.pml" 2>/dev/null | grep -v '^inline' | grep -o 'fire_[A-Za-z]*' | sort | uniq -c >places.txt
    sed -n 's/.*states.pml:\([0-9]*\), state [0-9]*, "\(.*\)"$/\1 \2/p' "$3.out" | sort | uniq -c >not.txt
    awk 'FILENAME == "places.txt" { places[$2] = $1; next }
      FILENAME == "states.pml" { if ($1 == "inline") { event = $2; sub(/\(.*/, "", event) } of[FNR] = event; next }
      places[of[$2]] > 0 && $1 >= places[of[$2]] { print of[$2] ":" $2 }' places.txt states.pml not.txt | sort -u)
}
hunt() { # folder, model, bug, property (assert for the assertions), fair for liveness
  if [ "$5" = fair ]; then
    build "bug" "$2" "-D$3" "-O0 -DREACH"
    (cd "$work/bug" && timeout 900 ./pan -m20000 -a -f -i -N "$4" >out 2>&1)
  elif [ "$4" = assert ]; then
    # Breadth-first search takes no hidden variables; they are shown to it.
    build "bug" "$2" "-D$3 -Dhidden=" "-O0 -DSAFETY -DNOCLAIM -DBFS"
    (cd "$work/bug" && timeout 900 ./pan >out 2>&1)
  else
    build "bug" "$2" "-D$3 -Dhidden=" "-O0 -DSAFETY -DBFS"
    (cd "$work/bug" && timeout 900 ./pan -N "$4" >out 2>&1)
  fi
  local errors steps
  errors=$(number 'errors: ' "$work/bug/out")
  steps=$(cd "$work/bug" && [ -f "$2.pml.trail" ] && grep -c '^[0-9]' "$2.pml.trail")
  if [ "${errors:-0}" != 0 ] && [ -n "$steps" ]; then
    found=$((found + 1)); echo "found: $3 by $4, trace of $steps steps"
  else
    failed=$((failed + 1)); echo "FAILED: $3 was not found by $4"
  fi
  rm -rf "$work/bug"
}

names() { sed -n 's/^ltl \([a-z_]*\) .*/\1/p' "$models/$1.pml"; }
liveness='stop_reaches_off|mri_exit_reachable|fault_clearable|power_comes_back|lock_is_freed'
build ipg ipg "-o3 -DLIM=${LIM:-1}" -O0 || { echo "FAILED: ipg.pml is not a model"; cat "$work"/ipg/*.log; exit 1; }
for name in $(names ipg); do
  if [[ $name =~ ^($liveness)$ ]]; then verify ipg "$name" "-a -f -N $name"; else verify ipg "$name" "-a -N $name"; fi
done
missing=$(unreached ipg ipg safe_off)
if [ -n "$missing" ]; then failed=$((failed + 1)); echo "FAILED: rows that are never reached: $missing"
else echo "ok: ipg: all rows of the table of states are reached"; fi
if [ "${1:-}" = full ]; then
  build link link "" -O2 || { echo "FAILED: link.pml is not a model"; cat "$work"/link/*.log; exit 1; }
  for name in $(names link); do
    if [[ $name =~ ^($liveness)$ ]]; then verify link "$name" "-a -f -N $name"; else verify link "$name" "-a -N $name"; fi
  done
  found=0
  while read -r model bug property kind; do hunt bug "$model" "$bug" "$property" "$kind"; done <"$models/bugs.txt"
  echo "$found seeded bugs found"
else
  build link link "" "-O1 -DSAFETY -DNOCLAIM" && verify link assertions ""
fi
echo "$properties properties hold"
exit $((failed > 0))
