using LayerDyn.Grains.Telemetry;

namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>The spans of one trace.</summary>
internal sealed class SpanTree
{
    private readonly Dictionary<string, ExportedSpan> _byId;

    public SpanTree(IEnumerable<ExportedSpan> spans, string sweep)
    {
        string trace = SweepTrace.Of(sweep).ToString();
        _byId = spans.Where(span => span.Trace == trace).ToDictionary(span => span.Id, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<ExportedSpan> All => _byId.Values;

    /// <summary>The sweep's own spans of a name, without the calls between grains.</summary>
    public IReadOnlyList<ExportedSpan> Named(string name) => [.. All.Where(span => span.Name == name)];

    /// <summary>Spans whose parent never arrived.</summary>
    public IEnumerable<ExportedSpan> Orphans() => All.Where(span => span.Parent.Length > 0 && !_byId.ContainsKey(span.Parent));

    /// <summary>The next of the sweep's own spans above one, through the calls between grains; null when there is none.</summary>
    public ExportedSpan? Cause(ExportedSpan span)
    {
        for (var above = _byId.GetValueOrDefault(span.Parent); above is not null; above = _byId.GetValueOrDefault(above.Parent))
            if (above.Scope == LayerDynActivities.SourceName) return above;
        return null;
    }
}
