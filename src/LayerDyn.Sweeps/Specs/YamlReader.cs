using System.Text.RegularExpressions;
using LayerDyn.Sweeps.Planning;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LayerDyn.Sweeps.Specs;

/// <summary>
/// Reads YAML into nodes that know their place. It works on the parser's events, so that duplicate keys do not end the reading
/// and depth and aliases are bounded while it reads.
/// </summary>
internal sealed partial class YamlReader
{
    private const string MergeKey = "<<";

    private readonly Parser _parser;
    private readonly SweepLimits _limits;
    private readonly SpecProblems _problems;
    private readonly bool _fromSet;
    private readonly Dictionary<string, SpecNode> _anchors = [];
    private long _nodes;
    private SpecMark _last;

    private YamlReader(string yaml, SweepLimits limits, SpecProblems problems, bool fromSet)
    {
        _parser = new Parser(new StringReader(yaml));
        (_limits, _problems, _fromSet) = (limits, problems, fromSet);
    }

    /// <summary>
    /// The one document of <paramref name="yaml"/>, which stands at <paramref name="path"/> of the spec; null, with a problem added, when there is none or it cannot be read to its end.
    /// </summary>
    public static SpecNode? Read(string yaml, SweepLimits limits, SpecProblems problems, bool fromSet = false, string path = "")
    {
        if (yaml.Length > limits.MaxCharacters)
        {
            problems.Add(new SpecMark(0, 0, fromSet), path, yaml.Length, $"must have at most {limits.MaxCharacters} characters");
            return null;
        }

        var reader = new YamlReader(yaml, limits, problems, fromSet);
        try
        {
            return reader.ReadDocument(path);
        }
        catch (YamlException error)
        {
            ReportSyntax(yaml, path, new SpecMark((int)error.Start.Line, (int)error.Start.Column, fromSet), error.Message.TrimEnd('.'), problems);
            return null;
        }
        catch (Exception error) when (error is not (LimitException or OutOfMemoryException))
        {
            // The parser's own ways of failing: on some unclosed brackets, on a tab before a colon.
            ReportSyntax(yaml, path, reader._last, "look for a bracket or a quote that is not closed", problems);
            return null;
        }
        catch (LimitException)
        {
            return null;
        }
    }

    private static void ReportSyntax(string yaml, string path, SpecMark mark, string message, SpecProblems problems)
    {
        string[] lines = yaml.Split('\n');
        int tab = Array.FindIndex(lines, line => line.TrimStart(' ').StartsWith('\t') && line.Trim().Length > 0);
        if (tab >= 0 && !mark.FromSet)
        {
            problems.Add(new SpecMark(tab + 1, 1), "", null, "must not be indented with a tab", "indent with spaces");
            return;
        }

        string line = mark.Line >= 1 && mark.Line <= lines.Length ? lines[mark.Line - 1] : "";
        string hint = BracketPath().IsMatch(line) ? "; a path with brackets needs quotes here, or write it as model.widths.1" : "";
        problems.Add(mark.FromSet ? new SpecMark(0, 0, true) : mark, path, mark.FromSet ? yaml : null, "is not valid YAML", message + hint);
    }

    private SpecNode? ReadDocument(string path)
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _problems.Add(new SpecMark(0, 0, _fromSet), path, null, "is empty", "start from a shipped recipe: layerdyn recipes");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(path, 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
            _problems.Add(MarkOf(second), path, null, "must be one YAML document", "remove the text from here on");
        return root;
    }

    private SpecNode ReadNode(string path, int depth)
    {
        var mark = MarkOf(_parser.Current!);
        _last = mark;
        if (depth > _limits.MaxDepth) throw Limit(mark, path, $"is nested more than {_limits.MaxDepth} levels deep");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (!_anchors.TryGetValue(alias.Value.Value, out var known))
            {
                _problems.AddUnreadable(mark, path, "*" + alias.Value.Value, "refers to an anchor that is not written before it");
                return new SpecScalar(double.NaN, mark);
            }

            Count(known.Size, mark, path);
            return known;
        }

