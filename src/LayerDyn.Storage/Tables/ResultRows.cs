using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Tables;

/// <summary>Rows of the results table: one for each point.</summary>
public sealed class ResultRows : TableRows
{
    private readonly IReadOnlyList<PointSummary> _summaries;

    private ResultRows(TableSchema schema, IReadOnlyList<PointRow> points, IReadOnlyList<PointSummary> summaries, ColumnLayouts layouts)
        : base(schema, points, [.. summaries.Select(summary => summary.Status)], [.. summaries.Select(_ => 1)], layouts) => _summaries = summaries;

    /// <summary>The rows of some points.</summary>
    /// <param name="schema">The sweep's columns.</param>
    /// <param name="points">The points, in the order of <paramref name="summaries"/>.</param>
    /// <param name="summaries">What their rows say.</param>
    /// <exception cref="ArgumentException">Points and summaries do not belong together, or a point measured what the schema does not have.</exception>
    public static ResultRows Of(TableSchema schema, IReadOnlyList<PointRow> points, IReadOnlyList<PointSummary> summaries)
    {
        Check(points, [.. summaries.Select(summary => summary.Index)]);
        return new(schema, points, summaries, ColumnLayouts.Of(schema, summaries.Select(summary => (summary.Index, summary.Columns))));
    }

    private protected override IReadOnlyList<TableColumn> SchemaOf(TableSchema schema) => schema.Results;

    private protected override ColumnValues Own(TableColumn column) => column.Name switch
    {
        TableSchema.LastStep => Nullable(column, i => _summaries[i].LastStep),
        TableSchema.DivergedAt => Nullable(column, i => _summaries[i].DivergedAt),
        TableSchema.Rows => new(column, _summaries.Select(summary => summary.Rows).ToArray()),
        _ => Final(column),
    };

    private ColumnValues Final(TableColumn column)
    {
        int[] positions = Layouts.PositionsOf(column.Name);
        return Nullable(column, i => positions[Layouts.ListOf[i]] is >= 0 and var position && position < _summaries[i].Final.Count
            ? _summaries[i].Final[position] : (double?)null);
    }

    private ColumnValues Nullable<T>(TableColumn column, Func<int, T?> value)
        where T : struct
    {
        var values = new T[Count];
        bool[] missing = new bool[Count];
        for (int i = 0; i < Count; i++)
        {
            var found = value(i);
            (values[i], missing[i]) = (found ?? default, found is null);
        }

        return new(column, values, missing);
    }
}
