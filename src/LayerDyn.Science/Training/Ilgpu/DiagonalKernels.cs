using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// Kernels of diagonal networks. Each element is the same sum in the same order as in <see cref="Linear.DiagonalBlock{TS, TV}"/> and
/// <see cref="Linear.DiagonalPairs{TS, TV}"/>.
/// </summary>
internal static class DiagonalKernels
{
    /// <summary>Any diagonal network, one a thread.</summary>
    public static void Thread(Index1D net, BatchMemory memory, NetShape shape, DiagonalShape diagonal, Steps steps) =>
        Train<SingleThread>(net, memory, shape, diagonal, steps);

    /// <summary>Any diagonal network, one a group of threads.</summary>
    public static void Group(BatchMemory memory, NetShape shape, DiagonalShape diagonal, Steps steps) =>
        Train<ThreadGroup>(Grid.IdxX, memory, shape, diagonal, steps);

    /// <summary>Two layers on uncorrelated modes, which do not see each other: a mode of a network a thread, its weights in registers.</summary>
    public static void Pairs(Index1D index, BatchMemory memory, NetShape shape, DiagonalShape diagonal, Steps steps)
    {
        int net = index % shape.Nets, mode = index / shape.Nets;
        if (memory.Diverged[net] <= steps.From) return;
        var values = memory.Values;
        int data = memory.DataRows[net];
        long first = shape.Weights.Of(net, data) + mode * shape.Weights.PerColumn, second = first + diagonal.Modes * shape.Weights.PerColumn;
        double a = values[first], b = values[second];
        double c = values[diagonal.Second.Of(net, data) + mode * diagonal.Second.PerColumn];
        double d = values[shape.MinusCross.Of(net, data) + mode * shape.MinusCross.PerColumn];
        long rates = memory.RateRows[net];
        for (long step = steps.From; step < steps.To; step++, rates += steps.RatesPerStep)
        {
            double e = Exact.Multiply(Exact.MultiplyAdd(Exact.Multiply(a, b), c, d), memory.Rates[rates]), old = a;
            a = Exact.MultiplyAdd(e, b, a);
            b = Exact.MultiplyAdd(e, old, b);
            if (!steps.ChecksAfter(step + 1) || (double.IsFinite(a) && double.IsFinite(b))) continue;

            // The network's first step of all its modes'.
            Atomic.Min(ref memory.Diverged[net], step + 1);
            return;
        }

        values[first] = a;
        values[second] = b;
    }

    private static void Train<TTeam>(int net, BatchMemory memory, NetShape shape, DiagonalShape diagonal, Steps steps)
        where TTeam : struct, ITeam
    {
        if (memory.Diverged[net] <= steps.From) return;
        TTeam team = default;
        int data = memory.DataRows[net];
        double momentum = memory.Values[shape.Momentum.Of(net, data)], decay = memory.Values[shape.Decay.Of(net, data)];
        double gradientScale = memory.Values[shape.GradientScale.Of(net, data)];
        long rates = memory.RateRows[net];
        for (long step = steps.From; step < steps.To; step++, rates += steps.RatesPerStep)
        {
            Map<TTeam>(memory.Values, shape, diagonal, net);
            team.Barrier();
            double rate = memory.Rates[rates];
            Descend<TTeam>(memory.Values, shape, diagonal, net, data, shape.HasVelocity != 0 ? gradientScale : rate, momentum, decay, rate);
            team.Barrier();
            if (!steps.ChecksAfter(step + 1) || NetChecks.AreFinite<TTeam>(memory.Values, shape, net)) continue;
            if (team.Lane == 0) memory.Diverged[net] = step + 1;
            return;
        }
    }

    // The product of all layers, mode by mode.
    private static void Map<TTeam>(ArrayView<double> values, NetShape shape, DiagonalShape diagonal, int net)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        long layer = diagonal.Modes * shape.Weights.PerColumn;
        for (int i = team.Lane; i < diagonal.Modes; i += team.Lanes)
        {
            long weight = shape.Weights.Of(net, 0) + i * shape.Weights.PerColumn;
            double product = values[weight];
            for (int l = 1; l < diagonal.Depth; l++) product = Exact.Multiply(product, values[weight + l * layer]);
            values[diagonal.Map.Of(net, 0) + i * diagonal.Map.PerColumn] = product;
        }
    }

    // Moves all layers of each mode along the error times the product of the other layers.
    private static void Descend<TTeam>(
        ArrayView<double> values, NetShape shape, DiagonalShape diagonal, int net, int data, double scale, double momentum, double decay, double rate)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        long layer = diagonal.Modes * shape.Weights.PerColumn;
        for (int i = team.Lane; i < diagonal.Modes; i += team.Lanes)
        {
            double error = Exact.Multiply(Error(values, shape, diagonal, net, data, i), scale), prefix = 0;
            long weight = shape.Weights.Of(net, data) + i * shape.Weights.PerColumn;
            long velocity = shape.Velocities.Of(net, data) + i * shape.Velocities.PerColumn;
            for (int l = 0; l < diagonal.Depth; l++)
            {
                // The layers above have not moved yet.
                double others = error;
                for (int above = diagonal.Depth - 1; above > l; above--) others = Exact.Multiply(others, values[weight + above * layer]);
                double old = values[weight + l * layer];
                if (shape.HasVelocity != 0)
                {
                    double gradient = l == 0 ? others : Exact.Multiply(others, prefix);
                    if (shape.HasDecay != 0) gradient = Exact.MultiplyAdd(old, decay, gradient);
                    double moved = Exact.MultiplyAdd(values[velocity + l * layer], momentum, gradient);
                    values[velocity + l * layer] = moved;
                    values[weight + l * layer] = Exact.MultiplyAdd(moved, rate, old);
                }
                else
                {
                    values[weight + l * layer] = l == 0 ? Exact.Add(old, others) : Exact.MultiplyAdd(others, prefix, old);
                }

                prefix = l == 0 ? old : Exact.Multiply(prefix, old);
            }
        }
    }

    // One element of u C - D.
    private static double Error(ArrayView<double> values, NetShape shape, DiagonalShape diagonal, int net, int data, int mode)
    {
        long map = diagonal.Map.Of(net, data), second = diagonal.Second.Of(net, data) + mode * diagonal.Second.PerColumn;
        double sum = values[shape.MinusCross.Of(net, data) + mode * shape.MinusCross.PerColumn];
        if (diagonal.IsCorrelated == 0) return Exact.MultiplyAdd(values[map + mode * diagonal.Map.PerColumn], values[second], sum);
        for (int k = 0; k < diagonal.Modes; k++)
            sum = Exact.MultiplyAdd(values[map + k * diagonal.Map.PerColumn], values[second + k * diagonal.Second.PerRow], sum);
        return sum;
    }
}
