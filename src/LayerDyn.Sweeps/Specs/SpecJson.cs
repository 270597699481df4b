using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Nodes as JSON, which is what the binders of kinds read.</summary>
internal static class SpecJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement ToElement(SpecNode node)
    {
        // The element outlives the document: it is parsed from memory of its own that is left to the collector.
        return JsonDocument.Parse(ToUtf8(node)).RootElement;
    }

    public static ReadOnlyMemory<byte> ToUtf8(SpecNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options)) Write(json, node);
        return buffer.WrittenMemory;
    }

    public static SpecNode FromElement(JsonElement element, SpecMark mark = default) => element.ValueKind switch
    {
        JsonValueKind.Object => new SpecMap(
            [.. element.EnumerateObject().Select(member => new SpecEntry(member.Name, mark, FromElement(member.Value, mark)))], mark),
        JsonValueKind.Array => new SpecList([.. element.EnumerateArray().Select(item => FromElement(item, mark))], mark),
        JsonValueKind.String => new SpecScalar(element.GetString(), mark),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? new SpecScalar(whole, mark) : new SpecScalar(element.GetDouble(), mark),
        JsonValueKind.True or JsonValueKind.False => new SpecScalar(element.GetBoolean(), mark),
        _ => new SpecScalar(null, mark),
    };

    private static void Write(Utf8JsonWriter json, SpecNode node)
    {
        switch (node)
        {
            case SpecMap map:
                json.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case SpecList list:
                json.WriteStartArray();
                foreach (var item in list.Items) Write(json, item);
                json.WriteEndArray();
                break;
            case SpecScalar { Value: bool flag }: json.WriteBooleanValue(flag); break;
            case SpecScalar { Value: long whole }: json.WriteNumberValue(whole); break;
            // What is not finite was reported on reading; a zero in its place keeps the rest checkable.
            case SpecScalar { Value: double number }: json.WriteNumberValue(double.IsFinite(number) ? number : 0); break;
            case SpecScalar { Value: string text }: json.WriteStringValue(text); break;
            default: json.WriteNullValue(); break;
        }
    }
}
