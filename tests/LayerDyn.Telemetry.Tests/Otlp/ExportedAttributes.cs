using System.Globalization;

namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>The attributes of spans and log records.</summary>
internal static class ExportedAttributes
{
    /// <summary>Reads KeyValue messages; the last value of a key counts, as in a collector that keeps a map.</summary>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<WireField> pairs)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs) attributes[pair.One(1).Text] = Value(pair.One(2));
        return attributes;
    }

    private static string Value(WireField any)
    {
        var field = WireField.Of(any.Bytes).FirstOrDefault();
        return field.Number switch
        {
            1 => field.Text,
            2 => field.Value != 0 ? "true" : "false",
            3 => ((long)field.Value).ToString(CultureInfo.InvariantCulture),
            4 => BitConverter.UInt64BitsToDouble(field.Value).ToString(CultureInfo.InvariantCulture),
            _ => field.Hex,
        };
    }
}
