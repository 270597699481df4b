using LayerDyn.Science.Experiments;
using LayerDyn.Science.Expressions;

namespace LayerDyn.Science.Training;

/// <summary>Whether a point has come to where its experiment stops. It looks at the point's own measured rows alone, those before a resume included.</summary>
internal sealed class StopTest
{
    private readonly Expression _condition;
    private readonly MeasurementTable _records;
    private readonly RecordedRows _rows;

    private StopTest(Expression condition, MeasurementTable records) =>
        (_condition, _records, _rows) = (condition, records, new RecordedRows(records, condition.Variables));

    /// <summary>The test of a point; null for one that does all its steps.</summary>
    /// <param name="experiment">The point.</param>
    /// <param name="records">Its records, which fill as it is measured.</param>
    public static StopTest? Of(Experiment experiment, MeasurementTable records) =>
        experiment.StopWhen is { } condition ? new(condition, records) : null;

    /// <summary>Whether the condition holds in the row that was measured last.</summary>
    public bool Holds() => _records.Rows > 0 && _condition.Holds(_rows, _records.Rows - 1);
}
