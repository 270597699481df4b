using ILGPU;
using LayerDyn.Science.Training.Ilgpu.Programs;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>
/// Kernels of gradient flow: each network integrates by itself, with its own step sizes, by the operations of
/// <see cref="Numerics.DormandPrince"/>.
/// </summary>
internal static class FlowKernels
{
    /// <summary>A network a thread.</summary>
    public static void Thread(
        Index1D net, BatchMemory memory, ArrayView<MatrixOperation> rate, NetShape shape, FlowShape flow, FlowTables tables, FlowLaunch launch) =>
        Advance<SingleThread>(net, memory, rate, shape, flow, tables, launch);

    /// <summary>A network a group of threads.</summary>
    public static void Group(BatchMemory memory, ArrayView<MatrixOperation> rate, NetShape shape, FlowShape flow, FlowTables tables, FlowLaunch launch) =>
        Advance<ThreadGroup>(Grid.IdxX, memory, rate, shape, flow, tables, launch);

    // All threads of a network work out the same step sizes.
    private static void Advance<TTeam>(
        int net, BatchMemory memory, ArrayView<MatrixOperation> rate, NetShape shape, FlowShape flow, FlowTables tables, FlowLaunch launch)
        where TTeam : struct, ITeam
    {
        if (memory.Diverged[net] != BatchMemory.Never) return;
        TTeam team = default;
        var values = memory.Values;
        double now = values[flow.Now.Of(net, 0)], next = values[flow.NextStep.Of(net, 0)], end = values[flow.End.Of(net, 0)];
        bool holds = true;
        for (int taken = 0; holds && now < end && taken < launch.MostSteps; taken++)
        {
            Copy<TTeam>(values, shape.Weights, flow.Trial, net, shape.Size);
            team.Barrier();
            Evaluate<TTeam>(net, memory, rate, shape, flow, 0);
            if (!(next > 0)) next = FirstStep(values, shape, flow, net);
            double most = 6;
            bool accepted = false;
            while (holds && !accepted)
            {
                bool last = Exact.Add(Exact.Multiply(next, 1.000001), now) >= end;
                double step = last ? Exact.Subtract(end, now) : next;
                holds = last || Exact.Add(now, step) != now;
                if (!holds) break;
                double error = Try<TTeam>(net, memory, rate, shape, flow, tables, step);
                double factor = double.IsFinite(error) ? Factor(tables, error, most) : 0.1, other = Exact.Multiply(step, factor);
                most = 1;
                if (error <= 1)
                {
                    // A step cut short by the end says nothing against the longer one.
                    next = last && next > other ? next : other;
                    now = last ? end : Exact.Add(now, step);
                    Copy<TTeam>(values, flow.Trial, shape.Weights, net, shape.Size);
                    accepted = true;
                }
                else
                {
                    next = other;
                    holds = Exact.Add(now, next) != now && next > 0;
                }

                team.Barrier();
            }
        }

        bool isThere = holds && !(now < end);
        if (!holds || (isThere && !NetChecks.AreFinite<TTeam>(values, shape, net)))
        {
            if (team.Lane == 0) memory.Diverged[net] = launch.Target;
            return;
        }

        team.Barrier();
        if (team.Lane != 0) return;
        values[flow.Now.Of(net, 0)] = now;
        values[flow.NextStep.Of(net, 0)] = next;
        if (!isThere) Atomic.Add(ref launch.Unfinished[0], 1);
    }

    // The rate at the trial, as a stage.
    private static void Evaluate<TTeam>(int net, BatchMemory memory, ArrayView<MatrixOperation> rate, NetShape shape, FlowShape flow, int stage)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        var values = memory.Values;
        MatrixPrograms.Run<TTeam, Arithmetic>(net, memory, rate, 0);
        double decay = values[flow.Decay.Of(net, 0)];
        for (int i = team.Lane; i < shape.Size; i += team.Lanes)
        {
            double value = At(values, flow.Rate, net, 0, i);
            if (decay != 0) value = Exact.MultiplyAdd(-decay, At(values, flow.Trial, net, 0, i), value);
            values[Place(flow.Stages, net, stage, i)] = value;
        }

