using System.Runtime.Intrinsics;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>
/// Outputs, gradients and updates of one multilayer perceptron. Samples go through in passes of as many rows as stay in the cache; no
/// sum depends on how many they are.
/// </summary>
internal abstract class MlpEngine : IDisposable
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

    /// <summary>The outputs on a set, n x out, or with <paramref name="features"/> what the last layer reads.</summary>
    public abstract Matrix Evaluate(FloatBuffer parameters, SampleSet set, bool features);

    /// <summary>The loss gradient over the chosen samples (empty: all) into <paramref name="target"/>.</summary>
    public abstract void Gradients(FloatBuffer parameters, SampleSet set, ReadOnlySpan<int> chosen, FloatBuffer target);

    /// <summary>One step of Adam on all parameters.</summary>
    public abstract void Adam(FloatBuffer parameters, FloatBuffer gradient, FloatBuffer first, FloatBuffer second, AdamFactors factors);

    /// <summary>One step with momentum on all parameters.</summary>
    public abstract void Momentum(FloatBuffer parameters, FloatBuffer gradient, FloatBuffer velocity, MomentumFactors factors);

    /// <summary>One plain step on all parameters.</summary>
    public abstract void Descend(FloatBuffer parameters, FloatBuffer gradient, float penalty, float minusStep);

    /// <summary>Whether all numbers are finite.</summary>
    public abstract bool IsFinite(FloatBuffer values);

    public abstract void Dispose();
}
