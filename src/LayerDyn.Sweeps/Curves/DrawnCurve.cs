using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Curves;

/// <summary>A curve as far as it is drawn: without its table, and with the digits that a screen can show.</summary>
public static class DrawnCurve
{
    private static readonly JsonSerializerOptions Options = Create();

    /// <summary>The curve as UTF-8 JSON.</summary>
    public static byte[] Write(Curve curve) => JsonSerializer.SerializeToUtf8Bytes(curve with { Table = new CurveTable([], []), Chart = Coarse(curve.Chart) }, Options);

    // A colour shows no more than four digits, and a live map of many cells is sent again and again.
    private static Chart Coarse(Chart chart) => chart is HeatmapChart map
        ? map with { Panels = [.. map.Panels.Select(panel => panel with { Values = [.. panel.Values.Select(FourDigits)] })] }
        : chart;

    private static double FourDigits(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(CurveJson.Options);
        options.Converters.Insert(0, new SixDigits());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class SixDigits : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            Span<char> digits = stackalloc char[32];
            if (!double.IsFinite(value) || !value.TryFormat(digits, out int length, "G6", CultureInfo.InvariantCulture)) writer.WriteNullValue();
            else writer.WriteRawValue(digits[..length], skipInputValidation: true);
        }
    }
}
