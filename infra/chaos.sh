#!/bin/bash
# Random faults against real clusters on this machine: infra/chaos.sh [--minutes MINUTES] [--seed SEED] [--round ROUND]. What is done is
# drawn from the seed; after each round every point must have exactly one committed result with the bytes of an undisturbed run, and the
# curves must be those of a recomputation. Needs what the cluster tests need; as root the disk is filled up too.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/LayerDyn.Cluster.Tests -c Release -nologo -v quiet
exec dotnet tests/LayerDyn.Cluster.Tests/bin/Release/net10.0/LayerDyn.Cluster.Tests.dll "$@"
