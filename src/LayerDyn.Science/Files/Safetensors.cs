using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace LayerDyn.Science.Files;

/// <summary>
/// The safetensors format: 8 bytes of header length, a JSON header with type, shape and place of each tensor, then their bytes
/// without gaps. Reads and writes F64, F32, I64 and I32.
/// </summary>
public static class Safetensors
{
    private const int MaxHeader = 100_000_000; // the format's own limit
    private const string MetadataKey = "__metadata__";

    /// <summary>Writes tensors and metadata, both in ordinal order of their names. The same content gives the same bytes.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, FileArray> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        byte[] header = WriteHeader(ordered, metadata ?? new Dictionary<string, string>());
        int padded = (header.Length + 7) & ~7; // data starts aligned, as the format asks
        byte[] file = new byte[8 + padded + ordered.Sum(pair => pair.Value.Data.LongLength)];
        BinaryPrimitives.WriteInt64LittleEndian(file, padded);
        header.CopyTo(file, 8);
        file.AsSpan(8 + header.Length, padded - header.Length).Fill((byte)' ');
        int at = 8 + padded;
        foreach (var (_, tensor) in ordered)
        {
            tensor.Data.CopyTo(file, at);
            at += tensor.Data.Length;
        }

        return file;
    }

    /// <summary>Reads every tensor and the metadata.</summary>
    /// <exception cref="FormatException">It is not a safetensors file, is damaged, or has another element type.</exception>
    public static SafetensorsFile Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8) throw new FormatException("not a safetensors file: it is shorter than 8 bytes");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > MaxHeader || length > (ulong)(file.Length - 8))
            throw new FormatException($"not a safetensors file, or cut off: a header of {length} bytes in a file of {file.Length}");
        var data = file[(8 + (int)length)..];
        try
        {
            using var header = JsonDocument.Parse(file.Slice(8, (int)length).ToArray());
            return ReadBody(header.RootElement, data);
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"the header of the safetensors file is damaged: {damaged.Message}", damaged);
        }
    }

    private static SafetensorsFile ReadBody(JsonElement header, ReadOnlySpan<byte> data)
    {
        var tensors = new SortedDictionary<string, FileArray>(StringComparer.Ordinal);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var places = new List<(long Start, long End)>();
        foreach (var member in header.EnumerateObject())
        {
            if (member.Name == MetadataKey)
            {
                foreach (var entry in member.Value.EnumerateObject()) metadata[entry.Name] = entry.Value.GetString()!;
                continue;
            }

            var (tensor, place) = ReadTensor(member.Name, member.Value, data);
            if (!tensors.TryAdd(member.Name, tensor)) throw new FormatException($"the safetensors file holds {member.Name} twice");
            places.Add(place);
        }

        long covered = 0;
        foreach (var (start, end) in places.Order())
        {
            if (start != covered) throw new FormatException("the tensors of the safetensors file overlap or leave gaps");
            covered = end;
        }

        if (covered != data.Length)
            throw new FormatException($"the safetensors file should hold {covered} bytes of data, but holds {data.Length}");
        return new SafetensorsFile(tensors, metadata);
    }

    private static (FileArray Tensor, (long Start, long End) Place) ReadTensor(string name, JsonElement entry, ReadOnlySpan<byte> data)
    {
        string dtype = entry.GetProperty("dtype").GetString()!;
        var type = dtype switch
        {
            "F64" => ElementType.Float64,
            "F32" => ElementType.Float32,
            "I64" => ElementType.Int64,
            "I32" => ElementType.Int32,
            _ => throw new FormatException($"{name} has the type {dtype}: expected F64, F32, I64 or I32"),
        };
        long[] dimensions = [.. entry.GetProperty("shape").EnumerateArray().Select(Whole)];
        long[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(Whole)];
        if (FileArray.CountOf(dimensions) is not { } count)
            throw new FormatException($"{name} says it has the shape [{string.Join(", ", dimensions)}], more than {FileArray.MaxElements} elements");
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > data.Length)
            throw new FormatException($"{name} lies outside the file, which is damaged or cut off");
        if (offsets[1] - offsets[0] != count * FileArray.SizeOf(type))
            throw new FormatException($"{name} should take {count * FileArray.SizeOf(type)} bytes, but takes {offsets[1] - offsets[0]}");
        return (new FileArray(type, dimensions, data[(int)offsets[0]..(int)offsets[1]].ToArray()), (offsets[0], offsets[1]));
    }

    private static long Whole(JsonElement number) =>
        number.TryGetInt64(out long value) ? value : throw new FormatException($"{number.GetRawText()} in the safetensors header is not a whole number");

    private static byte[] WriteHeader(KeyValuePair<string, FileArray>[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }

            long at = 0;
            foreach (var (name, tensor) in tensors)
            {
                if (name == MetadataKey) throw new ArgumentException($"a tensor cannot be named {MetadataKey}", nameof(tensors));
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.Type switch
                {
                    ElementType.Float64 => "F64",
                    ElementType.Float32 => "F32",
                    ElementType.Int64 => "I64",
                    _ => "I32",
                });
                WriteList(json, "shape", tensor.Dimensions);
                WriteList(json, "data_offsets", [at, at += tensor.Data.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
