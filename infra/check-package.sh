#!/usr/bin/env bash
# What a user of the package gets: packs the tool, installs it from that package alone, lists, validates and runs a recipe with it from
# another folder, asks for its dashboard, and publishes the client as a folder that needs no .NET. Prints sizes and times.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
timed() {
  local name=$1 before=$EPOCHREALTIME
  shift
  "$@"
  echo "$name: $(awk -v a="$before" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }') s"
}
version=$(dotnet msbuild client -getProperty:Version)

timed release bash infra/release.sh "$scratch/packages"
(cd "$scratch/packages" && sha256sum --check --quiet SHA256SUMS)
python3 - "$scratch/packages" client/packages.lock.json << 'PY'
import glob, json, sys, zipfile
package = zipfile.ZipFile(glob.glob(f"{sys.argv[1]}/*.nupkg")[0])
listed = {}
for name in ("nuget", "npm"):
    parts = json.loads(package.read(f"sbom/{name}.cdx.json"))["components"]
    assert parts and all(part.get("licenses") or part.get("hashes") for part in parts), name
    listed[name] = {part["purl"].split("@")[0].split("/", 1)[1].lower(): part["version"] for part in parts}
locked = {name.lower(): entry["resolved"] for name, entry in json.load(open(sys.argv[2]))["dependencies"]["net10.0"].items()
          if entry["type"] != "Project" and name != "Microsoft.CodeAnalysis.BannedApiAnalyzers"}
assert {name: listed["nuget"].get(name) for name in locked} == locked, set(locked.items()) - set(listed["nuget"].items())
assert "echarts" in listed["npm"]
print(f"the package lists what it is made of: {len(listed['nuget'])} packages of NuGet, {len(listed['npm'])} of npm")
PY
du -m "$scratch"/packages/*.nupkg | awk '{ sub(".*/", "", $2); print $2 ": " $1 " MB" }'
timed install dotnet tool install LayerDyn --version "$version" --tool-path "$scratch/tool" --add-source "$scratch/packages" --verbosity quiet
echo "installed: $(du -sm "$scratch/tool" | cut -f1) MB"
(
  cd "$scratch" # nothing of the clone is at hand
  tool/layerdyn --version | grep -F "$version"
  tool/layerdyn recipes | grep -c . | sed 's/$/ lines of recipes/'
  tool/layerdyn validate stages > /dev/null
  timed "the tool's quick sweep" tool/layerdyn run stages --quick --out results | tee run.txt | tail -1
  grep -F 'remaining 0' run.txt | tail -1
  [ -s results/stages-*/curves/loss.csv ]
  tool/layerdyn ui results --no-browser > ui.txt &
  ui=$!
  trap 'kill $ui' EXIT
  until grep -q '^dashboard: ' ui.txt; do kill -0 $ui && sleep 0.1; done
  curl -sf "$(sed -n 's/^dashboard: //p' ui.txt)" | grep -o 'assets/main-[^"]*' | sed 's/^/the tool has its dashboard: /'
)

timed publish dotnet publish client -c Release -r linux-x64 --self-contained -o "$scratch/folder" -nologo -v quiet
echo "published: $(du -sm "$scratch/folder" | cut -f1) MB"
(
  cd "$scratch"
  # No .NET is found by name or by DOTNET_ROOT here.
  env -i PATH=/usr/bin:/bin HOME="$scratch" DOTNET_ROOT=/nowhere folder/layerdyn run stages --quick --out again > again.txt
  for file in results/stages-*/curves/*.csv; do cmp "$file" again/"${file#results/}"; done
)
echo "the folder's curves are the tool's, byte for byte"
