#!/usr/bin/env bash
# Builds everything, checks formatting, fetches what the tests need, runs every test project and the README's commands, and ends
# with one line: "N passed, N failed". Exits non-zero on any failure. Needs the .NET 10 SDK and npm; works as root on a bare Debian 12.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
broken=0

step() {
  echo "== $1"
  shift
  "$@" || { echo "FAILED: $*"; broken=1; return 1; }
}

step "MNIST (for the tests on real images)" bash infra/fetch-mnist.sh data/mnist
# The browser tests skip themselves, with a message, where there is no Chromium; in CI its absence is a failure.
browser() {
  command -v chromium chromium-browser google-chrome >/dev/null && return
  if [ "$(id -u)" -eq 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; else echo "no Chromium: the browser tests will be skipped"; fi
}
step "Chromium (for the browser tests)" browser
step "build, warnings are errors" dotnet build LayerDyn.Distributed.sln -c Release -nologo -v quiet || { echo "0 passed, 1 failed"; exit 1; }
step "formatting" dotnet format LayerDyn.Distributed.sln --no-restore --verify-no-changes --verbosity quiet
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  step "$name" dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=$name.trx" --results-directory "$results"
done
step "the README's commands" bash infra/check-readme.sh

# Totals over all test projects, from their result files.
sum() { grep -ho "<Counters [^>]*" "$results"/*.trx | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ total += $1 } END { print total + 0 }'; }
passed=$(sum passed) failed=$(sum failed) executed=$(sum executed) total=$(sum total)
[ "$broken" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1 # a step outside the test projects failed
skipped=$((total - executed))
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$broken" -eq 0 ] && [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
