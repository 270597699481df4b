using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Specs;

/// <summary>A mapping; entries in the order written, keys unique.</summary>
internal sealed class SpecMap(IReadOnlyList<SpecEntry> entries, SpecMark mark = default)
    : SpecNode(mark, 1 + entries.Sum(entry => entry.Value.Size))
{
    public IReadOnlyList<SpecEntry> Entries { get; } = entries;

    public SpecNode? this[string key] => Find(key)?.Value;

    public SpecEntry? Find(string key)
    {
        foreach (var entry in Entries) if (entry.Key == key) return entry;
        return null;
    }

    /// <summary>Adds a problem for each key that is none of those known.</summary>
    /// <param name="path">Where the mapping stands.</param>
    /// <param name="known">The keys that it may have.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public void CheckKeys(string path, IReadOnlyCollection<string> known, ProblemList problems)
    {
        foreach (var entry in Entries)
            if (!known.Contains(entry.Key)) problems.Add($"{path}.{entry.Key}", null, "is not a known key", Names.Suggest(entry.Key, known));
    }

    /// <summary>This mapping with a key set; a new key goes last.</summary>
    public SpecMap With(string key, SpecNode value)
    {
        var entries = Entries.ToList();
        int at = entries.FindIndex(entry => entry.Key == key);
        if (at < 0) entries.Add(new SpecEntry(key, value.Mark, value));
        else entries[at] = entries[at] with { Value = value, KeyMark = value.Mark.FromSet ? value.Mark : entries[at].KeyMark };
        return new SpecMap(entries, Mark);
    }

    public SpecMap Without(params string[] keys) => new([.. Entries.Where(entry => !keys.Contains(entry.Key))], Mark);

    public override string ToString() => "a mapping";
}
