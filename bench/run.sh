#!/usr/bin/env bash
# Builds the bench and prints every figure: peak, bound, kernel, thresholds per second here and in NEURON, two cores, recruitment.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build "$root/bench/Epidura.Bench" --configuration Release --nologo --verbosity quiet >/dev/null
grep -m 1 'model name' /proc/cpuinfo | sed 's/.*: /machine                               /' || true
dotnet "$root/artifacts/bin/Epidura.Bench/release/Epidura.Bench.dll" "$root"
