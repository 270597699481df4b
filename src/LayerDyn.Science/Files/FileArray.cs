using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LayerDyn.Science.Files;

/// <summary>An array as read from or written to a file: little-endian elements, row-major (C order).</summary>
public sealed class FileArray
{
    /// <summary>The most elements an array may have: 1 GiB of doubles.</summary>
    public const long MaxElements = 1L << 27;

    /// <summary>An array over existing bytes.</summary>
    /// <exception cref="ArgumentException">The bytes do not fill the dimensions.</exception>
    public FileArray(ElementType type, IReadOnlyList<long> dimensions, byte[] data)
    {
        if (CountOf(dimensions) is not { } count || count * SizeOf(type) != data.Length)
            throw new ArgumentException($"{data.Length} bytes do not fill {type} [{string.Join(", ", dimensions)}]", nameof(data));
        (Type, Dimensions, Data, Count) = (type, dimensions, data, (int)count);
    }

    /// <summary>Element type.</summary>
    public ElementType Type { get; }

    /// <summary>Its dimensions; none for a scalar.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>The elements' bytes.</summary>
    public byte[] Data { get; }

    /// <summary>Number of elements.</summary>
    public int Count { get; }

    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(ElementType type) => type is ElementType.Float64 or ElementType.Int64 ? 8 : 4;

    /// <summary>Number of elements of an array; null when a dimension is negative or there are more than <see cref="MaxElements"/>.</summary>
    public static long? CountOf(IReadOnlyList<long> dimensions)
    {
        if (dimensions.Any(size => size < 0)) return null;
        if (dimensions.Contains(0)) return 0;
        long count = 1;
        foreach (long size in dimensions)
        {
            if (size > MaxElements / count) return null;
            count *= size;
        }

        return count;
    }

    /// <summary>An array of doubles.</summary>
    public static FileArray Of(ReadOnlySpan<double> values, params IReadOnlyList<long> dimensions)
    {
        byte[] data = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), values[i]);
        return new FileArray(ElementType.Float64, dimensions, data);
    }

    /// <summary>An array of 64-bit integers.</summary>
    public static FileArray Of(ReadOnlySpan<long> values, params IReadOnlyList<long> dimensions)
    {
        byte[] data = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * sizeof(long)), values[i]);
        return new FileArray(ElementType.Int64, dimensions, data);
    }

    /// <summary>The elements as doubles; integers above 2^53 are rounded.</summary>
    public double[] ToDoubles()
    {
        double[] values = new double[Count];
        if (Type == ElementType.Float64 && BitConverter.IsLittleEndian)
        {
            Data.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        for (int i = 0; i < Count; i++)
        {
            var element = Data.AsSpan(i * SizeOf(Type));
            values[i] = Type switch
            {
                ElementType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(element),
                ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(element),
                ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                _ => BinaryPrimitives.ReadInt32LittleEndian(element),
            };
        }

        return values;
    }

    /// <summary>The elements as integers.</summary>
    /// <exception cref="FormatException">An element is not a whole number of 64 bits.</exception>
    public long[] ToIntegers()
    {
        long[] values = new long[Count];
        for (int i = 0; i < Count; i++)
        {
            var element = Data.AsSpan(i * SizeOf(Type));
            values[i] = Type switch
            {
                ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
                ElementType.Float64 => Whole(BinaryPrimitives.ReadDoubleLittleEndian(element)),
                _ => Whole(BinaryPrimitives.ReadSingleLittleEndian(element)),
            };
        }

        return values;
    }

    /// <summary>The number of classes where it holds class numbers (from 0) as a vector: the largest + 1; null where it does not.</summary>
    public int? Classes()
    {
        if (Count == 0 || !IsVector(Dimensions)) return null;
        double[] values = ToDoubles();
        double largest = values.Max();
        return Array.TrueForAll(values, value => value >= 0 && value == Math.Floor(value)) && largest < int.MaxValue ? (int)largest + 1 : null;
    }

    /// <summary>Whether an array of these dimensions is a vector: at most one of them is not 1.</summary>
    public static bool IsVector(IReadOnlyList<long> dimensions) => dimensions.Count(size => size != 1) <= 1;

    private static long Whole(double value) => value == Math.Floor(value) && Math.Abs(value) <= 1L << 53
        ? (long)value
        : throw new FormatException($"{value:R} is not a whole number");
}
