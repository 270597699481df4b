namespace LayerDyn.Sweeps.Charts;

/// <summary>How a series is drawn.</summary>
public enum LineStroke
{
    /// <summary>A solid line: what was measured.</summary>
    Solid,

    /// <summary>A dashed line: the exact solution.</summary>
    Dashed,

    /// <summary>A dotted line: a fit or a calibrated curve.</summary>
    Dotted,

    /// <summary>Markers without a line.</summary>
    Markers,

    /// <summary>Markers joined by a line.</summary>
    MarkersAndLine,
}
