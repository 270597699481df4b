using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Checkpoints;

/// <summary>
/// A checkpoint as a safetensors file: its tensors under their own names, what was measured so far as <c>records.steps</c> and
/// <c>records.values</c>, and in the metadata the step, the point, the numerics version, what was kept of it in files of their own, and a SHA-256 over the whole file (taken
/// with zeros in its own place), so that any damage is noticed before a training goes on from it.
/// </summary>
public static class CheckpointCodec
{
    private const string Format = "checkpoint/2", StepsName = "records.steps", ValuesName = "records.values";
    private const string FormatKey = "layerdyn.format", PointKey = "layerdyn.point", StepKey = "layerdyn.step",
        NumericsKey = "layerdyn.numerics", ColumnsKey = "layerdyn.columns", KeptKey = "layerdyn.kept", ChecksumKey = "layerdyn.sha256";

    private static readonly string NoChecksum = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Writes a checkpoint. The same checkpoint gives the same bytes.</summary>
    /// <exception cref="ArgumentException">A tensor has a name that the records need.</exception>
    public static byte[] Write(PointId point, Checkpoint checkpoint)
    {
        var tensors = checkpoint.Tensors.ToDictionary(pair => pair.Key, pair => CheckpointTensors.ToFile(pair.Value));
        var records = checkpoint.Records;
        double[] values = new double[records.Rows * records.Columns.Count];
        for (int row = 0; row < records.Rows; row++)
            for (int column = 0; column < records.Columns.Count; column++) values[row * records.Columns.Count + column] = records[row, column];
        if (!tensors.TryAdd(StepsName, FileArray.Of([.. records.Steps], records.Rows))
            || !tensors.TryAdd(ValuesName, FileArray.Of(values, records.Rows, records.Columns.Count)))
            throw new ArgumentException($"tensors cannot be named {StepsName} or {ValuesName}", nameof(checkpoint));

        byte[] file = Safetensors.Write(tensors, new Dictionary<string, string>
        {
            [FormatKey] = Format,
            [PointKey] = point.ToString(),
            [StepKey] = checkpoint.Step.ToString(CultureInfo.InvariantCulture),
            [NumericsKey] = NumericsVersion.Current.ToString(CultureInfo.InvariantCulture),
            [ColumnsKey] = JsonSerializer.Serialize(records.Columns),
            [KeptKey] = JsonSerializer.Serialize(checkpoint.Kept, JsonSerializerOptions.Web),
            [ChecksumKey] = NoChecksum,
        });
        string checksum = Convert.ToHexStringLower(SHA256.HashData(file));
        Encoding.ASCII.GetBytes(checksum, ChecksumOf(file));
        return file;
    }

    /// <summary>Reads a checkpoint of a point.</summary>
    /// <exception cref="FormatException">
    /// The file is damaged or cut off, or the checkpoint is of another point or another numerics version.
    /// </exception>
    public static Checkpoint Read(PointId point, ReadOnlySpan<byte> file)
    {
        var content = Safetensors.Read(file);
        CheckChecksum(file, Entry(content, ChecksumKey));
        Expect(content, FormatKey, Format);
        Expect(content, PointKey, point.ToString());
        Expect(content, NumericsKey, NumericsVersion.Current.ToString(CultureInfo.InvariantCulture));
        try
        {
            return Read(content);
        }
        catch (Exception damaged) when (damaged is not (FormatException or OutOfMemoryException))
        {
            throw new FormatException($"the checkpoint is damaged: {damaged.Message}", damaged);
        }
    }

    private static Checkpoint Read(SafetensorsFile content)
    {
        var tensors = content.Tensors
            .Where(pair => pair.Key is not (StepsName or ValuesName))
            .ToDictionary(pair => pair.Key, pair => CheckpointTensors.FromFile(pair.Key, pair.Value));
        return new Checkpoint(long.Parse(Entry(content, StepKey), CultureInfo.InvariantCulture), tensors, ReadRecords(content))
        {
            Kept = JsonSerializer.Deserialize<KeptFile[]>(Entry(content, KeptKey), JsonSerializerOptions.Web)!,
        };
    }

    private static MeasurementTable ReadRecords(SafetensorsFile content)
    {
        string[] columns = JsonSerializer.Deserialize<string[]>(Entry(content, ColumnsKey))!;
        long[] steps = content.Tensors[StepsName].ToIntegers();
        double[] values = content.Tensors[ValuesName].ToDoubles();
        var records = new MeasurementTable(columns);
        for (int row = 0; row < steps.Length; row++) records.Add(steps[row], values.AsSpan(row * columns.Length, columns.Length));
        return records;
    }

    private static void CheckChecksum(ReadOnlySpan<byte> file, string expected)
    {
        byte[] blank = file.ToArray();
        Encoding.ASCII.GetBytes(NoChecksum, ChecksumOf(blank));
        if (Convert.ToHexStringLower(SHA256.HashData(blank)) != expected)
            throw new FormatException("the checkpoint is damaged: its checksum does not match");
    }

    // Metadata comes first and in order, so that the first occurrence of the key is the entry itself or a name before it that
    // holds the key; no key of this format does.
    private static Span<byte> ChecksumOf(Span<byte> file)
    {
        ReadOnlySpan<byte> key = "\"layerdyn.sha256\":\""u8;
        int at = file.IndexOf(key);
        if (at < 0 || at + key.Length + NoChecksum.Length > file.Length) throw new FormatException("the checkpoint has no checksum");
        return file.Slice(at + key.Length, NoChecksum.Length);
    }

    private static string Entry(SafetensorsFile content, string key) =>
        content.Metadata.TryGetValue(key, out string? value) ? value : throw new FormatException($"not a checkpoint: it has no {key}");

    private static void Expect(SafetensorsFile content, string key, string expected)
    {
        string found = Entry(content, key);
        if (found != expected) throw new FormatException($"the checkpoint has {key} {found} instead of {expected}");
    }
}
