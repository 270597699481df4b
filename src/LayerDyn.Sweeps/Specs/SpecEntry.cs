namespace LayerDyn.Sweeps.Specs;

/// <summary>A key of a mapping with its value.</summary>
internal sealed record SpecEntry(string Key, SpecMark KeyMark, SpecNode Value);
