using LayerDyn.Api.Curves;
using LayerDyn.Contracts.Curves;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>Curves as folded now.</summary>
internal sealed class CurveViews(IGrainFactory grains, PlanCache plans)
{
    /// <summary>All curves of a sweep.</summary>
    public async Task<IReadOnlyList<CurveView>> ListAsync(SweepId sweep) =>
        [.. (await grains.GetGrain<ICurveGrain>(sweep.Value).ListAsync()).Select(View)];

    /// <summary>One curve as a file.</summary>
    /// <exception cref="ProblemException">The sweep has no such curve.</exception>
    public async Task<byte[]> FileAsync(SweepId sweep, string curve, string format, bool table)
    {
        var plan = await plans.GetAsync(sweep);
        if (!plan.Curves.Any(known => known.Name == curve))
            throw ProblemException.NotFound($"{sweep} has the curves: {string.Join(", ", plan.Curves.Select(known => known.Name))}");
        return await grains.GetGrain<ICurveGrain>(sweep.Value).SnapshotAsync(curve, format == "json" && !table ? "drawn" : format)
            ?? throw ProblemException.NotFound($"the curve {curve} is not there yet");
    }

    private static CurveView View(CurveReport report) => new(
        report.Name, report.Kind, report.Points, report.Diverged, report.Findings,
        [.. report.Residuals.Select(residual => new ResidualView(residual.Column, residual.Max, residual.Rms, residual.Count))]);
}
