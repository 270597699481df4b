using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>What kernels look at beside their steps.</summary>
internal static class NetChecks
{
    /// <summary>Whether all weights of a network are finite: the same answer for all threads of its team.</summary>
    public static bool AreFinite<TTeam>(ArrayView<double> values, NetShape shape, int net)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        long weights = shape.Weights.Of(net, 0);
        bool broken = false;
        for (int i = team.Lane; i < shape.Size; i += team.Lanes)
            if (!double.IsFinite(values[weights + i * shape.Weights.PerColumn])) broken = true;
        return !team.Any(broken);
    }
}
