using System.Globalization;
using LayerDyn.Science.Files;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Tasks;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Kept;

/// <summary>What is kept of points as safetensors files. The same content gives the same bytes.</summary>
public static class KeptCodec
{
    private const string Format = "kept/1", DataFormat = "data/1";

    /// <summary>What is kept of a point at one step: its tensors, and in the metadata the point's id, the step and its data.</summary>
    /// <param name="point">The point.</param>
    /// <param name="state">What is kept of it.</param>
    /// <param name="data">The SHA-256 of the file with its data; null where that is not kept.</param>
    public static byte[] Write(PointId point, KeptState state, string? data = null)
    {
        var metadata = new Dictionary<string, string>
        {
            ["layerdyn.format"] = Format,
            ["layerdyn.point"] = point.ToString(),
            ["layerdyn.step"] = state.Step.ToString(CultureInfo.InvariantCulture),
        };
        if (data is not null) metadata["layerdyn.data"] = data;
        return Safetensors.Write(state.Tensors.ToDictionary(pair => pair.Key, pair => CheckpointTensors.ToFile(pair.Value)), metadata);
    }

    /// <summary>The data that points see. It says of no point: all that see the same data have the same file.</summary>
    public static byte[] Write(TaskData data) => Safetensors.Write(KeptData.Of(data), new Dictionary<string, string> { ["layerdyn.format"] = DataFormat });

    /// <summary>One part of a file: the parameters, or what belongs to another name of a spec. The same file where it holds nothing else; null where it has none of it.</summary>
    /// <param name="content">The file.</param>
    /// <param name="part">A name of <see cref="KeepBinder.Names"/> but the data's.</param>
    /// <exception cref="FormatException">It is not such a file.</exception>
    public static ReadOnlyMemory<byte>? PartOf(ReadOnlyMemory<byte> content, string part)
    {
        var file = Safetensors.Read(content.Span);
        var tensors = file.Tensors.Where(tensor => KeepBinder.PartOf(tensor.Key) == part).ToDictionary();
        if (tensors.Count == 0) return null;
        return tensors.Count == file.Tensors.Count ? content : Safetensors.Write(tensors, file.Metadata);
    }
}
