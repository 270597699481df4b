using LayerDyn.Contracts.Curves;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Curves;

/// <summary>
/// The states of a sweep's curves, and which points are in them: segments are merged when a sweep is completed, points stay. One task at
/// a time works on the states, off the grain's scheduler.
/// </summary>
/// <param name="plan">The sweep.</param>
internal sealed class CurveStates(SweepPlan plan)
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly PointSet _folded = new(plan.PointCount);
    private readonly CurveBuilder[] _builders = [.. plan.Curves.Select(curve => curve.CreateBuilder(plan))];

    /// <summary>Number of points that are in the states.</summary>
    public long Points => _folded.Count;

    /// <summary>Whether a point is in the states.</summary>
    public bool Has(long index) => _folded.Contains(index);

    /// <summary>Those segments of which a point is not in the states.</summary>
    public List<SegmentRef> Missing(IEnumerable<SegmentRef> segments) => [.. segments.Where(segment => !segment.Points.Points.All(_folded.Contains))];

    /// <summary>Adds what a silo has folded. What is in the states already changes nothing: folding is a union.</summary>
    public async Task AddAsync(IReadOnlyList<SegmentRef> segments, IReadOnlyList<byte[]> states)
    {
        await UseAsync(builders =>
        {
            foreach (var (builder, state) in builders.Zip(states))
            {
                using var reader = new BinaryReader(new MemoryStream(state));
                builder.Load(reader);
            }

            return Task.FromResult(true);
        });
        foreach (var segment in segments) _folded.Add(segment.Points);
    }

    /// <summary>Does something with the states.</summary>
    public async Task<T> UseAsync<T>(Func<IReadOnlyList<CurveBuilder>, Task<T>> work)
    {
        await _one.WaitAsync();
        try
        {
            return await Task.Run(() => work(_builders));
        }
        finally
        {
            _one.Release();
        }
    }
}
