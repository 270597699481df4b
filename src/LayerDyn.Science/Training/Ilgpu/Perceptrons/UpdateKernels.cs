using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>The optimizers' updates, a thread a parameter: as <see cref="Mlp.Updates{TS, TV}"/>.</summary>
internal static class UpdateKernels
{
    /// <summary>Against the gradient.</summary>
    public static void Descend(Index1D index, PerceptronMemory memory, Pass pass)
    {
        int net = index / (int)memory.Size;
        if (memory.HasEnded(net)) return;
        var factors = memory.FactorsOf(net, pass).Update.Momentum;
        float weight = memory.Weights[index], gradient = Exact.MultiplyAdd(weight, factors.Penalty, memory.Gradients[index]);
        memory.Weights[index] = Exact.MultiplyAdd(gradient, factors.MinusStep, weight);
    }

    /// <summary>Along a velocity.</summary>
    public static void Momentum(Index1D index, PerceptronMemory memory, Pass pass)
    {
        int net = index / (int)memory.Size;
        if (memory.HasEnded(net)) return;
        var factors = memory.FactorsOf(net, pass).Update.Momentum;
        float weight = memory.Weights[index], gradient = Exact.MultiplyAdd(weight, factors.Penalty, memory.Gradients[index]);
        float velocity = Exact.MultiplyAdd(gradient, factors.Damping, Exact.Multiply(memory.First[index], factors.Momentum));
        memory.First[index] = velocity;
        float direction = Exact.MultiplyAdd(velocity, factors.OfVelocity, Exact.Multiply(gradient, factors.OfGradient));
        memory.Weights[index] = Exact.MultiplyAdd(direction, factors.MinusStep, weight);
    }

    /// <summary>Adam's, with weight decay in either place.</summary>
    public static void Adam(Index1D index, PerceptronMemory memory, Pass pass)
    {
        int net = index / (int)memory.Size;
        if (memory.HasEnded(net)) return;
        var factors = memory.FactorsOf(net, pass).Update.Adam;
        float weight = Exact.Multiply(memory.Weights[index], factors.Shrink), gradient = Exact.MultiplyAdd(weight, factors.Penalty, memory.Gradients[index]);
        float first = memory.First[index];
        first = Exact.MultiplyAdd(Exact.Subtract(gradient, first), factors.Rest1, first);
        memory.First[index] = first;
        float second = Exact.MultiplyAdd(Exact.Multiply(gradient, factors.Rest2), gradient, Exact.Multiply(memory.Second[index], factors.Beta2));
        memory.Second[index] = second;
        float denominator = Exact.MultiplyAdd(MathF.Sqrt(second), factors.Correction, factors.Eps);
        memory.Weights[index] = Exact.MultiplyAdd(first / denominator, factors.MinusStep, weight);
    }

    /// <summary>Ends the networks of which a parameter is not finite after <paramref name="step"/> steps.</summary>
    public static void Check(Index1D index, PerceptronMemory memory, long step)
    {
        int net = index / (int)memory.Size;
        if (!memory.HasEnded(net) && !float.IsFinite(memory.Weights[index])) Atomic.Min(ref memory.Diverged[net], step);
    }
}
