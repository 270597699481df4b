using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Keeping;

namespace LayerDyn.Sweeps.Planning;

/// <summary>Finds the point of a grid that takes most memory: by looking at all of a small grid, by climbing along the axes of a large one.</summary>
/// <param name="plan">The sweep.</param>
/// <param name="grid">Its grid.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class LargestPoint(SweepPlan plan, Grid grid, CancellationToken cancellation)
{
    private const long Exhaustive = 2000;

    // Positions of a long axis that are looked at, its ends among them.
    private const int MostPositions = 500;

    private readonly Dictionary<(MeasureSchedule At, long Steps), long> _rows = [];
    private long _best;
    private long _bytes = -1;

    public MemoryEstimate Find()
    {
        if (plan.PointCount / plan.Seeds is var combinations && combinations <= Exhaustive)
        {
            for (long combination = 0; combination < combinations; combination++) Look(combination);
        }
        else
        {
            Look(0);
            Look(combinations - 1);
            // Memory is a sum of products of what axes set: the largest value of each is found whatever the others are. The second
            // round mends what the first could not see, as an axis that only counts where another one is large.
            for (int round = 0; round < 2; round++) Climb();
        }

        return new(_best * plan.Seeds, _bytes);
    }

    private void Climb()
    {
        long stride = 1;
        for (int dimension = grid.Dimensions.Count - 1; dimension >= 0; stride *= grid.Length(dimension--))
        {
            int length = grid.Length(dimension), looked = Math.Min(length, MostPositions);
            long rest = _best - _best / stride % length * stride;
            for (int i = 0; i < looked; i++) Look(rest + (looked == 1 ? 0 : (long)i * (length - 1) / (looked - 1)) * stride);
        }
    }

    private void Look(long combination)
    {
        cancellation.ThrowIfCancellationRequested();
        var experiment = plan.Experiment(combination * plan.Seeds);
        var schedule = (experiment.MeasureAt, experiment.Steps);
        if (!_rows.TryGetValue(schedule, out long rows)) _rows[schedule] = rows = experiment.MeasureAt.Resolve(experiment.Steps).Length;
        // What was measured is there twice while it is written, and what is kept of a step thrice: as numbers, as a file, and on its way.
        long bytes = DeviceMemory.BytesOfMachine(experiment) + (long)(2 * RecordSize.Of(experiment, rows) + 3 * KeepSize.OfStep(experiment));
        if (bytes > _bytes) (_best, _bytes) = (combination, bytes);
    }
}
