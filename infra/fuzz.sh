#!/usr/bin/env bash
# Looks for bytes that a reader neither reads nor refuses: infra/fuzz.sh SECONDS [--target NAME] [--seed N], or infra/fuzz.sh --inputs N for so
# many of each reader. The readers' assemblies are instrumented by SharpFuzz in a copy, so that inputs that go where none had gone are kept and
# changed on. What is found lies in artifacts/fuzz: put it into the folder Corpus of tests/LayerDyn.Fuzz.Tests, under the name of its reader, where a test reads it ever after.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { echo "usage: fuzz.sh SECONDS [--target NAME] [--seed N], or fuzz.sh --inputs N" >&2; exit 2; }
[[ $1 == --* ]] || set -- --seconds "$@"
dotnet build tests/LayerDyn.Fuzz.Tests -c Release -nologo -v quiet
dotnet tool restore > /dev/null
program=artifacts/fuzz-program
rm -rf "$program" && mkdir -p artifacts/fuzz
cp -r tests/LayerDyn.Fuzz.Tests/bin/Release/net10.0 "$program"
for assembly in LayerDyn.Science LayerDyn.Sweeps LayerDyn.Storage YamlDotNet Parquet; do dotnet sharpfuzz "$program/$assembly.dll"; done
exec dotnet "$program/LayerDyn.Fuzz.Tests.dll" "$@" --found artifacts/fuzz
