using LayerDyn.Contracts.Experiments;
using LayerDyn.Science.Training;

namespace LayerDyn.Grains.Lanes;

/// <summary>What is measured of a point while it trains: written by its lane's thread, read by any.</summary>
public sealed class LiveRows
{
    private readonly Lock _gate = new();
    private readonly List<long> _steps = [];
    private readonly List<double> _values = [];
    private IReadOnlyList<string> _columns = [];

    /// <summary>Takes in what was measured since. Call on the thread that measures.</summary>
    public void Take(MeasurementTable records)
    {
        if (records.Rows == _steps.Count) return; // only this thread adds
        lock (_gate)
        {
            _columns = records.Columns;
            for (int row = _steps.Count; row < records.Rows; row++)
            {
                _steps.Add(records.Steps[row]);
                for (int column = 0; column < records.Columns.Count; column++) _values.Add(records[row, column]);
            }
        }
    }

    /// <summary>The rows of steps after one.</summary>
    public MeasuredRows After(long step)
    {
        lock (_gate)
        {
            int first = _steps.FindIndex(measured => measured > step);
            return first < 0 ? new MeasuredRows(_columns, [], []) : new MeasuredRows(_columns, [.. _steps[first..]], [.. _values[(first * _columns.Count)..]]);
        }
    }
}
