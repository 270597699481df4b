#!/usr/bin/env bash
# Runs benchmarks and prints their tables: infra/bench.sh [STUDY...], all studies when none is named;
# infra/bench.sh kernels [BenchmarkDotNet's arguments] for the kernels. Studies beside PyTorch and NumPy need both in python3.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = kernels ]; then
  shift
  [ $# -gt 0 ] || set -- --filter '*'
  exec dotnet run -c Release --project tests/Kernels.Benchmarks -- "$@"
fi
exec dotnet run -c Release --project tests/Benchmarks -- "$@"
