using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Drawn;

/// <summary>Sweeps that are read once each, however often they are asked for.</summary>
internal sealed class SweepsReadOnce(IDrawnSweeps sweeps) : IDrawnSweeps
{
    private readonly Dictionary<SweepId, DrawnSweep> _read = [];

    public Task<SweepId> ResolveAsync(string written, CancellationToken cancellation) => sweeps.ResolveAsync(written, cancellation);

    public async Task<DrawnSweep> ReadAsync(SweepId id, CancellationToken cancellation)
    {
        if (!_read.TryGetValue(id, out var sweep)) _read.Add(id, sweep = await sweeps.ReadAsync(id, cancellation));
        return sweep;
    }

    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation) => sweeps.NamesAsync(cancellation);

    public Task<string> ReportAsync(string name, CancellationToken cancellation) => sweeps.ReportAsync(name, cancellation);
}
