using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Charts;

/// <summary>Maps over two axes with a common colour scale, side by side.</summary>
public sealed record HeatmapChart : Chart
{
    /// <summary>Abscissa.</summary>
    public required HeatmapAxis X { get; init; }

    /// <summary>Ordinate.</summary>
    public required HeatmapAxis Y { get; init; }

    /// <summary>Label of the colour bar.</summary>
    public required string ValueLabel { get; init; }

    /// <summary>The maps, left to right.</summary>
    public required IReadOnlyList<HeatmapPanel> Panels { get; init; }

    /// <summary>Names of the values 0, 1, ... when the map shows classes instead of numbers; empty for numbers.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Lines over every panel, in positions of the axes (0 is the middle of the first cell).</summary>
    public IReadOnlyList<LineSeries> Lines { get; init; } = [];

    /// <summary>The points of each cell, diverged ones too, as <see cref="StridedPoints"/> writes them; in the order of the values, the same for every panel.</summary>
    public IReadOnlyList<string> Behind { get; init; } = [];

    /// <summary>Least value of the colour scale; null to fit the data.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value of the colour scale; null to fit the data.</summary>
    public double? Max { get; init; }
}
