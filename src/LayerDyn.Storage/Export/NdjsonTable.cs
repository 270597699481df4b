using System.Buffers;
using System.Text.Json;
using LayerDyn.Storage.Tables;

namespace LayerDyn.Storage.Export;

/// <summary>
/// A table as one JSON object a row and line (NDJSON, UTF-8), with the columns as its members. No value is null; numbers that are not finite are
/// <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>, as everywhere in the HTTP API.
/// </summary>
public static class NdjsonTable
{
    /// <summary>The lines of some columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">How many rows they have.</param>
    internal static ReadOnlyMemory<byte> Write(IReadOnlyList<ColumnValues> columns, int rows)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);
        JsonEncodedText[] names = [.. columns.Select(column => JsonEncodedText.Encode(column.Column.Name))];
        for (int row = 0; row < rows; row++)
        {
            json.WriteStartObject();
            for (int i = 0; i < names.Length; i++)
            {
                json.WritePropertyName(names[i]);
                Write(json, columns[i], row);
            }

            json.WriteEndObject();
            json.Flush();
            json.Reset();
            output.Write("\n"u8);
        }

        return output.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ColumnValues column, int row)
    {
        if (column.IsMissing(row))
        {
            json.WriteNullValue();
            return;
        }

        switch (column.Values)
        {
            case bool[] flags: json.WriteBooleanValue(flags[row]); break;
            case long[] integers: json.WriteNumberValue(integers[row]); break;
            case double[] numbers when double.IsFinite(numbers[row]): json.WriteNumberValue(numbers[row]); break;
            case double[] numbers: json.WriteStringValue(double.IsNaN(numbers[row]) ? "NaN" : numbers[row] > 0 ? "Infinity" : "-Infinity"); break;
            default: json.WriteStringValue(((string[])column.Values)[row]); break;
        }
    }
}
