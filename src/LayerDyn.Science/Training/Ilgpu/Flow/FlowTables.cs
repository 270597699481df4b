using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>The constants of an integration on the device.</summary>
/// <param name="Method">The weights of the method: <see cref="Numerics.DormandPrince.Table"/>.</param>
/// <param name="Exponential">What <see cref="ExactFunctions.Exp"/> reads.</param>
/// <param name="Logarithm">What <see cref="ExactFunctions.Power"/> reads.</param>
internal readonly record struct FlowTables(ArrayView<double> Method, ArrayView<double> Exponential, ArrayView<double> Logarithm);
