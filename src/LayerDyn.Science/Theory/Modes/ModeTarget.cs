using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory.Modes;

/// <summary>What a mode of a diagonal network on uncorrelated inputs learns.</summary>
/// <param name="Target">The target <c>S_i = E[y x_i] / E[x_i^2]</c>; 0 for an input that is always 0.</param>
/// <param name="Variance">Its rate <c>E[x_i^2]</c>.</param>
internal readonly record struct ModeTarget(double Target, double Variance)
{
    public static ModeTarget Of(Moments moments, int mode)
    {
        double variance = moments.Variances?[mode] ?? moments.Inputs[mode, mode];
        return new(variance > 0 ? moments.Cross[0, mode] / variance : 0, variance);
    }
}
