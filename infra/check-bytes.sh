#!/usr/bin/env bash
# Runs every recipe's quick variant whole on three machines in one: as it is, with other variants of the C library's functions, and without
# .NET's vector instructions; the results, records and curves must be the same bytes. Takes hours where no fused multiply-add is left:
# tests/LayerDyn.Client.Tests/Recipes/PortableBytesTests.cs is what CI runs. Needs a build (dotnet build client -c Release).
#   infra/check-bytes.sh [RECIPE...]
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
layerdyn() { dotnet client/bin/Release/net10.0/layerdyn.dll "$@"; }
sums() { (cd "$folder/$1" && find "$2"-* -name '*.parquet' -o -name '*.csv' | sort | xargs sha256sum); }
different=0
for recipe in "${@:-$(basename -s .yaml client/recipes/*.yaml)}"; do
  for name in $recipe; do
    layerdyn run "$name" --quick --out "$folder/this" > "$folder/log" 2>&1
    GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2 layerdyn run "$name" --quick --out "$folder/libm" >> "$folder/log" 2>&1
    DOTNET_EnableAVX512=0 DOTNET_EnableAVX512F=0 DOTNET_EnableAVX2=0 DOTNET_EnableFMA=0 layerdyn run "$name" --quick --out "$folder/narrow" >> "$folder/log" 2>&1
    for other in libm narrow; do
      if diff <(sums this "$name") <(sums "$other" "$name") > /dev/null; then echo "$name: the same bytes ($other)"; else echo "$name: DIFFERENT BYTES ($other)"; different=1; fi
    done
  done
done
exit $different
