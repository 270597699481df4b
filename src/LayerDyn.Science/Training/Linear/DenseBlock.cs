namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Gradient descent on <c>f(x) = W_L ... W_1 x</c>. Gradients come from <c>E = W_L ... W_1 C - D</c> alone:
/// <c>dW_l = (W_L ... W_{l+1})^T E (W_{l-1} ... W_1)^T</c>, with every chain built from its thin end (the outputs, or the
/// inputs where they are fewer), so that no product is larger than that end times a layer.
/// </summary>
internal sealed unsafe partial class DenseBlock<TS, TV> : Block
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    private readonly int[] _widths;
    private readonly bool _fromOutputs;
    private readonly bool _white;
    private readonly bool _twoByTwo;
    private readonly View[] _weights;
    private readonly View[] _velocities;
    private readonly View[] _chains;
    private readonly View[] _errors;
    private readonly View _map;
    private readonly View _second;
    private readonly double* _minusCross;

    public DenseBlock(LinearPoint[] points)
        : base(points, TS.Lanes, Vectors(points) * TS.Lanes)
    {
        var form = points[0].Form;
        int depth = form.Depth, inputs = form.Widths[0], outputs = form.Widths[^1];
        _widths = [.. form.Widths];
        _fromOutputs = outputs <= inputs;
        _white = points[0].IsWhiteChain;
        _twoByTwo = points[0].IsTwoByTwo;
        _weights = new View[depth + 1];
        _velocities = new View[depth + 1];
        _chains = new View[depth + 1];
        _errors = new View[depth + 1];
        for (int l = 1; l <= depth; l++)
        {
            int layer = l - 1;
            _weights[l] = Matrix(_widths[l], _widths[l - 1]);
            Write(_weights[l].Data, point => point.Weights[layer]);
        }

        if (HasVelocity)
            for (int l = 1; l <= depth; l++)
            {
                int layer = l - 1;
                _velocities[l] = Matrix(_widths[l], _widths[l - 1]);
                Write(_velocities[l].Data, point => point.Velocity[layer]);
            }

        for (int l = 1; l <= depth; l++)
        {
            _chains[l] = _fromOutputs ? Matrix(outputs, _widths[l]) : Matrix(_widths[l], inputs);
            _errors[l] = _fromOutputs ? Matrix(outputs, _widths[l - 1]) : Matrix(_widths[l], inputs);
        }

        if (_fromOutputs) _chains[depth - 1] = _weights[depth];
        else _chains[1] = _weights[1];

        _map = Matrix(outputs, inputs);
        var negated = Matrix(outputs, inputs);
        _minusCross = negated.Data;
        Write(_minusCross, point => point.MinusCross);
        if (_white) return;

        // One copy of C in the cache instead of one a lane: the same values, so the same bits.
        double[] first = points[0].Second;
        if (Array.TrueForAll(points, point => point.Second.AsSpan().SequenceEqual(first)))
        {
            _second = new View(Take((inputs * inputs + Lanes - 1) / Lanes), inputs, 1, shared: true);
            first.CopyTo(new Span<double>(_second.Data, first.Length));
        }
        else
        {
            _second = Matrix(inputs, inputs);
            Write(_second.Data, point => point.Second);
        }
    }

    private int Depth => _widths.Length - 1;

    public override void Read(int point)
    {
        for (int l = 1; l <= Depth; l++)
        {
            Read(_weights[l].Data, point, Points[point].Weights[l - 1]);
            if (HasVelocity) Read(_velocities[l].Data, point, Points[point].Velocity[l - 1]);
        }
    }

    protected override bool IsFinite(int point)
    {
        for (int l = 1; l <= Depth; l++)
            if (!IsFinite(_weights[l].Data, point, Size(l))) return false;
        return true;
    }

    public override void Retire(int point)
    {
        for (int l = 1; l <= Depth; l++)
        {
            Clear(_weights[l].Data, point, Size(l));
            if (HasVelocity) Clear(_velocities[l].Data, point, Size(l));
        }
    }

    protected override void Run(int steps)
    {
        if (_twoByTwo)
        {
            TwoByTwo<TS, TV>.Run(_weights[1].Data, _weights[2].Data, _minusCross, Rates, steps);
            return;
        }

        for (int step = 0; step < steps; step++)
        {
            double* rate = Rates + step * Lanes;
            if (_fromOutputs) FromOutputs(rate);
            else FromInputs(rate);
        }
    }

    private nint Size(int l) => (nint)_widths[l] * _widths[l - 1];

    private View Matrix(int rows, int columns) => new(Take((nint)rows * columns), (nint)columns * Lanes, Lanes);

    private static nint Vectors(LinearPoint[] points)
    {
        var widths = points[0].Form.Widths;
        nint thin = Math.Min(widths[0], widths[^1]), weights = 0, chains = 0;
        for (int l = 1; l < widths.Count; l++)
        {
            weights += (nint)widths[l] * widths[l - 1];
            chains += 2 * thin * Math.Max(widths[l], widths[l - 1]);
        }

        return 2 * weights + chains + 2 * (nint)widths[0] * widths[^1] + (nint)widths[0] * widths[0];
    }
}
