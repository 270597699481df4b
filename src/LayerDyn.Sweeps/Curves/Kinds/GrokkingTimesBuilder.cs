using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>The grokking times of one point.</summary>
internal readonly record struct PointTimes(GrokkingTimes Times, bool Diverged);

/// <summary>A builder that keeps no more of a point than its two times.</summary>
/// <param name="spec">The curve.</param>
/// <param name="grid">The sweep.</param>
/// <param name="resolved">Axes that the curve tells apart.</param>
internal abstract class GrokkingTimesBuilder(GrokkingSpec spec, ISweepGrid grid, IEnumerable<string?> resolved) : KeyedCurveBuilder<PointTimes>(spec, grid, resolved)
{
    private readonly ColumnLookup _train = new(spec.Train);
    private readonly ColumnLookup _test = new(spec.Test);

    protected sealed override PointTimes Keep(PointResult result)
    {
        if (result.Status == OutcomeStatus.Diverged) return new(new(double.NaN, double.NaN, double.NaN), true);
        var records = result.Records;
        double[] steps = new double[records.Rows], train = new double[records.Rows], test = new double[records.Rows];
        for (int row = 0; row < records.Rows; row++)
        {
            steps[row] = records.Steps[row];
            train[row] = _train.In(records, row);
            test[row] = _test.In(records, row);
        }

        return new(spec.TimesOf(steps, train, test), false);
    }

    protected sealed override void Write(BinaryWriter writer, PointTimes point)
    {
        writer.Write(point.Times.Train);
        writer.Write(point.Times.Test);
        writer.Write(point.Times.Last);
        writer.Write(point.Diverged);
    }

    protected sealed override PointTimes Read(BinaryReader reader) => new(new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()), reader.ReadBoolean());
}
