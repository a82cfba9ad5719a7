#!/usr/bin/env bash
# Builds the bench and prints what the volume conductor costs: triad of these cores, the smoother's share of it, iterations, times, memory.
# usage: bench/field.sh [--short]     --short leaves the largest grids out
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build "$root/bench/Epidura.Bench" --configuration Release --nologo --verbosity quiet >/dev/null
grep -m 1 'model name' /proc/cpuinfo | sed 's/.*: /machine                               /' || true
uptime | sed 's/.*load average/load average                         /' || true
dotnet "$root/artifacts/bin/Epidura.Bench/release/Epidura.Bench.dll" field "$root" "$@"
