#!/usr/bin/env bash
# Runs the Python example on a fresh quick sweep: exports as .npz and .csv, redraws the figure from each, and compares every cell with
# the curve that layerdyn drew itself. Takes the built client (Release). Skips, and says so, without pandas and matplotlib.
set -euo pipefail
cd "$(dirname "$0")/.."
python=/usr/bin/python3 # Debian's, which has Debian's pandas
have() { "$python" -c 'import pandas, matplotlib' 2> /dev/null; }
if ! have && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  (apt-get update && apt-get install -y --no-install-recommends python3-pandas python3-matplotlib) > /dev/null 2>&1 || true
fi
have || { echo "skipped: the Python example needs python3-pandas and python3-matplotlib"; exit 0; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
layerdyn() { dotnet run -c Release --no-build --project client -- "$@"; }
layerdyn run lazy-rich-imbalance --quick --out "$scratch/store" > /dev/null
for format in npz csv; do
  layerdyn export lazy-rich-imbalance --what results --to "$scratch/results.$format" --out "$scratch/store"
  "$python" infra/examples/plot_heatmap.py "$scratch/results.$format" --x ratio --y lambda --value kernel-distance --log10 --to "$scratch/$format.png"
  [ -s "$scratch/$format.png" ]
  "$python" - "$scratch/results.$format" "$scratch"/store/lazy-rich-imbalance-*/curves/kernel-distance.csv << 'PY'
import sys, pandas
sys.path.insert(0, "infra/examples")
import plot_heatmap
ours = plot_heatmap.grid(plot_heatmap.read(sys.argv[1]), "ratio", "lambda", "kernel-distance")
drawn = pandas.read_csv(sys.argv[2], float_precision="round_trip").pivot(index="lambda", columns="ratio", values="mean")
assert ours.shape == drawn.shape, (ours.shape, drawn.shape)
worst = float(abs(ours.values - drawn.values).max())
assert worst == 0, worst
print(f"{sys.argv[1]}: {ours.size} cells equal the drawn curve")
PY
done
