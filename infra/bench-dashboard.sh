#!/bin/bash
# Benchmark of the dashboard: infra/bench-dashboard.sh. A real silo and headless Chromium on this machine; prints rows of a Markdown table.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/LayerDyn.Browser.Tests -c Release -nologo -v quiet
exec dotnet tests/LayerDyn.Browser.Tests/bin/Release/net10.0/LayerDyn.Browser.Tests.dll
