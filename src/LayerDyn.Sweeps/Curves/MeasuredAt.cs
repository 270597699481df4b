namespace LayerDyn.Sweeps.Curves;

/// <summary>Which measurement of a training a map shows.</summary>
public enum MeasuredAt
{
    /// <summary>The last.</summary>
    Last,

    /// <summary>The first (before training).</summary>
    First,

    /// <summary>The largest of all.</summary>
    Largest,
}
