namespace LayerDyn.Sweeps.Curves;

/// <summary>What is drawn around a line of the mean or median over seeds.</summary>
public enum BandKind
{
    /// <summary>The mean, with one standard deviation over seeds to either side.</summary>
    Std,

    /// <summary>The median, with the band from the 10% to the 90% quantile over seeds.</summary>
    Quantiles,

    /// <summary>The mean, with every single run as a thin line.</summary>
    Runs,
}
