using System.Text.Json;
using System.Text.Json.Serialization;

namespace LayerDyn.Sweeps.Planning;

/// <summary><see cref="PointRanges"/> in JSON: their text.</summary>
public sealed class PointRangesJson : JsonConverter<PointRanges>
{
    /// <inheritdoc/>
    public override PointRanges Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return PointRanges.Parse(reader.GetString()!);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PointRanges value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
