using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>What a batch keeps on the device.</summary>
/// <param name="Values">Weights, velocities, constants, data and temporary values, where <see cref="Operand"/>s say.</param>
/// <param name="Rates">Step sizes: one a row, or with a schedule one a row and step of the launch.</param>
/// <param name="RateRows">Each network's row of <paramref name="Rates"/>.</param>
/// <param name="DataRows">Each network's row of data.</param>
/// <param name="Diverged">The step at which each network was seen to have diverged; <see cref="Never"/> for one that is well.</param>
internal readonly record struct BatchMemory(
    ArrayView<double> Values, ArrayView<double> Rates, ArrayView<int> RateRows, ArrayView<int> DataRows, ArrayView<long> Diverged)
{
    /// <summary>No step.</summary>
    public const long Never = long.MaxValue;
}
