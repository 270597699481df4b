using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Writes a resolved spec as YAML: a line a top-level key, axis, data file or curve, the rest in flow style.</summary>
internal static partial class YamlWriter
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(SpecMap root)
    {
        var text = new StringBuilder();
        foreach (var (key, _, node) in root.Entries)
        {
            if (key is "axes" or PinSection.Key && node is SpecMap { Entries.Count: > 0 } axes)
            {
                text.Append($"{key}:\n");
                foreach (var axis in axes.Entries) text.Append($"  {Word(axis.Key)}: {Flow(axis.Value)}\n");
            }
            else if (key == "curves" && node is SpecList { Items.Count: > 0 } curves)
            {
                text.Append("curves:\n");
                foreach (var curve in curves.Items) text.Append($"  - {Flow(curve)}\n");
            }
            else
            {
                text.Append($"{Word(key)}: {Flow(node)}\n");
            }
        }

        return text.ToString();
    }

    public static string Flow(SpecNode node) => node switch
    {
        SpecMap { Entries.Count: 0 } => "{}",
        SpecMap map => "{ " + string.Join(", ", map.Entries.Select(entry => $"{Word(entry.Key)}: {Flow(entry.Value)}")) + " }",
        SpecList list => "[" + string.Join(", ", list.Items.Select(Flow)) + "]",
        SpecScalar { Value: string text } => Word(text),
        _ => Encoding.UTF8.GetString(SpecJson.ToUtf8(node).Span),
    };

    private static string Word(string text) => Plain().IsMatch(text) && YamlScalars.Parse(text) is string
        ? text
        : JsonSerializer.Serialize(text, Quoted);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./-]*\z")]
    private static partial Regex Plain();
}