        var start = (NodeEvent)_parser.Current!;
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific)
            _problems.Add(mark, path, start.Tag.Value, "must not carry a YAML tag", "remove the tag");
        Count(1, mark, path);
        SpecNode node = start switch
        {
            MappingStart => ReadMap(path, depth, mark),
            SequenceStart => ReadList(path, depth, mark),
            _ => ReadScalar(path, mark),
        };
        if (!start.Anchor.IsEmpty) _anchors[start.Anchor.Value] = node;
        return node;
    }

    private SpecScalar ReadScalar(string path, SpecMark mark)
    {
        var scalar = _parser.Consume<Scalar>();
        object? value = scalar.Style == ScalarStyle.Plain ? YamlScalars.Parse(scalar.Value) : scalar.Value;
        if (value is double number && !double.IsFinite(number)) _problems.AddUnreadable(mark, path, scalar.Value, "must be a finite number");
        return new SpecScalar(value, mark, scalar.Value.Length > 0 ? scalar.Value : null);
    }

    private SpecList ReadList(string path, int depth, SpecMark mark)
    {
        _parser.Consume<SequenceStart>();
        var items = new List<SpecNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode($"{path}[{items.Count}]", depth + 1));
        return new SpecList(items, mark);
    }

    private SpecMap ReadMap(string path, int depth, SpecMark mark)
    {
        _parser.Consume<MappingStart>();
        var entries = new List<SpecEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var merged = new List<SpecEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyMark = MarkOf(_parser.Current!);
            if (!_parser.Accept<Scalar>(out var key))
            {
                _problems.Add(keyMark, path, null, "must have plain names as keys");
                ReadNode(path, depth + 1);
                ReadNode(path, depth + 1);
                continue;
            }

            _parser.Consume<Scalar>();
            Count(1, keyMark, path);
            string valuePath = path.Length > 0 ? $"{path}.{key.Value}" : key.Value;
            var value = ReadNode(valuePath, depth + 1);
            if (key is { Value: MergeKey, Style: ScalarStyle.Plain })
            {
                merged.AddRange(ReadMerged(value, valuePath, keyMark));
                continue;
            }

            if (keys.Add(key.Value)) entries.Add(new SpecEntry(key.Value, keyMark, value));
            else _problems.Add(keyMark, valuePath, null, "is written twice", "keep one of the two");
        }

        // What is written in the mapping itself goes before what it takes over, and the first of several before the others.
        entries.AddRange(merged.Where(entry => keys.Add(entry.Key)));
        return new SpecMap(entries, mark);
    }

    /// <summary>The entries that a mapping takes over from another, or from several: a merge key of YAML 1.1, as Python reads it.</summary>
    private IEnumerable<SpecEntry> ReadMerged(SpecNode value, string path, SpecMark mark)
    {
        SpecNode[] taken = value is SpecList list ? [.. list.Items] : [value];
        if (Array.TrueForAll(taken, node => node is SpecMap)) return taken.Cast<SpecMap>().SelectMany(map => map.Entries);
        _problems.AddUnreadable(mark, path, value.ToString(), "must be a mapping to take entries over from, or a list of them: write <<: *NAME, with &NAME at a mapping before it");
        return [];
    }

    private void Count(long nodes, SpecMark mark, string path)
    {
        _nodes += nodes;
        if (_nodes > _limits.MaxNodes)
            throw Limit(mark, path, $"makes the spec larger than {_limits.MaxNodes} values, with aliases written out");
    }

    private LimitException Limit(SpecMark mark, string path, string rule)
    {
        // A path as deep as the limit helps nobody.
        _problems.Add(mark, path.Length > 60 ? path[..60] + "..." : path, null, rule);
        return new LimitException();
    }

    private SpecMark MarkOf(ParsingEvent at) => _fromSet ? new SpecMark(0, 0, true) : new SpecMark((int)at.Start.Line, (int)at.Start.Column);

    [GeneratedRegex(@"[A-Za-z]\[[0-9]+\]")]
    private static partial Regex BracketPath();

    private sealed class LimitException : Exception;
}
