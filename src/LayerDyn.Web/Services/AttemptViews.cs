using LayerDyn.Api.Points;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Web.Services;

/// <summary>The attempts at a point: those that brought nothing, as the store keeps them, and the last one.</summary>
internal static class AttemptViews
{
    /// <summary>Those that are known of, in order.</summary>
    /// <param name="committed">What the store says.</param>
    /// <param name="row">The point.</param>
    /// <param name="run">The attempt that runs; null when none does.</param>
    public static IReadOnlyList<AttemptView> Of(Manifest committed, PointRow row, PointRunView? run)
    {
        var attempts = committed.Attempts.Where(attempt => attempt.Points.Contains(row.Index))
            .Select(attempt => new AttemptView(attempt.Attempt, attempt.Silo, Name(attempt.Outcome), attempt.Message)).ToList();
        int next = 1 + attempts.Select(attempt => attempt.Attempt).DefaultIfEmpty().Max();
        if (committed.FailureOf(row.Index) is { } failure)
        {
            // When it failed for lost silos, the last of them is among the attempts already.
            int last = Math.Max(failure.Attempts, next - 1);
            attempts.RemoveAll(attempt => attempt.Attempt == last);
            attempts.Add(new AttemptView(last, failure.Silo, PointStates.Failed, failure.Message));
        }
        else if (committed.OriginOf(row.Index) is { Attempt: > 0 } origin)
        {
            attempts.Add(new AttemptView(Math.Max(origin.Attempt, next), origin.Silo, row.State, ""));
        }
        else if (run is not null)
        {
            attempts.Add(new AttemptView(Math.Max(run.Attempt, next), run.Silo, PointStates.Running, ""));
        }

        return attempts;
    }

    /// <summary>What people read.</summary>
    public static string Name(AttemptOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
