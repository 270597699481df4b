namespace LayerDyn.Sweeps.Specs;

/// <summary>A list of nodes.</summary>
internal sealed class SpecList(IReadOnlyList<SpecNode> items, SpecMark mark = default) : SpecNode(mark, 1 + items.Sum(item => item.Size))
{
    public IReadOnlyList<SpecNode> Items { get; } = items;

    public override string ToString() => $"[{string.Join(", ", Items)}]";
}
