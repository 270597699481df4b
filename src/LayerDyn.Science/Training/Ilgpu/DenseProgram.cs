using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// The operations of a step of a dense network, those of <see cref="DenseBlock{TS, TV}"/> in their order: chains, errors, then updates,
/// from the thin end.
/// </summary>
internal sealed class DenseProgram
{
    private readonly List<Operation> _operations = [];
    private readonly NetLayout _layout;
    private readonly IReadOnlyList<int> _widths;
    private readonly bool _hasVelocity, _hasDecay;
    private readonly Operand? _second;
    private readonly Operand[] _weights;
    private readonly Operand[] _velocities;
    private readonly Operand[] _chains;
    private readonly Operand[] _errors;

    private DenseProgram(LinearPoint point, NetLayout layout)
    {
        (_layout, _widths, _hasVelocity, _hasDecay) = (layout, point.Form.Widths, point.HasVelocity, point.WeightDecay != 0);
        _second = layout.Second;
        _weights = new Operand[Depth + 1];
        _velocities = new Operand[Depth + 1];
        _chains = new Operand[Depth + 1];
        _errors = new Operand[Depth + 1];
        for (int l = 1, start = 0; l <= Depth; start += _widths[l] * _widths[l - 1], l++)
        {
            _weights[l] = NetLayout.Slice(layout.Shape.Weights, start, _widths[l - 1]);
            if (_hasVelocity) _velocities[l] = NetLayout.Slice(layout.Shape.Velocities, start, _widths[l - 1]);
        }
    }

    private int Depth => _widths.Count - 1;

    private int Inputs => _widths[0];

    private int Outputs => _widths[^1];

    /// <summary>The program for a point and those of its shape; takes the memory that it needs.</summary>
    public static Operation[] Of(LinearPoint point, NetLayout layout)
    {
        if (point.IsTwoByTwo) return []; // has a kernel of its own
        var program = new DenseProgram(point, layout);
        if (program.Outputs <= program.Inputs) program.FromOutputs();
        else program.FromInputs();
        return [.. program._operations];
    }

    private void FromOutputs()
    {
        for (int l = 1; l <= Depth - 2; l++) _chains[l] = _layout.OfNets(Outputs, _widths[l]);
        if (Depth > 1) _chains[Depth - 1] = _weights[Depth];
        for (int l = 1; l <= Depth; l++) _errors[l] = _layout.OfNets(Outputs, _widths[l - 1]);
        for (int l = Depth - 2; l >= 1; l--) Product(_chains[l], _chains[l + 1], _weights[l + 1], Outputs, _widths[l + 1], _widths[l]);
        Error(_errors[1], _chains[1], _weights[1], _widths[1]);
        for (int l = 1; l < Depth; l++) Product(_errors[l + 1], _errors[l], _weights[l].Transposed, Outputs, _widths[l - 1], _widths[l]);

        // Ascending, so that the last layer, which is also the chain above the one before it, changes last.
        for (int l = 1; l < Depth; l++) Update(l, _chains[l].Transposed, _errors[l], Outputs);
        Add(Depth, _errors[Depth]);
    }

    private void FromInputs()
    {
        for (int l = 2; l < Depth; l++) _chains[l] = _layout.OfNets(_widths[l], Inputs);
        if (Depth > 1) _chains[1] = _weights[1];
        for (int l = 1; l <= Depth; l++) _errors[l] = _layout.OfNets(_widths[l], Inputs);
        for (int l = 2; l < Depth; l++) Product(_chains[l], _weights[l], _chains[l - 1], _widths[l], _widths[l - 1], Inputs);
        Error(_errors[Depth], _weights[Depth], _chains[Depth - 1], _widths[Depth - 1]);
        for (int l = Depth - 1; l >= 1; l--) Product(_errors[l], _weights[l + 1].Transposed, _errors[l + 1], _widths[l], _widths[l + 1], Inputs);

        // Descending, so that the first layer, which is also the chain below the second, changes last.
        for (int l = Depth; l > 1; l--) Update(l, _errors[l], _chains[l - 1].Transposed, Inputs);
        Add(1, _errors[1]);
    }

    // The error of the map, of which the two factors are given, times the scale.
    private void Error(Operand target, Operand above, Operand below, int inner)
    {
        if (_second is not { } second)
        {
            ScaledFromCross(target, above, below, inner);
            return;
        }

        var map = Depth == 1 ? _weights[1] : _layout.OfNets(Outputs, Inputs);
        if (Depth > 1) Product(map, above, below, Outputs, inner, Inputs);
        ScaledFromCross(target, map, second, Inputs);
    }

    private void ScaledFromCross(Operand target, Operand a, Operand b, int inner) =>
        _operations.Add(new(OperationKind.ScaledProductFrom, Outputs, inner, Inputs, target, _layout.Shape.MinusCross, a, b));

    private void Product(Operand target, Operand a, Operand b, int rows, int inner, int columns) =>
        _operations.Add(new(OperationKind.Product, rows, inner, columns, target, default, a, b));

    private void Update(int l, Operand left, Operand right, int inner)
    {
        var target = _hasVelocity ? _velocities[l] : _weights[l];
        Brake(l);
        _operations.Add(new(OperationKind.ProductFrom, _widths[l], inner, _widths[l - 1], target, target, left, right));
        if (_hasVelocity) OnLayer(OperationKind.AddScaled, l, _weights[l], target);
    }

    private void Add(int l, Operand direction)
    {
        Brake(l);
        OnLayer(OperationKind.Add, l, _hasVelocity ? _velocities[l] : _weights[l], direction);
        if (_hasVelocity) OnLayer(OperationKind.AddScaled, l, _weights[l], _velocities[l]);
    }

    // What a velocity is before its gradient is added.
    private void Brake(int l)
    {
        if (_hasVelocity) OnLayer(_hasDecay ? OperationKind.BrakeAndDecay : OperationKind.Brake, l, _velocities[l], _weights[l]);
    }

    private void OnLayer(OperationKind kind, int l, Operand target, Operand source) =>
        _operations.Add(new(kind, _widths[l], 0, _widths[l - 1], target, default, source, default));
}
