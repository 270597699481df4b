using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// The canonical text of a grid's points with holes for what the axes and the seed set, so that a point's text, identity and
/// experiment need no binding.
/// Only for grids whose axes set plain parameters that decide nothing else; <see cref="GridCheck"/> compares it with bound points.
/// </summary>
internal sealed class PointTemplate
{
    // Longer axes are formatted as they are asked for, to keep a million-point grid small.
    private const int KeptValues = 1 << 14;

    private readonly string[] _literals;
    private readonly byte[][] _utf8;
    private readonly Hole[] _holes;
    private readonly ExperimentTemplate? _experiment;
    private readonly object?[]?[] _values;

    private PointTemplate(string[] literals, Hole[] holes, ExperimentTemplate? experiment)
    {
        (_literals, _holes, _experiment) = (literals, holes, experiment);
        _utf8 = [.. literals.Select(Encoding.UTF8.GetBytes)];
        _values = [.. holes.Select(hole => hole.Kept > 0 ? new object?[hole.Kept] : null)];
    }

    /// <summary>The template made from one bound point; null when the grid has none.</summary>
    public static PointTemplate? Create(Experiment bound, Grid grid)
    {
        string text = ExperimentText.Write(bound);
        var spans = Spans(text);
        var holes = new List<(Range Span, Hole Hole, object[] Path)> { (spans["seed"], new Hole(-1, null, 0, -1), []) };
        var paths = new List<object[]>();
        for (int dimension = 0; dimension < grid.Dimensions.Count; dimension++)
        {
            foreach (var target in grid.Dimensions[dimension].SelectMany(axis => grid.Axes[axis].Targets))
            {
                if (!target.AtEvery || !spans.TryGetValue(target.Path, out var span)
                    || ParameterTypes.At(bound, target.Parts) is not { } type || ParameterTypes.MayBeOmitted(bound, target.Parts)) return null;
                int count = grid.Length(dimension);
                Func<int, string> render = position => CanonicalValue.Of(target.ValueAt(position)!, type)!;
                if (Enumerable.Range(0, Math.Min(count, KeptValues)).Any(position => render(position) is null)) return null;
                if (count <= KeptValues)
                {
                    string[] kept = [.. Enumerable.Range(0, count).Select(render)];
                    render = position => kept[position];
                }

                holes.Add((span, new Hole(dimension, render, count <= KeptValues ? count : 0, paths.Count), target.Parts));
                paths.Add(target.Parts);
            }
        }

        holes.Sort((a, b) => a.Span.Start.Value.CompareTo(b.Span.Start.Value));
        var literals = new List<string>();
        int from = 0;
        foreach (var (span, _, _) in holes)
        {
            if (span.Start.Value < from) return null;
            literals.Add(text[from..span.Start.Value]);
            from = span.End.Value;
        }

        return new PointTemplate([.. literals, text[from..]], [.. holes.Select(hole => hole.Hole)], ExperimentTemplate.Create(bound, paths));
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

    /// <summary>The experiment of a point, the same as is read from its text.</summary>
    /// <exception cref="FormatException">A parameter does not allow its value.</exception>
    public Experiment Experiment(ReadOnlySpan<int> positions, int seed)
    {
        if (_experiment is null) return ExperimentText.Read(Render(positions, seed));
        object[] values = new object[_holes.Length - 1];
        for (int i = 0; i < _holes.Length; i++)
        {
            var (dimension, render, _, place) = _holes[i];
            if (dimension < 0) continue;
            int position = positions[dimension];
            values[place] = _values[i] is { } kept
                ? kept[position] ??= _experiment.Value(place, render!(position)) // races only repeat work
                : _experiment.Value(place, render!(position));
        }

        return _experiment.With(values, seed);
    }

    /// <summary>The identity of a point: the hash of its text.</summary>
    public PointId Id(ReadOnlySpan<int> positions, int seed)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        int length = 0;
        for (int i = 0; i < _holes.Length; i++)
        {
            Append(_utf8[i]);
            string value = _holes[i].Dimension < 0 ? seed.ToString(CultureInfo.InvariantCulture) : _holes[i].Render!(positions[_holes[i].Dimension]);
            Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
            length += Encoding.UTF8.GetBytes(value, buffer.AsSpan(length));
        }

        Append(_utf8[^1]);
        var id = PointId.Of(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        return id;

        void Append(byte[] literal)
        {
            Reserve(literal.Length);
            literal.CopyTo(buffer, length);
            length += literal.Length;
        }

        void Reserve(int more)
        {
            if (length + more <= buffer.Length) return;
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * buffer.Length, length + more));
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
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

    /// <summary>Where a value goes in the text.</summary>
    /// <param name="Dimension">The dimension of the grid that sets it; -1 for the seed.</param>
    /// <param name="Render">Its canonical text at a position.</param>
    /// <param name="Kept">How many positions' values are kept; 0 for none.</param>
    /// <param name="Place">Its place among the holes of the experiment.</param>
    private sealed record Hole(int Dimension, Func<int, string>? Render, int Kept, int Place);
}
