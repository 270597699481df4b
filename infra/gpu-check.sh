#!/usr/bin/env bash
# On a machine with an NVIDIA GPU: whether it gives linear models (by steps and by gradient flow, started and measured there) and perceptrons the bytes
# of this machine's processor. Runs the comparisons of tests/LayerDyn.Science.Tests on the first GPU in place of ILGPU's processor accelerator, and
# some that are too large for that one. Needs the driver and the .NET 10 SDK.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader || {
  echo "gpu-check.sh: no NVIDIA driver answers on this machine" >&2
  exit 2
}
LAYERDYN_TEST_GPU=1 dotnet test tests/LayerDyn.Science.Tests -c Release --filter FullyQualifiedName~Training.Ilgpu
