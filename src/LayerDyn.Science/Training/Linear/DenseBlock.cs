namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Gradient descent on <c>f(x) = W_L ... W_1 x</c>. Gradients come from <c>E = W_L ... W_1 C - D</c> alone:
/// <c>dW_l = (W_L ... W_{l+1})^T E (W_{l-1} ... W_1)^T</c>, with every chain built from its thin end (the outputs, or the
/// inputs where they are fewer), so that no product is larger than that end times a layer.
/// </summary>
internal sealed unsafe class DenseBlock<TS, TV> : Block
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    private readonly int[] _widths;
    private readonly bool _fromOutputs;
    private readonly bool _white;
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
        _white = depth > 1 && points[0].Moments.IsWhite;
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

        if (HasMomentum)
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
        Write(_minusCross, point => [.. point.Moments.Cross.Data.Select(value => -value)]);
        if (_white) return;

        // One copy of C in the cache instead of one a lane: the same values, so the same bits.
        double[] first = points[0].Moments.Inputs.Data;
        if (Array.TrueForAll(points, point => point.Moments.Inputs.Data.AsSpan().SequenceEqual(first)))
        {
            _second = new View(Take((inputs * inputs + Lanes - 1) / Lanes), inputs, 1, shared: true);
            first.CopyTo(new Span<double>(_second.Data, first.Length));
        }
        else
        {
            _second = Matrix(inputs, inputs);
            Write(_second.Data, point => point.Moments.Inputs.Data);
        }
    }

    private int Depth => _widths.Length - 1;

    public override void Read(int point)
    {
        for (int l = 1; l <= Depth; l++)
        {
            Read(_weights[l].Data, point, Points[point].Weights[l - 1]);
            if (HasMomentum) Read(_velocities[l].Data, point, Points[point].Velocity[l - 1]);
        }
    }

    public override bool IsFinite(int point)
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
            if (HasMomentum) Clear(_velocities[l].Data, point, Size(l));
        }
    }

    protected override void Run(int steps)
    {
        if (_white && !HasMomentum && _widths is [2, 2, 2])
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

    private void FromOutputs(double* rate)
    {
        int depth = Depth, outputs = _widths[depth];
        for (int l = depth - 2; l >= 1; l--)
            Kernels<TS, TV>.Product(_chains[l], null, _chains[l + 1], _weights[l + 1], outputs, _widths[l + 1], _widths[l]);
        var map = depth == 1 ? _weights[1] : _map;
        double* scale = HasMomentum ? GradientScale : rate;
        if (_white)
        {
            Kernels<TS, TV>.Product(_errors[1], _minusCross, _chains[1], _weights[1], outputs, _widths[1], _widths[0], scale);
        }
        else
        {
            if (depth > 1) Kernels<TS, TV>.Product(map, null, _chains[1], _weights[1], outputs, _widths[1], _widths[0]);
            Kernels<TS, TV>.Product(_errors[1], _minusCross, map, _second, outputs, _widths[0], _widths[0], scale);
        }

        if (!HasMomentum && ThinBackward<TS, TV>.Supports(outputs))
        {
            for (int l = 1; l < depth; l++)
                ThinBackward<TS, TV>.Run(_errors[l + 1], _errors[l], _chains[l], _weights[l], outputs, _widths[l], _widths[l - 1]);
            Add(depth, _errors[depth].Data, rate);
            return;
        }

        for (int l = 1; l < depth; l++)
            Kernels<TS, TV>.Product(_errors[l + 1], null, _errors[l], _weights[l].Transposed, outputs, _widths[l - 1], _widths[l]);

        // Ascending, so that the last layer, which is also the chain above the one before it, changes last.
        for (int l = 1; l < depth; l++) Update(l, _chains[l].Transposed, _errors[l], outputs, rate);
        Add(depth, _errors[depth].Data, rate);
    }

    private void FromInputs(double* rate)
    {
        int depth = Depth, inputs = _widths[0];
        for (int l = 2; l < depth; l++)
            Kernels<TS, TV>.Product(_chains[l], null, _weights[l], _chains[l - 1], _widths[l], _widths[l - 1], inputs);
        var map = depth == 1 ? _weights[1] : _map;
        double* scale = HasMomentum ? GradientScale : rate;
        if (_white)
        {
            Kernels<TS, TV>.Product(_errors[depth], _minusCross, _weights[depth], _chains[depth - 1], _widths[depth], _widths[depth - 1], inputs, scale);
        }
        else
        {
            if (depth > 1)
                Kernels<TS, TV>.Product(map, null, _weights[depth], _chains[depth - 1], _widths[depth], _widths[depth - 1], inputs);
            Kernels<TS, TV>.Product(_errors[depth], _minusCross, map, _second, _widths[depth], inputs, inputs, scale);
        }

        if (!HasMomentum && ThinBackward<TS, TV>.Supports(inputs))
        {
            for (int l = depth; l > 1; l--)
                ThinBackward<TS, TV>.Run(_errors[l - 1].Transposed, _errors[l].Transposed, _chains[l - 1].Transposed, _weights[l].Transposed,
                    inputs, _widths[l - 1], _widths[l]);
            Add(1, _errors[1].Data, rate);
            return;
        }

        for (int l = depth - 1; l >= 1; l--)
            Kernels<TS, TV>.Product(_errors[l], null, _weights[l + 1].Transposed, _errors[l + 1], _widths[l], _widths[l + 1], inputs);

        // Descending, so that the first layer, which is also the chain below the second, changes last.
        for (int l = depth; l > 1; l--) Update(l, _errors[l], _chains[l - 1].Transposed, inputs, rate);
        Add(1, _errors[1].Data, rate);
    }

    private void Update(int l, View left, View right, int inner, double* rate)
    {
        var target = HasMomentum ? _velocities[l] : _weights[l];
        if (HasMomentum) Kernels<TS, TV>.Scale(target.Data, Size(l), Momentum);
        Kernels<TS, TV>.Product(target, target.Data, left, right, _widths[l], inner, _widths[l - 1]);
        if (HasMomentum) Kernels<TS, TV>.AddScaled(_weights[l].Data, target.Data, Size(l), rate);
    }

    private void Add(int l, double* direction, double* rate)
    {
        if (!HasMomentum)
        {
            Kernels<TS, TV>.Add(_weights[l].Data, direction, Size(l));
            return;
        }

        Kernels<TS, TV>.Scale(_velocities[l].Data, Size(l), Momentum);
        Kernels<TS, TV>.Add(_velocities[l].Data, direction, Size(l));
        Kernels<TS, TV>.AddScaled(_weights[l].Data, _velocities[l].Data, Size(l), rate);
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
