#!/bin/bash
# Benchmarks of clusters: infra/bench-cluster.sh [silos] [outage] [status]. Real silo processes, Redis and Azurite on this machine, as the cluster
# tests start them; prints rows of a Markdown table. All these studies when none is named. By itself, since it takes half an hour:
# infra/bench-cluster.sh soak [--minutes MINUTES] [--seed SEED], five users' mixed sweeps with random faults; exits non-zero where anything was
# lost, a silo answered 500, or a share of the slots or the memory misses its bar.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/LayerDyn.Cluster.Tests -c Release -nologo -v quiet
exec dotnet tests/LayerDyn.Cluster.Tests/bin/Release/net10.0/LayerDyn.Cluster.Tests.dll study "$@"
