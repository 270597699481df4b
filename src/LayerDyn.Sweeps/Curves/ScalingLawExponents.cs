using LayerDyn.Science.Theory.Skills;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The exponents of the scaling laws.</summary>
internal static class ScalingLawExponents
{
    /// <summary>The exponent of a law, negative, for a frequency exponent; null without either.</summary>
    /// <param name="law">The law.</param>
    /// <param name="alpha">Exponent of the skill frequencies p_k ~ k^-(alpha+1); null when unknown.</param>
    public static double? Exponent(this ScalingLaw law, double? alpha) => alpha is not { } a ? null : law switch
    {
        ScalingLaw.Time => ScalingLaws.Time(a),
        ScalingLaw.Data => ScalingLaws.Data(a),
        ScalingLaw.Parameters => ScalingLaws.Parameters(a),
        ScalingLaw.Compute => ScalingLaws.Compute(a),
        _ => default(double?),
    };
}
