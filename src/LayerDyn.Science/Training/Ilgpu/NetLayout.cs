using LayerDyn.Science.Models;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training.Ilgpu.Flow;
using LayerDyn.Science.Training.Ilgpu.Measuring;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Ilgpu.Starting;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// Where a batch's numbers lie on the device. With a network a thread, the networks' first elements lie side by side, then their second
/// ones ..., so that neighbouring threads read neighbouring memory; with a network a group, each network lies in one piece.
/// </summary>
internal sealed class NetLayout
{
    // From here on one network has work for many threads.
    private const int GroupedFrom = 512;

    private readonly int _nets;
    private readonly int _rows;
    private readonly LinearPoint _point;
    private readonly List<Constant> _constants = [];
    private Operand? _secondMoments;

    /// <param name="points">The points, all of one shape.</param>
    /// <param name="rows">Different data that they learn from.</param>
    public NetLayout(IReadOnlyList<LinearPoint> points, int rows)
    {
        var point = points[0];
        (_nets, _rows) = (points.Count, rows);
        int size = point.Parameters.Sum(parameter => (int)parameter.Count);
        _point = point;
        bool isFlow = point.IsFlow;
        IsGrouped = size >= GroupedFrom && (isFlow || !point.IsUncorrelatedPair);

        // First, so that the host reads them in one piece.
        var weights = OfNets(1, size);
        var velocities = point.HasVelocity ? OfNets(1, size) : default;
        var nextStep = isFlow ? OfNets(1, 1) : default;
        StateLength = Length;
        bool dense = point.Form.Kind == LayerwiseKind.Dense, diagonalSecond = !dense && point.Moments.IsDiagonal;
        int inputs = point.Form.Widths[0];
        Shape = new NetShape(_nets, size, point.HasVelocity ? 1 : 0, point.WeightDecay != 0 ? 1 : 0, weights, velocities,
            MinusCross: Constant(dense ? point.Form.Widths[^1] : 1, inputs, isData: true, net => net.MinusCross),
            Momentum: Constant(1, 1, isData: false, net => [net.Momentum]),
            Decay: Constant(1, 1, isData: false, net => [net.WeightDecay]),
            GradientScale: Constant(1, 1, isData: false, net => [net.LossFactor]));
        if (!point.IsWhiteChain) Second = Constant(diagonalSecond ? 1 : inputs, inputs, isData: true, net => net.Second);
        if (isFlow) Flow = new FlowProgram(point, this, nextStep);
        else if (SignRule.Of(point.Experiment.Optimizer) is not null) Signs = new SignProgram(point, this);
        else if (dense) Program = DenseProgram.Of(point, this);
        else Diagonal = new DiagonalShape(inputs, point.Form.Depth, diagonalSecond ? 0 : 1, Second!.Value, Map: point.IsUncorrelatedPair ? default : OfNets(1, inputs));
        Starting = StartProgram.Of(points, this);
        Measuring = new(points, this);
    }

    /// <summary>Whether each network has a group of threads.</summary>
    public bool IsGrouped { get; }

    /// <summary>Doubles of the batch.</summary>
    public long Length { get; private set; }

    /// <summary>Doubles of all state, which comes first: weights, velocities, and the next step of gradient flow.</summary>
    public long StateLength { get; }

    /// <summary>All that never changes.</summary>
    public IReadOnlyList<Constant> Constants => _constants;

    /// <summary>The networks.</summary>
    public NetShape Shape { get; }

    /// <summary>What is particular to diagonal networks.</summary>
    public DiagonalShape Diagonal { get; }

    /// <summary>C, where the step needs it.</summary>
    public Operand? Second { get; }

    /// <summary>C of all inputs.</summary>
    public Operand SecondMoments => _secondMoments ??= _point.Form.Kind == LayerwiseKind.Dense && Second is { } second
        ? second
        : Constant(_point.Moments.InputCount, _point.Moments.InputCount, isData: true, net => net.Moments.Inputs.Data);

    /// <summary>A step of gradient descent of a dense network; empty for a diagonal one, and along signs.</summary>
    public Operation[] Program { get; } = [];

    /// <summary>What gradient flow needs; null for steps.</summary>
    public FlowProgram? Flow { get; }

    /// <summary>A step along signs; null for gradient descent.</summary>
    public SignProgram? Signs { get; }

    /// <summary>How the device draws the initial weights; null where the processor makes them.</summary>
    public MatrixOperation[]? Starting { get; }

    /// <summary>What is done at a measured step.</summary>
    public MeasuringProgram Measuring { get; }

    /// <summary>A matrix that never changes, of each network or of each row of data.</summary>
    public Operand Constant(int rows, int columns, bool isData, Func<LinearPoint, double[]> values)
    {
        var operand = Take(rows, columns, isData ? _rows : _nets, isData);
        _constants.Add(new(operand, checked(rows * columns), values));
        return operand;
    }

    /// <summary>A matrix that each network has.</summary>
    public Operand OfNets(int rows, int columns) => Take(rows, columns, _nets, isData: false);

    /// <summary>The layers of something that each weight has, 1 x size: widths[l + 1] x widths[l], or 1 x modes.</summary>
    public DeviceMatrix[] LayersOf(Operand weights)
    {
        var form = _point.Form;
        var layers = new DeviceMatrix[form.Depth];
        for (int l = 0, start = 0; l < layers.Length; l++)
        {
            int rows = form.Kind == LayerwiseKind.Dense ? form.Widths[l + 1] : 1, columns = form.Widths[l];
            layers[l] = new(Slice(weights, start, columns), rows, columns);
            start += rows * columns;
        }

        return layers;
    }

    /// <summary>A piece of a matrix of one row, as a matrix.</summary>
    public static Operand Slice(Operand whole, int start, int columns) =>
        whole with { Start = whole.Start + start * whole.PerColumn, PerRow = columns * whole.PerColumn };

    private Operand Take(int rows, int columns, int copies, bool isData)
    {
        long size = (long)rows * columns, start = Length;
        Length += size * copies;
        return IsGrouped
            ? new Operand(start, size, columns, 1, isData ? 1 : 0)
            : new Operand(start, 1, (long)columns * copies, copies, isData ? 1 : 0);
    }
}
