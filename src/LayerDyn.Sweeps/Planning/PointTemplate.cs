using System.Globalization;
using System.Text;
using System.Text.Json;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// The canonical text of a grid's points with holes for what the axes and the seed set, so that a point's text needs no binding.
/// Only for grids whose axes set plain parameters that decide nothing else; <see cref="GridCheck"/> compares it with bound points.
/// </summary>
internal sealed class PointTemplate
{
    // Longer axes are formatted as they are asked for, to keep a million-point grid small.
    private const int KeptValues = 1 << 14;

    private readonly string[] _literals;
    private readonly Hole[] _holes;

    private PointTemplate(string[] literals, Hole[] holes) => (_literals, _holes) = (literals, holes);

    /// <summary>The template made from one bound point; null when the grid has none.</summary>
    public static PointTemplate? Create(Experiment bound, Grid grid)
    {
        string text = ExperimentText.Write(bound);
        var spans = Spans(text);
        var holes = new List<(Range Span, Hole Hole)> { (spans["seed"], new Hole(-1, null)) };
        for (int dimension = 0; dimension < grid.Dimensions.Count; dimension++)
        {
            foreach (var target in grid.Dimensions[dimension].SelectMany(axis => grid.Axes[axis].Targets))
            {
                if (!target.AtEvery || !spans.TryGetValue(target.Path, out var span)
                    || ParameterTypes.At(bound, target.Parts) is not { } type) return null;
                int count = grid.Length(dimension);
                Func<int, string> render = position => CanonicalValue.Of(target.ValueAt(position)!, type)!;
                if (Enumerable.Range(0, Math.Min(count, KeptValues)).Any(position => render(position) is null)) return null;
                if (count <= KeptValues)
                {
                    string[] kept = [.. Enumerable.Range(0, count).Select(render)];
                    render = position => kept[position];
                }

                holes.Add((span, new Hole(dimension, render)));
            }
        }

        holes.Sort((a, b) => a.Span.Start.Value.CompareTo(b.Span.Start.Value));
        var literals = new List<string>();
        int from = 0;
        foreach (var (span, _) in holes)
        {
            if (span.Start.Value < from) return null;
            literals.Add(text[from..span.Start.Value]);
            from = span.End.Value;
        }

        return new PointTemplate([.. literals, text[from..]], [.. holes.Select(hole => hole.Hole)]);
    }

    /// <summary>The text of a point.</summary>
    public string Render(ReadOnlySpan<int> positions, int seed)
    {
        string[] pieces = new string[(2 * _holes.Length) + 1];
        for (int i = 0; i < _holes.Length; i++)
        {
            pieces[2 * i] = _literals[i];
            pieces[(2 * i) + 1] = _holes[i].Dimension < 0
                ? seed.ToString(CultureInfo.InvariantCulture)
                : _holes[i].Render!(positions[_holes[i].Dimension]);
        }

        pieces[^1] = _literals[^1];
        return string.Concat(pieces);
    }

    /// <summary>Where the value at each path stands in a canonical text, in characters.</summary>
    private static Dictionary<string, Range> Spans(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var spans = new Dictionary<string, Range>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        Visit(ref reader, "");
        return spans;

        void Visit(ref Utf8JsonReader json, string path)
        {
            long start = json.TokenStartIndex;
            if (json.TokenType == JsonTokenType.StartObject)
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndObject)
                {
                    string name = json.GetString()!;
                    json.Read();
                    Visit(ref json, path.Length == 0 ? name : $"{path}.{name}");
                }
            }
            else if (json.TokenType == JsonTokenType.StartArray)
            {
                for (int i = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; i++) Visit(ref json, $"{path}[{i}]");
            }

            int Characters(long bytes) => Encoding.UTF8.GetCharCount(utf8, 0, (int)bytes);
            spans[path] = Characters(start)..Characters(json.BytesConsumed);
        }
    }

    private sealed record Hole(int Dimension, Func<int, string>? Render);
}
