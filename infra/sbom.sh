#!/usr/bin/env bash
# What the tool is made of, as CycloneDX: infra/sbom.sh FOLDER writes nuget.cdx.json (by CycloneDX's tool for .NET, from what the client's
# packages.lock.json has restored) and npm.cdx.json (by npm, from the dashboard's package-lock.json). Called when the tool is packed.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mkdir -p "${1:?usage: sbom.sh FOLDER}" && cd "$1" && pwd)
version=$(dotnet msbuild client -getProperty:Version)
dotnet tool restore > /dev/null
dotnet tool run dotnet-CycloneDX client/LayerDyn.Client.csproj --output "$folder" --filename nuget.cdx.json --output-format Json \
  --set-name LayerDyn --set-version "$version" --set-type Application --disable-package-restore > "$folder/sbom.log" || { cat "$folder/sbom.log" >&2; exit 1; }
rm "$folder/sbom.log"
# The dashboard is no package of npm's and has no version: it is given one here. npm has made such lists since its version 10.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp src/LayerDyn.Dashboard/package.json src/LayerDyn.Dashboard/package-lock.json "$scratch"
cd "$scratch"
npm pkg set version="$version"
npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent
sbom=(npm)
[ "$(npm --version | cut -d. -f1)" -ge 10 ] || sbom=(npm exec --yes npm@10 --)
"${sbom[@]}" sbom --sbom-format cyclonedx --sbom-type application --omit dev --package-lock-only > "$folder/npm.cdx.json"
