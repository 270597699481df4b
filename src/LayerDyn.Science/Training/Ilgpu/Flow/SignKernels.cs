using ILGPU;
using LayerDyn.Science.Training.Ilgpu.Programs;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>Kernels of steps along signs. Each weight moves by the operations of <see cref="Linear.SignBatch"/>.</summary>
internal static class SignKernels
{
    /// <summary>A network a thread.</summary>
    public static void Thread(Index1D net, BatchMemory memory, ArrayView<MatrixOperation> descent, NetShape shape, SignShape signs, Steps steps) =>
        Train<SingleThread>(net, memory, descent, shape, signs, steps);

    /// <summary>A network a group of threads.</summary>
    public static void Group(BatchMemory memory, ArrayView<MatrixOperation> descent, NetShape shape, SignShape signs, Steps steps) =>
        Train<ThreadGroup>(Grid.IdxX, memory, descent, shape, signs, steps);

    private static void Train<TTeam>(int net, BatchMemory memory, ArrayView<MatrixOperation> descent, NetShape shape, SignShape signs, Steps steps)
        where TTeam : struct, ITeam
    {
        if (memory.Diverged[net] <= steps.From) return;
        TTeam team = default;
        long rates = memory.RateRows[net];
        for (long step = steps.From; step < steps.To; step++, rates += steps.RatesPerStep)
        {
            MatrixPrograms.Run<TTeam, Arithmetic>(net, memory, descent, 0);
            Move<TTeam>(net, memory.Values, shape, signs, -memory.Rates[rates]);
            team.Barrier();
            if (!steps.ChecksAfter(step + 1) || NetChecks.AreFinite<TTeam>(memory.Values, shape, net)) continue;
            if (team.Lane == 0) memory.Diverged[net] = step + 1;
            return;
        }
    }

    private static void Move<TTeam>(int net, ArrayView<double> values, NetShape shape, SignShape signs, double rate)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        long rule = signs.Rule.Of(net, 0), next = signs.Rule.PerColumn;
        double beta1 = values[rule], rest1 = values[rule + next], beta2 = values[rule + 2 * next], rest2 = values[rule + 3 * next];
        double penalty = values[rule + 4 * next], shrink = Exact.Subtract(1, Exact.Multiply(rate, values[rule + 5 * next]));
        for (int i = team.Lane; i < shape.Size; i += team.Lanes)
        {
            long weight = shape.Weights.Of(net, 0) + i * shape.Weights.PerColumn, average = shape.Velocities.Of(net, 0) + i * shape.Velocities.PerColumn;
            double gradient = Exact.Subtract(Exact.Multiply(penalty, values[weight]), values[signs.Descent.Of(net, 0) + i * signs.Descent.PerColumn]);
            double direction = Exact.Add(Exact.Multiply(beta1, values[average]), Exact.Multiply(rest1, gradient));
            values[average] = Exact.Add(Exact.Multiply(beta2, values[average]), Exact.Multiply(rest2, gradient));
            values[weight] = Exact.Subtract(Exact.Multiply(shrink, values[weight]), direction > 0 ? rate : direction < 0 ? -rate : 0);
        }
    }
}
