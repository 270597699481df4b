namespace LayerDyn.Sweeps.Charts;

/// <summary>What a series stands for: clients choose colours and emphasis by it.</summary>
public enum SeriesRole
{
    /// <summary>What was measured: the mean over finished points.</summary>
    Measured,

    /// <summary>The exact solution, or the exponent of theory.</summary>
    Theory,

    /// <summary>A fit to what was measured.</summary>
    Fit,

    /// <summary>The curve of theory with a constant calibrated on the data.</summary>
    Calibrated,

    /// <summary>Measured too, but behind the line that matters, e.g. one model size each.</summary>
    Background,

    /// <summary>One training, as a thin line behind the mean.</summary>
    Run,

    /// <summary>Measured of trainings that go on: replaced when their points are committed.</summary>
    Provisional,

    /// <summary>A boundary between regions of a map.</summary>
    Boundary,
}
