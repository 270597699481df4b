using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Curves;

/// <summary>The states of a sweep's curves, and which segments are in them. One task at a time works on the states, off the grain's scheduler.</summary>
internal sealed class CurveStates
{
    private readonly HashSet<string> _folded = [];
    private readonly SemaphoreSlim _one = new(1, 1);
    private IReadOnlyList<CurveBuilder>? _builders;

    /// <summary>Segments that are in the states.</summary>
    public int Segments => _folded.Count;

    /// <summary>Those segments that are not in the states.</summary>
    public List<string> Missing(IEnumerable<string> segments) => [.. segments.Where(segment => !_folded.Contains(segment))];

    /// <summary>Adds what a silo has folded.</summary>
    public async Task AddAsync(SweepPlan plan, IEnumerable<string> segments, IReadOnlyList<byte[]> states)
    {
        await UseAsync(plan, builders =>
        {
            foreach (var (builder, state) in builders.Zip(states))
            {
                using var reader = new BinaryReader(new MemoryStream(state));
                builder.Load(reader);
            }

            return Task.FromResult(true);
        });
        _folded.UnionWith(segments);
    }

    /// <summary>Does something with the states.</summary>
    public async Task<T> UseAsync<T>(SweepPlan plan, Func<IReadOnlyList<CurveBuilder>, Task<T>> work)
    {
        await _one.WaitAsync();
        try
        {
            var builders = _builders ??= [.. plan.Curves.Select(curve => curve.CreateBuilder(plan))];
            return await Task.Run(() => work(builders));
        }
        finally
        {
            _one.Release();
        }
    }
}