        team.Barrier();
    }

    // The error estimate in units of what is allowed; the new state is the trial then.
    private static double Try<TTeam>(int net, BatchMemory memory, ArrayView<MatrixOperation> rate, NetShape shape, FlowShape flow, FlowTables tables, double step)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        var values = memory.Values;
        for (int stage = 1; stage <= FlowShape.StageCount; stage++)
        {
            for (int i = team.Lane; i < shape.Size; i += team.Lanes)
                values[Place(flow.Trial, net, 0, i)] =
                    Exact.Add(At(values, shape.Weights, net, 0, i), Exact.Multiply(step, Combined(values, flow, tables.Method, stage, net, i)));
            team.Barrier();
            if (stage < FlowShape.StageCount) Evaluate<TTeam>(net, memory, rate, shape, flow, stage);
        }

        double floor = Exact.Multiply(Largest(values, shape.Weights, net, 0, shape.Size), 1e-3);
        if (floor < 1e-250) floor = 1e-250;
        double tolerance = values[flow.Tolerance.Of(net, 0)];
        for (int i = team.Lane; i < shape.Size; i += team.Lanes)
        {
            double size = Larger(Larger(Size(At(values, shape.Weights, net, 0, i)), Size(At(values, flow.Trial, net, 0, i))), floor);
            double allowed = Exact.Multiply(tolerance, size);
            for (int order = 0; order < 2; order++)
            {
                double share = Exact.Add(Exact.Multiply(step, Combined(values, flow, tables.Method, FlowShape.StageCount + 1 + order, net, i)), 0.0) / allowed;
                values[Place(flow.Errors, net, order, i)] = Exact.Multiply(share, share);
            }
        }

        team.Barrier();
        double fifth = RootMeanSquare(values, flow.Errors, net, 0, shape.Size), third = RootMeanSquare(values, flow.Errors, net, 1, shape.Size);
        team.Barrier();
        double square = Exact.Multiply(fifth, fifth);
        return fifth == 0 ? 0 : square / Math.Sqrt(Exact.Add(square, Exact.Multiply(Exact.Multiply(third, 0.01), third)));
    }

    // The weighted sum of the rates; weights of 0 are none.
    private static double Combined(ArrayView<double> values, FlowShape flow, ArrayView<double> method, int row, int net, int i)
    {
        double sum = 0;
        for (int stage = 0; stage < FlowShape.StageCount; stage++)
        {
            double weight = method[row * FlowShape.StageCount + stage];
            if (weight != 0) sum = Exact.Add(sum, Exact.Multiply(weight, At(values, flow.Stages, net, stage, i)));
        }

        return sum;
    }

    // Four interleaved sums, then two pairs, then the rest.
    private static double RootMeanSquare(ArrayView<double> values, Operand squares, int net, int row, int count)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            s0 = Exact.Add(s0, At(values, squares, net, row, i));
            s1 = Exact.Add(s1, At(values, squares, net, row, i + 1));
            s2 = Exact.Add(s2, At(values, squares, net, row, i + 2));
            s3 = Exact.Add(s3, At(values, squares, net, row, i + 3));
        }

        double sum = Exact.Add(Exact.Add(s0, s1), Exact.Add(s2, s3));
        for (; i < count; i++) sum = Exact.Add(sum, At(values, squares, net, row, i));
        return Math.Sqrt(sum / count);
    }

    private static double FirstStep(ArrayView<double> values, NetShape shape, FlowShape flow, int net)
    {
        double size = Largest(values, shape.Weights, net, 0, shape.Size), rate = Largest(values, flow.Stages, net, 0, shape.Size);
        return rate > 0 && size > 0 ? Exact.Multiply(size, 0.01) / rate : 1e-6;
    }

    // By how much the next step may differ from this one.
    private static double Factor(FlowTables tables, double error, double most)
    {
        double factor = Exact.Multiply(ExactFunctions.Power(tables.Logarithm, tables.Exponential, error < 1e-16 ? 1e-16 : error, -1.0 / 8), 0.9);
        return factor < 1.0 / 3 ? 1.0 / 3 : factor > most ? most : factor;
    }

    private static double Largest(ArrayView<double> values, Operand operand, int net, int row, int count)
    {
        double largest = 0;
        for (int i = 0; i < count; i++) largest = Larger(largest, Size(At(values, operand, net, row, i)));
        return largest;
    }

    private static double Size(double value) => value < 0 ? -value : value;

    // Not a number where one of both is none.
    private static double Larger(double a, double b) => a > b || double.IsNaN(a) ? a : b;

    private static void Copy<TTeam>(ArrayView<double> values, Operand from, Operand to, int net, int count)
        where TTeam : struct, ITeam
    {
        TTeam team = default;
        for (int i = team.Lane; i < count; i += team.Lanes) values[Place(to, net, 0, i)] = At(values, from, net, 0, i);
    }

    private static double At(ArrayView<double> values, Operand operand, int net, int row, int i) => values[Place(operand, net, row, i)];

    private static long Place(Operand operand, int net, int row, int i) => operand.Of(net, 0) + row * operand.PerRow + i * operand.PerColumn;
}
