namespace LayerDyn.Sweeps.Tables;

/// <summary>
/// The union of lists of columns. A column that is new stands behind the one before it in its own list, so that
/// <c>weight-norm.3</c> follows <c>weight-norm.2</c> whichever point has it.
/// </summary>
internal sealed class ColumnUnion
{
    private readonly List<string> _columns = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The columns so far.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>Adds the columns of a point.</summary>
    public void Add(IReadOnlyList<string> columns)
    {
        if (columns.All(_known.Contains)) return;
        int next = 0;
        foreach (string column in columns)
        {
            if (_known.Add(column)) _columns.Insert(next++, column);
            else next = _columns.IndexOf(column) + 1;
        }
    }
}
