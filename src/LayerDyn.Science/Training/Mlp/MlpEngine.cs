using System.Runtime.Intrinsics;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>
/// Outputs, gradients and updates of one multilayer perceptron. Samples go through in passes of as many rows as stay in the cache; no
/// sum depends on how many they are.
/// </summary>
internal abstract class MlpEngine : NetEngine
{
    protected MlpEngine(Experiment experiment)
    {
        Model = (MlpModel)experiment.Model;
        Layout = new(Model);
        Loss = new(experiment.Loss, Model.OutputScale, Model.Widths[^1]);
    }

    public MlpModel Model { get; }

    public MlpLayout Layout { get; }

    protected OutputGradient Loss { get; }

    /// <summary>The engine for this machine's vectors.</summary>
    public static MlpEngine Create(Experiment experiment) => Vector512.IsHardwareAccelerated
        ? new MlpEngine<Floats512, Vector512<float>>(experiment)
        : new MlpEngine<Floats256, Vector256<float>>(experiment);

    public override nint Count => Layout.Count;

    public override IReadOnlyList<Segment> Segments => Layout.Segments;

    public override unsafe void Pack(IReadOnlyList<float[]> parameters, float* target) => Layout.Pack(parameters, target);

    public override unsafe float[][] Unpack(float* source) => Layout.Unpack(source);

    public override Matrix Jacobian(IReadOnlyList<Matrix> parameters, Matrix inputs) => MlpJacobian.Of(Model, parameters, inputs);
}
