#!/bin/bash
# Benchmarks of clusters: infra/bench-cluster.sh [silos] [outage] [status]. Real silo processes, Redis and Azurite on this machine, as the cluster
# tests start them; prints rows of a Markdown table. All studies when none is named.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/LayerDyn.Cluster.Tests -c Release -nologo -v quiet
exec dotnet tests/LayerDyn.Cluster.Tests/bin/Release/net10.0/LayerDyn.Cluster.Tests.dll study "$@"
