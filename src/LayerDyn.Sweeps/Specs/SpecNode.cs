namespace LayerDyn.Sweeps.Specs;

/// <summary>An immutable value of a spec with its place: a scalar, a list or a mapping.</summary>
internal abstract class SpecNode(SpecMark mark, long size)
{
    public SpecMark Mark { get; } = mark;

    /// <summary>Number of nodes with aliases written out: what bounds the work an alias bomb can ask for.</summary>
    public long Size { get; } = size;

    /// <summary>The value as a user would write it.</summary>
    public abstract override string ToString();
}
