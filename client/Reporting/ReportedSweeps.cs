using LayerDyn.Api;
using LayerDyn.Client.Drawn;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Reporting;

/// <summary>Chooses the sweeps of a report that nobody wrote.</summary>
internal sealed class ReportedSweeps(IDrawnSweeps source)
{
    private readonly List<string> _leftOut = [];

    /// <summary>What was to be in the report and could not be read: each sweep's name, and why.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>The sweeps that a user names; one that cannot be read ends the reading.</summary>
    /// <exception cref="UserException">One is not there, or none of them has a curve.</exception>
    public async Task<IReadOnlyList<(DrawnSweep Sweep, string Description)>> NamedAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var chosen = new List<(DrawnSweep, string)>();
        foreach (string name in names) chosen.Add(await ReadAsync(name, cancellation));
        return WithCurves(chosen);
    }

    /// <summary>The newest sweep of each name; those that cannot be read are left out.</summary>
    /// <exception cref="UserException">There is none, or none of them has a curve.</exception>
    public async Task<IReadOnlyList<(DrawnSweep Sweep, string Description)>> AllAsync(CancellationToken cancellation)
    {
        var chosen = new List<(DrawnSweep, string)>();
        foreach (string name in await source.NamesAsync(cancellation))
        {
            try
            {
                chosen.Add(await ReadAsync(name, cancellation));
            }
            catch (Exception error) when (error is StoreException or SpecException or ApiException { Status: not null })
            {
                _leftOut.Add($"{name}: {error.Message}");
            }
        }

        return WithCurves(chosen);
    }

    private async Task<(DrawnSweep Sweep, string Description)> ReadAsync(string name, CancellationToken cancellation)
    {
        var sweep = await source.ReadAsync(await source.ResolveAsync(name, cancellation), cancellation);
        return (sweep, SweepPlan.LoadResolved(sweep.Resolved, sweep.Id).Description);
    }

    private List<(DrawnSweep Sweep, string Description)> WithCurves(List<(DrawnSweep Sweep, string Description)> chosen)
    {
        if (chosen.Any(each => each.Sweep.Curves.Count > 0)) return chosen;
        throw chosen.Count > 0
            ? new UserException($"no curve is drawn of {string.Join(", ", chosen.Select(each => each.Sweep.Id))}", "run one to its end, or draw what there is: layerdyn curves SWEEP")
            : _leftOut.Count > 0
            ? new UserException($"no sweep can be read: {string.Join("; ", _leftOut)}", "layerdyn verify SWEEP looks at all files of one")
            : new UserException("there is no sweep to report on", "run one to its end: layerdyn run RECIPE");
    }
}
