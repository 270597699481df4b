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
