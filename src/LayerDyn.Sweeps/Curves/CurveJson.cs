using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The JSON form of a curve for APIs: camelCase members, enums by name, null where a number is missing (NaN or infinite).</summary>
public static class CurveJson
{
    /// <summary>The settings, for hosts that write curves as part of something larger.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The curve as UTF-8 JSON.</summary>
    public static byte[] Write(Curve curve) => JsonSerializer.SerializeToUtf8Bytes(curve, Options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.Converters.Add(new FiniteNumber());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class FiniteNumber : JsonConverter<double>
    {
        public override bool HandleNull => true;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
