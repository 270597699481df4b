using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>The numbers of one step of a network.</summary>
/// <param name="OutputScale">The factor on the output.</param>
/// <param name="Scale">The same in single precision.</param>
/// <param name="ErrorFactor">From the error of a squared loss to its gradient.</param>
/// <param name="Update">The numbers of the update.</param>
internal readonly record struct StepFactors(double OutputScale, float Scale, float ErrorFactor, UpdateFactors Update);
