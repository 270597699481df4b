using System.Threading.RateLimiting;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Security;
using Microsoft.Extensions.Options;

namespace LayerDyn.Web.Services;

/// <summary>
/// Plans specs of strangers: within limits, few at a time and off the request's thread, so that a costly spec takes a core and not
/// the silo. A caller has one place at a time, so that what one asks for keeps nobody else waiting.
/// </summary>
internal sealed class SpecPlanner(IOptions<ApiOptions> options, SpecMemory memory, IHttpContextAccessor requests) : IDisposable
{
    private readonly ConcurrencyLimiter _places = new(new() { PermitLimit = options.Value.ConcurrentPlans, QueueLimit = int.MaxValue });

    private readonly PartitionedRateLimiter<string> _callers = PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetConcurrencyLimiter(caller, _ => new() { PermitLimit = 1, QueueLimit = options.Value.MaxWaitingPlansPerCaller }));

    private string Caller => requests.HttpContext is { } context ? context.User.SignedInName() ?? context.Connection.RemoteIpAddress?.ToString() ?? "" : "";

    /// <summary>Reads and validates a spec.</summary>
    /// <exception cref="LayerDyn.Sweeps.Specs.SpecException">The spec has problems.</exception>
    /// <exception cref="ProblemException">It took too long, or a point of it takes too much memory.</exception>
    public Task<SweepPlan> LoadAsync(string yaml, IReadOnlyList<string> overrides, string? variant, CancellationToken cancellation) =>
        RunAsync(ended => Load(yaml, overrides, variant, ended), cancellation);

    /// <summary>Runs work on a plan that takes a core for a while, in the same few places. It is told when it has taken too long.</summary>
    /// <exception cref="ProblemException">It took too long, since it arrived; or too many requests of the caller wait.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ended.CancelAfter(options.Value.PlanTimeout);
        var places = new List<RateLimitLease>();
        Task<T>? running = null;
        try
        {
            places.Add(await _callers.AcquireAsync(Caller, 1, ended.Token));
            if (!places[0].IsAcquired)
                throw new ProblemException(StatusCodes.Status429TooManyRequests, "Too many specs", "several specs of yours wait to be planned: send the next one when one is answered");
            places.Add(await _places.AcquireAsync(1, ended.Token));
            running = Task.Run(() => work(ended.Token), CancellationToken.None);
            return await running.WaitAsync(ended.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw running is null
                ? new ProblemException(StatusCodes.Status503ServiceUnavailable, "The silo is busy",
                    $"it plans other specs, and had no place for this one within {options.Value.PlanTimeout.TotalSeconds:F0} s: try again in a while")
                : new ProblemException(StatusCodes.Status422UnprocessableEntity, "The spec is too costly",
                    $"planning it took longer than {options.Value.PlanTimeout.TotalSeconds:F0} s: use fewer values, or data that is made faster");
        }
        finally
        {
            // The places are given back when the work ends, not when the caller stops waiting for it.
            _ = (running ?? Task.CompletedTask).ContinueWith(_ =>
            {
                places.ForEach(place => place.Dispose());
                ended.Dispose();
            }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
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

    public void Dispose()
    {
        _places.Dispose();
        _callers.Dispose();
    }
}
