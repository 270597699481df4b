using LayerDyn.Science.Catalog;

namespace LayerDyn.Sweeps.Curves;

/// <summary>A curve with a line or a panel for each position of some axes, and a band over seeds.</summary>
public abstract record LineCurveSpec : FilteredCurveSpec
{
    /// <summary>The axes with a line or a panel for each combination of their positions.</summary>
    [Parameter(ByAxes.Summary, OrSingle = true)]
    public IReadOnlyList<string>? By { get; init; }

    /// <summary>What is drawn around a line.</summary>
    [Parameter(SeedBand.Summary)]
    public BandKind Band { get; init; }
}
