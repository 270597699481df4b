using LayerDyn.Science.Training;
using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Tables;

/// <summary>Rows of the records table: one for each point and measured step.</summary>
public sealed class RecordRows : TableRows
{
    private readonly IReadOnlyList<MeasurementTable> _records;

    private RecordRows(TableSchema schema, IReadOnlyList<PointRow> points, string[] statuses, MeasurementTable[] records, ColumnLayouts layouts)
        : base(schema, points, statuses, [.. records.Select(table => table.Rows)], layouts) => _records = records;

    /// <summary>The rows of some results.</summary>
    /// <param name="schema">The sweep's columns.</param>
    /// <param name="points">The points, in the order of <paramref name="results"/>.</param>
    /// <param name="results">Their results.</param>
    /// <exception cref="ArgumentException">Points and results do not belong together, or a point measured what the schema does not have.</exception>
    public static RecordRows Of(TableSchema schema, IReadOnlyList<PointRow> points, IReadOnlyList<PointResult> results)
    {
        Check(points, [.. results.Select(result => result.Index)]);
        return new(schema, points, [.. results.Select(result => PointSummary.StatusName(result.Status))], [.. results.Select(result => result.Records)],
            ColumnLayouts.Of(schema, results.Select(result => (result.Index, result.Records.Columns))));
    }

    /// <summary>The rows of one point of a plan, which may have no result yet.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="index">The point.</param>
    /// <param name="status">Its state.</param>
    /// <param name="records">What was measured of it.</param>
    /// <exception cref="ArgumentException">It measured what the schema does not have.</exception>
    public static RecordRows Of(SweepPlan plan, long index, string status, MeasurementTable records) =>
        new(plan.Tables, [PointRow.Of(plan, index)], [status], [records], ColumnLayouts.Of(plan.Tables, [(index, records.Columns)]));

    private protected override IReadOnlyList<TableColumn> SchemaOf(TableSchema schema) => schema.Records;

    private protected override ColumnValues Own(TableColumn column) =>
        column.Name == TableSchema.Step ? new(column, _records.SelectMany(table => table.Steps).ToArray()) : Measured(column);

    private ColumnValues Measured(TableColumn column)
    {
        int[] positions = Layouts.PositionsOf(column.Name);
        double[] values = new double[Count];
        bool[] missing = new bool[Count];
        int at = 0;
        for (int i = 0; i < _records.Count; i++)
        {
            var table = _records[i];
            int position = positions[Layouts.ListOf[i]];
            if (position < 0) missing.AsSpan(at, table.Rows).Fill(true);
            else
                for (int row = 0; row < table.Rows; row++) values[at + row] = table[row, position];
            at += table.Rows;
        }

        return new(column, values, missing);
    }
}
