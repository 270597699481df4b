using System.Globalization;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>What is said of a fitted scaling law.</summary>
internal static class ScalingFinding
{
    /// <summary>The law with its interval, range, local slopes and theory; or why there is none.</summary>
    /// <param name="spec">The curve.</param>
    /// <param name="suffix">The group, for findings.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="interval">The interval in words.</param>
    /// <param name="theory">The exponent of theory; null without one.</param>
    public static string Of(ScalingLawCurve spec, string suffix, ScalingFit fit, string interval, double? theory)
    {
        string below = fit.Below == 0 ? "" : $"; {Shown.Count(fit.Below, "place")} at or below the rounding floor {Shown.Number(fit.Floor)} left out";
        var (least, largest) = fit.SlopeRange();
        string slopes = $"{Shown.Number(least)} to {Shown.Number(largest)}";
        if (!fit.Found)
        {
            string inside = spec.X == ScalingLawCurve.Compute ? " with the best size inside the range of sizes" : "";
            string why = fit.Slopes.Count < 3 ? $"only {Shown.Count(fit.Slopes.Count, "place")} of the curve to fit{inside}"
                : $"the local slope, {slopes}, settles on no decade of the {Shown.Count(fit.Slopes.Count, "place")}{inside}: no power law";
            return $"{spec.Value}{suffix}: no exponent, {why}{below}";
        }

        string chosen = spec is { FitFrom: not null, FitTo: not null } ? "as asked" : "where the local slope is settled";
        string compared = theory is { } exponent
            ? $"; theory {Shown.Number(exponent)}, off by {(Math.Abs(fit.Law.Exponent / exponent - 1) * 100).ToString("0.0", CultureInfo.InvariantCulture)}%" : "";
        return $"{spec.Value}{suffix} ~ {spec.X}^{Shown.Number(fit.Law.Exponent)}, {interval}, fitted from {Shown.Number(fit.From)} to {Shown.Number(fit.To)} ({chosen}), "
            + $"R² {fit.RSquared.ToString("0.0000", CultureInfo.InvariantCulture)}, local slope {slopes}{compared}{below}";
    }
}
