#!/usr/bin/env bash
# Publishes silo and client for linux-x64 and, where there is a container engine, builds their images:
#   REGISTRY=host infra/containers/build.sh [cpu|cuda] [--publish-only]
set -euo pipefail
cd "$(dirname "$0")/../.."
flavour=${1:-cpu}
[ "$flavour" = cpu ] || [ "$flavour" = cuda ] || { echo "usage: build.sh [cpu|cuda] [--publish-only]" >&2; exit 2; }
for program in silo client; do
  dotnet publish "$program" -c Release -r linux-x64 --no-self-contained -p:Torch="$flavour" -o "artifacts/publish/$program-$flavour" -nologo -v quiet
  echo "artifacts/publish/$program-$flavour: $(du -sm "artifacts/publish/$program-$flavour" | cut -f1) MB"
done
[ "${2:-}" = --publish-only ] && exit 0
engine=$(command -v podman || command -v docker) || { echo "no podman or docker here: the images were not built" >&2; exit 1; }
: "${REGISTRY:?set it to the host of Microsoft\'s container registry}"
version=$(dotnet msbuild client -getProperty:Version)
[ "$flavour" = cpu ] && tag=$version || tag=$version-$flavour
for program in silo client; do
  "$engine" build -f "infra/containers/$program.Containerfile" --build-arg REGISTRY="$REGISTRY" --build-arg FLAVOUR="$flavour" -t "layerdyn-$program:$tag" .
done
