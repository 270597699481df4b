using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Services;

/// <summary>
/// Plans specs of strangers: within limits, few at a time and off the request's thread, so that a costly spec takes a core and not
/// the silo.
/// </summary>
internal sealed class SpecPlanner(IOptions<ApiOptions> options, PointMemory memory) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.ConcurrentPlans);

    /// <summary>Reads and validates a spec.</summary>
    /// <exception cref="LayerDyn.Sweeps.Specs.SpecException">The spec has problems.</exception>
    /// <exception cref="ProblemException">It took too long, or a point of it takes too much memory.</exception>
    public Task<SweepPlan> LoadAsync(string yaml, IReadOnlyList<string> overrides, string? variant, CancellationToken cancellation) =>
        RunAsync(ended => Load(yaml, overrides, variant, ended), cancellation);

    /// <summary>Runs work on a plan that takes a core for a while, in the same few places. It is told when it has taken too long.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ended.CancelAfter(options.Value.PlanTimeout);
        // The place is given back when the work ends, not when the caller stops waiting for it.
        var running = Task.Run(() =>
        {
            try
            {
                return work(ended.Token);
            }
            finally
            {
                ended.Dispose();
                _places.Release();
            }
        }, CancellationToken.None);
        try
        {
            return await running.WaitAsync(options.Value.PlanTimeout, cancellation);
        }
        catch (Exception late) when (late is TimeoutException || (late is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "The spec is too costly",
                $"planning it took longer than {options.Value.PlanTimeout.TotalSeconds:F0} s: use fewer values, or data that is made faster");
        }
    }

    private SweepPlan Load(string yaml, IReadOnlyList<string> overrides, string? variant, CancellationToken ended)
    {
        var plan = SweepPlan.Load(yaml, overrides, variant, Limits(ended));
        memory.Check(plan, ended);
        return plan;
    }

    private SweepLimits Limits(CancellationToken ended) => new()
    {
        MaxPoints = options.Value.MaxPoints,
        MaxDepth = options.Value.MaxDepth,
        MaxNodes = options.Value.MaxNodes,
        MaxCharacters = options.Value.MaxBodyBytes,
        Cancellation = ended,
    };

    public void Dispose() => _places.Dispose();
}
