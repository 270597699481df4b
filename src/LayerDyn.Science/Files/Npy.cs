using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LayerDyn.Science.Files;

/// <summary>
/// The array format of NumPy (NEP 1, versions 1.0 to 3.0). Reads float64, float32, int64 and int32, little-endian, in C or
/// Fortran order; writes version 1.0 in C order with the bytes that <c>numpy.save</c> writes.
/// </summary>
public static partial class Npy
{
    private const int Alignment = 64;
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads one array.</summary>
    /// <exception cref="FormatException">It is not a .npy file, is damaged, or has another element type.</exception>
    public static FileArray Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 10 || !file.StartsWith(Magic)) throw new FormatException("not a .npy file: it does not start with \\x93NUMPY");
        byte version = file[6];
        if (version is < 1 or > 3) throw new FormatException($"a .npy file of version {version}, which is not known (1 to 3 are)");
        int lengthBytes = version == 1 ? 2 : 4;
        if (file.Length < 8 + lengthBytes) throw new FormatException("the .npy file is cut off in its header");
        long headerLength = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(file[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        int headerStart = 8 + lengthBytes;
        if (headerLength > file.Length - headerStart) throw new FormatException("the .npy file is cut off in its header");
        var header = file.Slice(headerStart, (int)headerLength);
        var (type, fortran, dimensions) = ParseHeader((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header));

        var data = file[(headerStart + (int)headerLength)..];
        long count = FileArray.CountOf(dimensions)
            ?? throw new FormatException($"the .npy file says it holds [{string.Join(", ", dimensions)}], more than {FileArray.MaxElements} elements");
        long bytes = count * FileArray.SizeOf(type);
        if (bytes != data.Length) throw new FormatException($"the .npy file should hold {bytes} bytes of data, but holds {data.Length}");
        return new FileArray(type, dimensions, fortran ? ToRowMajor(data, dimensions, FileArray.SizeOf(type)) : data.ToArray());
    }

    /// <summary>Writes one array.</summary>
    public static byte[] Write(FileArray array)
    {
        string type = array.Type switch
        {
            ElementType.Float64 => "<f8",
            ElementType.Float32 => "<f4",
            ElementType.Int64 => "<i8",
            _ => "<i4",
        };
        return Write(type, array.Dimensions, array.Data);
    }

    /// <summary>Writes a vector of truth values.</summary>
    public static byte[] WriteFlags(IReadOnlyList<bool> values) => Write("|b1", [values.Count], [.. values.Select(value => value ? (byte)1 : (byte)0)]);

    /// <summary>Writes a vector of texts, NumPy's fixed-width Unicode; an embedded NUL at a text's end is lost, as in NumPy.</summary>
    public static byte[] WriteText(IReadOnlyList<string> values)
    {
        byte[][] encoded = [.. values.Select(Encoding.UTF32.GetBytes)];
        int width = Math.Max(4, encoded.Length == 0 ? 0 : encoded.Max(text => text.Length)); // NumPy has no text of width 0
        byte[] data = new byte[checked((long)width * encoded.Length)];
        for (int i = 0; i < encoded.Length; i++) encoded[i].CopyTo(data, (long)width * i);
        return Write($"<U{width / 4}", [encoded.Length], data);
    }

    private static byte[] Write(string type, IReadOnlyList<long> dimensions, byte[] data)
    {
        string shape = dimensions.Count == 1 ? $"({dimensions[0]},)" : $"({string.Join(", ", dimensions)})";
        var header = new StringBuilder($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}");
        int unpadded = 10 + header.Length + 1;
        header.Append(' ', (Alignment - unpadded % Alignment) % Alignment).Append('\n');

        byte[] file = new byte[10 + header.Length + data.Length];
        Magic.CopyTo(file);
        file[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), checked((ushort)header.Length));
        Encoding.ASCII.GetBytes(header.ToString(), file.AsSpan(10));
        data.CopyTo(file.AsSpan(10 + header.Length));
        return file;
    }

    private static (ElementType Type, bool Fortran, long[] Dimensions) ParseHeader(string header)
    {
        var descr = Descr().Match(header);
        var order = Order().Match(header);
        var shape = Shape().Match(header);
        if (!descr.Success || !order.Success || !shape.Success)
            throw new FormatException($"the header of the .npy file is not understood: {header.Trim()}");
        var type = descr.Groups[1].Value switch
        {
            "<f8" => ElementType.Float64,
            "<f4" => ElementType.Float32,
            "<i8" => ElementType.Int64,
            "<i4" => ElementType.Int32,
            var other => throw new FormatException(
                $"the .npy file has the type '{other}': expected float64, float32, int64 or int32, little-endian (save array.astype('<f8'))"),
        };
        string[] sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        long[] dimensions = new long[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
            if (!long.TryParse(sizes[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[i]))
                throw new FormatException($"the .npy file has the shape ({shape.Groups[1].Value}), which is not understood");
        return (type, order.Groups[1].Value == "True", dimensions);
    }

    // Fortran order runs the first index fastest: walk the target in C order and pick from the source.
    private static byte[] ToRowMajor(ReadOnlySpan<byte> data, long[] dimensions, int size)
    {
        byte[] target = new byte[data.Length];
        if (data.IsEmpty) return target;
        int rank = dimensions.Length;
        long[] index = new long[rank], strides = new long[rank];
        long stride = 1, source = 0;
        for (int d = 0; d < rank; d++) (strides[d], stride) = (stride, stride * dimensions[d]);
        for (int at = 0; at < target.Length; at += size)
        {
            data.Slice((int)(source * size), size).CopyTo(target.AsSpan(at));
            for (int d = rank - 1; d >= 0; d--)
            {
                source += strides[d];
                if (++index[d] < dimensions[d]) break;
                source -= strides[d] * dimensions[d];
                index[d] = 0;
            }
        }

        return target;
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex Shape();
}
