#!/usr/bin/env bash
# What a release gives away: infra/release.sh FOLDER packs the tool (with the list of what it is made of, CycloneDX, in its folder sbom), puts
# that list beside it, and writes the SHA-256 sums of all. From the packages that packages.lock.json names, and no others.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
folder=$(mkdir -p "${1:?usage: release.sh FOLDER}" && cd "$1" && pwd)
dotnet pack client -c Release -o "$folder" -nologo -v quiet -p:RestoreLockedMode=true
cp client/obj/sbom/*.cdx.json "$folder"
cd "$folder"
sha256sum -- *.nupkg *.cdx.json > SHA256SUMS
