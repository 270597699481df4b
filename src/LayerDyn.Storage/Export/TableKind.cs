namespace LayerDyn.Storage.Export;

/// <summary>Which of a sweep's tables.</summary>
public enum TableKind
{
    /// <summary>One row a point and measured step.</summary>
    Records,

    /// <summary>One row a point with its final measurements.</summary>
    Results,
}
