namespace LayerDyn.Science.Theory.Skills;

/// <summary>
/// Exponents of the loss of the multilinear skill model with <c>p_k ~ k^-(alpha+1)</c> (Nam et al. 2024, arXiv 2404.17563, section 4):
/// <c>L ~ X^exponent</c>.
/// </summary>
public static class ScalingLaws
{
    /// <summary>In time T: <c>-alpha / (alpha + 1)</c>.</summary>
    public static double Time(double alpha) => -alpha / (alpha + 1);

    /// <summary>In data D: <c>-alpha / (alpha + 1)</c>.</summary>
    public static double Data(double alpha) => -alpha / (alpha + 1);

    /// <summary>In parameters N: <c>-alpha</c>.</summary>
    public static double Parameters(double alpha) => -alpha;

    /// <summary>In compute <c>C = N T</c> at the best allocation: <c>-alpha / (alpha + 2)</c>.</summary>
    public static double Compute(double alpha) => -alpha / (alpha + 2);
}
