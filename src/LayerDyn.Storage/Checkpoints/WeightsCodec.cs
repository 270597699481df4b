using System.Globalization;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Checkpoints;

/// <summary>The final weights of a point as a safetensors file that any tool can load.</summary>
public static class WeightsCodec
{
    /// <summary>Writes weights.</summary>
    public static byte[] Write(PointId point, IReadOnlyDictionary<string, CheckpointTensor> weights) => Safetensors.Write(
        weights.ToDictionary(pair => pair.Key, pair => CheckpointTensors.ToFile(pair.Value)),
        new Dictionary<string, string>
        {
            ["layerdyn.format"] = "weights/1",
            ["layerdyn.point"] = point.ToString(),
            ["layerdyn.numerics"] = NumericsVersion.Current.ToString(CultureInfo.InvariantCulture),
        });

    /// <summary>Reads weights, by name.</summary>
    /// <exception cref="FormatException">The file is damaged or holds something else.</exception>
    public static IReadOnlyDictionary<string, CheckpointTensor> Read(ReadOnlyMemory<byte> file) =>
        Safetensors.Read(file.Span).Tensors.ToDictionary(pair => pair.Key, pair => CheckpointTensors.FromFile(pair.Key, pair.Value));
}
