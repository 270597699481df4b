using System.Net;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Client.Commands;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Drawn;

/// <summary>Those of a cluster: curves as they are now.</summary>
internal sealed class ClusterSweeps(LayerDynClient cluster) : IDrawnSweeps
{
    public async Task<SweepId> ResolveAsync(string written, CancellationToken cancellation) => SweepId.Parse((await SweepArgument.ResolveAsync(cluster, written, cancellation)).Id);

    public async Task<DrawnSweep> ReadAsync(SweepId id, CancellationToken cancellation)
    {
        var sweep = await cluster.GetAsync(id.Value, cancellation);
        string resolved = await cluster.ResolvedSpecAsync(sweep.Id, cancellation);
        var curves = new Dictionary<string, Curve>(StringComparer.Ordinal);
        foreach (var curve in sweep.Ledger.Committed > 0 ? await cluster.CurvesAsync(sweep.Id, cancellation) : [])
            curves[curve.Name] = JsonSerializer.Deserialize<Curve>(await cluster.CurveFileAsync(sweep.Id, curve.Name, "json", cancellation), CurveJson.Options)!;
        return new DrawnSweep(id, sweep.State, sweep.Ledger, sweep.Seconds, resolved, curves);
    }

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation) =>
        [.. (await cluster.ListAsync(cancellation)).Select(sweep => sweep.Name).Distinct().Order(StringComparer.Ordinal)];

    public async Task<string> ReportAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return (await cluster.ReportAsync(name, cancellation)).Text;
        }
        catch (ApiException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            throw new UserException($"the cluster has no report '{name}'", Names.Suggest(name, (await cluster.ReportsAsync(cancellation)).Select(report => report.Name)) ?? "none was saved there");
        }
    }
}
