using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// Kernels of dense networks. Each element is the same sum in the same order as in <see cref="Linear.DenseBlock{TS, TV}"/> and
/// <see cref="Linear.TwoByTwo{TS, TV}"/>.
/// </summary>
internal static class DenseKernels
{
    /// <summary>The program of a step, a network a thread.</summary>
    public static void Thread(Index1D net, BatchMemory memory, ArrayView<Operation> program, NetShape shape, Steps steps) =>
        Train<SingleThread>(net, memory, program, shape, steps);

    /// <summary>The program of a step, a network a group of threads.</summary>
    public static void Group(BatchMemory memory, ArrayView<Operation> program, NetShape shape, Steps steps) =>
        Train<ThreadGroup>(Grid.IdxX, memory, program, shape, steps);

    /// <summary>The net of the published heat map, all its weights in registers.</summary>
    public static void TwoByTwo(Index1D net, BatchMemory memory, NetShape shape, Steps steps)
    {
        if (memory.Diverged[net] <= steps.From) return;
        var values = memory.Values;
        long w = shape.Weights.Of(net, 0), n = shape.Weights.PerColumn;
        double a00 = values[w], a01 = values[w + n], a10 = values[w + 2 * n], a11 = values[w + 3 * n];
        double b00 = values[w + 4 * n], b01 = values[w + 5 * n], b10 = values[w + 6 * n], b11 = values[w + 7 * n];
        long cross = shape.MinusCross.Of(net, memory.DataRows[net]), m = shape.MinusCross.PerColumn;
        double d00 = values[cross], d01 = values[cross + m], d10 = values[cross + 2 * m], d11 = values[cross + 3 * m];
        long rates = memory.RateRows[net];
        for (long step = steps.From; step < steps.To; step++, rates += steps.RatesPerStep)
        {
            double rate = memory.Rates[rates];

            // E = (B A - D) * (-rate)
            double e00 = Exact.Multiply(Exact.MultiplyAdd(b01, a10, Exact.MultiplyAdd(b00, a00, d00)), rate);
            double e01 = Exact.Multiply(Exact.MultiplyAdd(b01, a11, Exact.MultiplyAdd(b00, a01, d01)), rate);
            double e10 = Exact.Multiply(Exact.MultiplyAdd(b11, a10, Exact.MultiplyAdd(b10, a00, d10)), rate);
            double e11 = Exact.Multiply(Exact.MultiplyAdd(b11, a11, Exact.MultiplyAdd(b10, a01, d11)), rate);

            // Q = E A^T, from the weights before the step.
            double q00 = Exact.MultiplyAdd(e01, a01, Exact.Multiply(e00, a00));
            double q01 = Exact.MultiplyAdd(e01, a11, Exact.Multiply(e00, a10));
            double q10 = Exact.MultiplyAdd(e11, a01, Exact.Multiply(e10, a00));
            double q11 = Exact.MultiplyAdd(e11, a11, Exact.Multiply(e10, a10));

            // A += B^T E
            a00 = Exact.MultiplyAdd(b10, e10, Exact.MultiplyAdd(b00, e00, a00));
            a01 = Exact.MultiplyAdd(b10, e11, Exact.MultiplyAdd(b00, e01, a01));
            a10 = Exact.MultiplyAdd(b11, e10, Exact.MultiplyAdd(b01, e00, a10));
            a11 = Exact.MultiplyAdd(b11, e11, Exact.MultiplyAdd(b01, e01, a11));

            b00 = Exact.Add(b00, q00);
            b01 = Exact.Add(b01, q01);
            b10 = Exact.Add(b10, q10);
            b11 = Exact.Add(b11, q11);

            if (!steps.ChecksAfter(step + 1)) continue;
            if (double.IsFinite(a00) && double.IsFinite(a01) && double.IsFinite(a10) && double.IsFinite(a11)
                && double.IsFinite(b00) && double.IsFinite(b01) && double.IsFinite(b10) && double.IsFinite(b11)) continue;
            memory.Diverged[net] = step + 1;
            return;
        }

        values[w] = a00;
        values[w + n] = a01;
        values[w + 2 * n] = a10;
        values[w + 3 * n] = a11;
        values[w + 4 * n] = b00;
        values[w + 5 * n] = b01;
        values[w + 6 * n] = b10;
        values[w + 7 * n] = b11;
    }

    private static void Train<TTeam>(int net, BatchMemory memory, ArrayView<Operation> program, NetShape shape, Steps steps)
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
            double rate = memory.Rates[rates];
            double scale = shape.HasVelocity != 0 ? gradientScale : rate;
            for (long i = 0; i < program.Length; i++)
            {
                Apply<TTeam>(program[i], memory.Values, net, data, momentum, decay, scale, rate);
                team.Barrier();
            }

            if (!steps.ChecksAfter(step + 1) || NetChecks.AreFinite<TTeam>(memory.Values, shape, net)) continue;
            if (team.Lane == 0) memory.Diverged[net] = step + 1;
            return;
        }
    }

    private static void Apply<TTeam>(
        Operation operation, ArrayView<double> values, int net, int data, double momentum, double decay, double scale, double rate)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        var (target, a, b, initial) = (operation.Target, operation.A, operation.B, operation.Initial);
        long targets = target.Of(net, data), left = a.Of(net, data), right = b.Of(net, data), initials = initial.Of(net, data);
        var kind = operation.Kind;
        int elements = operation.Rows * operation.Columns;
        for (int element = team.Lane; element < elements; element += team.Lanes)
        {
            int i = element / operation.Columns, j = element - i * operation.Columns;
            long at = targets + i * target.PerRow + j * target.PerColumn;
            if (kind == OperationKind.Brake)
            {
                values[at] = Exact.Multiply(values[at], momentum);
                continue;
            }

            long from = left + i * a.PerRow;
            if (kind == OperationKind.BrakeAndDecay)
            {
                values[at] = Exact.MultiplyAdd(values[from + j * a.PerColumn], decay, Exact.Multiply(values[at], momentum));
                continue;
            }

            if (kind == OperationKind.Add)
            {
                values[at] = Exact.Add(values[at], values[from + j * a.PerColumn]);
                continue;
            }

            if (kind == OperationKind.AddScaled)
            {
                values[at] = Exact.MultiplyAdd(values[from + j * a.PerColumn], rate, values[at]);
                continue;
            }

            double sum = kind == OperationKind.Product ? 0 : values[initials + i * initial.PerRow + j * initial.PerColumn];
            long to = right + j * b.PerColumn;
            for (int k = 0; k < operation.Inner; k++, from += a.PerColumn, to += b.PerRow) sum = Exact.MultiplyAdd(values[from], values[to], sum);
            values[at] = kind == OperationKind.ScaledProductFrom ? Exact.Multiply(sum, scale) : sum;
        }
    }
}
