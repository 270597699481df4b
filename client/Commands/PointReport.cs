using System.Net;
using LayerDyn.Api;
using LayerDyn.Api.Points;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Services;

namespace LayerDyn.Client.Commands;

/// <summary>A point as <c>layerdyn point</c> shows it, of a cluster or of a folder.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Index">Its index.</param>
/// <param name="State">One of <see cref="PointStates"/>.</param>
/// <param name="Axes">Its label on each axis.</param>
/// <param name="Seed">Its seed replicate.</param>
/// <param name="Steps">Steps asked for.</param>
/// <param name="Run">How far it is while it is trained; null when it is not.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="Columns">Names of the values of a row, <c>step</c> first; empty when nothing was measured.</param>
/// <param name="Rows">One row a measured step.</param>
/// <param name="Kept">The files with what is kept of it.</param>
internal sealed record PointReport(
    string Sweep, long Index, string State, IReadOnlyDictionary<string, string> Axes, int Seed, long Steps, PointRunView? Run, string? Failure,
    IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double>> Rows, IReadOnlyList<KeptFileView> Kept)
{
    /// <summary>Checks that a sweep has a point of this index.</summary>
    /// <exception cref="UserException">It has not.</exception>
    public static void CheckThere(SweepPlan plan, long index)
    {
        if (index >= plan.PointCount) throw new UserException($"{plan.Id} has no point {index}", $"its points are 0 to {plan.PointCount - 1}");
    }

    /// <summary>A point of a cluster.</summary>
    public static async Task<PointReport> OfAsync(LayerDynClient client, string sweep, long index, CancellationToken cancellation)
    {
        var point = await client.PointAsync(sweep, index, cancellation);
        var records = new RecordsView([], []);
        try
        {
            records = await client.RecordsAsync(sweep, index, cancellation);
        }
        catch (ApiException none) when (none.Status == HttpStatusCode.NotFound)
        {
            // Nothing was measured yet.
        }

        return new(sweep, index, point.State, point.Axes, point.Seed, point.Steps, point.Run, point.Failure, records.Columns, records.Rows, point.Kept);
    }

    /// <summary>A point of a folder, which another process may be training.</summary>
    public static async Task<PointReport> OfAsync(IExperimentGrain grain, IArtifactStore store, SweepPlan plan, long index, CancellationToken cancellation)
    {
        var (status, records) = (await grain.GetAsync(), View(await grain.ReadAsync()));
        var committed = (await new ManifestStore(store, plan.Id, plan.PointCount).ReadAsync(cancellation)).Manifest;
        string state = status.State == ExperimentState.Pending && committed.Chosen?.Contains(index) == false ? PointStates.NotChosen : NameOf(status.State);
        return new(plan.Id.Value, index, state, plan.Labels(index), plan.SeedOf(index), plan.Experiment(index).Steps, null, status.Failure, records.Columns, records.Rows,
            await StoredViews.KeptAsync(store, plan.Id, committed.SegmentOf(index), index, cancellation));
    }

    /// <summary>The name of a state.</summary>
    public static string NameOf(ExperimentState state) => state switch
    {
        ExperimentState.Finished => PointStates.Finished,
        ExperimentState.Stopped => PointStates.Stopped,
        ExperimentState.Diverged => PointStates.Diverged,
        ExperimentState.Failed => PointStates.Failed,
        ExperimentState.Leased => PointStates.Running,
        _ => PointStates.Pending,
    };

    /// <summary>Rows as the API shows them.</summary>
    public static RecordsView View(MeasuredRows rows) => new(
        rows.Columns.Count == 0 ? [] : ["step", .. rows.Columns],
        [.. rows.Steps.Select((step, row) => (IReadOnlyList<double>)[step, .. rows.Values.Skip(row * rows.Columns.Count).Take(rows.Columns.Count)])]);
}
