using LayerDyn.Contracts.Curves;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Curves;

/// <summary>Folds segments into curve states on the silo that it lives on: reading and decoding them is most of an aggregator's work.</summary>
/// <param name="plans">The sweeps' plans.</param>
/// <param name="records">Reads segments.</param>
/// <param name="recent">What this silo wrote itself.</param>
/// <param name="metrics">Instruments.</param>
public sealed class SegmentFolder(PlanCache plans, RecordReader records, RecentResults recent, LayerDynMetrics metrics)
{
    // Results folded at once. A state is smaller than the results that it is made of, so this bounds an answer's bytes.
    private const long MostBytes = 32 << 20;

    // At most one processor folds: the others are for the lanes and for messages.
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Folds segments, the first ones if they are many. Those that are missing or damaged are left out and named.</summary>
    /// <exception cref="Storage.StoreException">The store failed.</exception>
    public async Task<FoldedSegments> FoldAsync(SweepId sweep, IReadOnlyList<SegmentRef> segments)
    {
        var plan = await plans.GetAsync(sweep);
        await _one.WaitAsync();
        try
        {
            return await Task.Run(() => FoldAsync(sweep, plan, segments));
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<FoldedSegments> FoldAsync(SweepId sweep, SweepPlan plan, IReadOnlyList<SegmentRef> segments)
    {
        CurveBuilder[] builders = [.. plan.Curves.Select(curve => curve.CreateBuilder(plan))];
        var damaged = new Dictionary<string, string>();
        int folded = 0;
        for (long bytes = 0; folded < segments.Count && bytes < MostBytes; folded++)
        {
            var segment = segments[folded];
            var results = recent.TryTake(sweep, segment.Name);
            if (results is null)
            {
                (results, string? damage) = await records.TryReadAsync(sweep, SegmentRefs.Entry(segment), CancellationToken.None);
                if (damage is not null) damaged.Add(segment.Name, damage);
            }

            foreach (var result in results ?? [])
            {
                foreach (var builder in builders) builder.Fold(result);
                bytes += result.Bytes;
            }
        }

        metrics.Curves.FoldedHere(folded);
        return new FoldedSegments(folded, [.. builders.Select(State)], damaged);
    }

    private static byte[] State(CurveBuilder builder)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        builder.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }
}
