#!/usr/bin/env bash
# Builds everything (Release); warnings are errors. Needs the .NET 10 SDK, and npm for the dashboard.
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet build LayerDyn.Distributed.sln -c Release -nologo -v quiet "$@"
