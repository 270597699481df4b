using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>Outputs, gradients and updates of one network in single precision, whose parameters lie in one vector.</summary>
internal abstract unsafe class NetEngine : IDisposable
{
    /// <summary>Numbers in the vector, a multiple of 16.</summary>
    public abstract nint Count { get; }

    /// <summary>
    /// The parts of the vector that may learn at rates of their own: each parameter with its padding, in the order of the model; of a network
    /// without such rates, all in one.
    /// </summary>
    public virtual IReadOnlyList<Segment> Segments => [new(0, Count)];

    /// <summary>Writes the parameters, in the order and shapes of the model, into the vector.</summary>
    public abstract void Pack(IReadOnlyList<float[]> parameters, float* target);

    /// <summary>Reads the parameters, in the order and shapes of the model, out of the vector.</summary>
    public abstract float[][] Unpack(float* source);

    /// <summary>The outputs on a set, n x out, or with <paramref name="features"/> what the last layer reads.</summary>
    public abstract Matrix Evaluate(FloatBuffer parameters, SampleSet set, bool features);

    /// <summary>The Jacobian of the outputs on <paramref name="inputs"/> (n x in): (n out) x parameters, rows sample-major.</summary>
    public abstract Matrix Jacobian(IReadOnlyList<Matrix> parameters, Matrix inputs);

    /// <summary>The loss gradient over the chosen samples (empty: all) into <paramref name="target"/>.</summary>
    public abstract void Gradients(FloatBuffer parameters, SampleSet set, ReadOnlySpan<int> chosen, FloatBuffer target);

    /// <summary>One step of Adam on some of the parameters.</summary>
    public abstract void Adam(Segment segment, FloatBuffer parameters, FloatBuffer gradient, FloatBuffer first, FloatBuffer second, AdamFactors factors);

    /// <summary>One step with momentum on some of the parameters.</summary>
    public abstract void Momentum(Segment segment, FloatBuffer parameters, FloatBuffer gradient, FloatBuffer velocity, MomentumFactors factors);

    /// <summary>One plain step on some of the parameters.</summary>
    public abstract void Descend(Segment segment, FloatBuffer parameters, FloatBuffer gradient, float penalty, float minusStep);

    /// <summary>One step along signs on some of the parameters.</summary>
    public abstract void Sign(Segment segment, FloatBuffer parameters, FloatBuffer gradient, FloatBuffer average, SignFactors factors);

    /// <summary>Whether all numbers are finite.</summary>
    public abstract bool IsFinite(FloatBuffer values);

    public abstract void Dispose();
}
