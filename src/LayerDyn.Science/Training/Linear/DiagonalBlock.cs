using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Gradient descent on the diagonal network <c>f(x) = sum_i x_i u_i</c>, <c>u_i = w_1i ... w_Li</c>: <c>E = u C - D</c> and
/// <c>dw_li = E_i prod_{m != l} w_mi</c>.
/// </summary>
internal sealed unsafe class DiagonalBlock<TS, TV> : Block
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    private readonly int _modes;
    private readonly int _depth;
    private readonly bool _diagonal;
    private readonly bool _pairs;
    private readonly double* _weights;
    private readonly double* _velocities;
    private readonly double* _minusCross;
    private readonly double* _second;
    private readonly double* _map;
    private readonly double* _errors;
    private readonly double* _suffix;

    public DiagonalBlock(LinearPoint[] points)
        : base(points, TS.Lanes, Vectors(points) * TS.Lanes)
    {
        (_modes, _depth) = (points[0].Form.Widths[0], points[0].Form.Depth);
        (_diagonal, _pairs) = (points[0].Moments.IsDiagonal, points[0].IsUncorrelatedPair);
        _weights = Take((nint)_depth * _modes);
        _velocities = Take((nint)_depth * _modes);
        _minusCross = Take(_modes);
        _map = Take(_modes);
        _errors = Take(_modes);
        _suffix = Take(_depth);
        _second = Take(_diagonal ? _modes : (nint)_modes * _modes);
        for (int l = 0; l < _depth; l++)
        {
            int layer = l;
            Write(Layer(_weights, l), point => point.Weights[layer]);
            if (HasVelocity) Write(Layer(_velocities, l), point => point.Velocity[layer]);
        }

        Write(_minusCross, point => point.MinusCross);
        Write(_second, point => point.Second);
    }

    public override void Read(int point)
    {
        for (int l = 0; l < _depth; l++)
        {
            Read(Layer(_weights, l), point, Points[point].Weights[l]);
            if (HasVelocity) Read(Layer(_velocities, l), point, Points[point].Velocity[l]);
        }
    }

    protected override bool IsFinite(int point) => IsFinite(_weights, point, (nint)_depth * _modes);

    public override void Retire(int point)
    {
        Clear(_weights, point, (nint)_depth * _modes);
        Clear(_velocities, point, (nint)_depth * _modes);
    }

    protected override void Run(int steps)
    {
        if (_pairs)
        {
            DiagonalPairs<TS, TV>.Run(_weights, Layer(_weights, 1), _second, _minusCross, Rates, _modes, steps);
            return;
        }

        for (int step = 0; step < steps; step++) Step(Rates + step * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(double* rate)
    {
        TV scale = TS.Load(HasVelocity ? GradientScale : rate);
        for (int i = 0; i < _modes; i++)
        {
            TV product = TS.Load(_weights + (nint)i * Lanes);
            for (int l = 1; l < _depth; l++) product = TS.Multiply(product, TS.Load(Layer(_weights, l) + (nint)i * Lanes));
            TS.Store(product, _map + (nint)i * Lanes);
        }

        if (!_diagonal)
            Kernels<TS, TV>.Product(Row(_errors), _minusCross, Row(_map), new View(_second, (nint)_modes * Lanes, Lanes), 1, _modes, _modes);
        for (int i = 0; i < _modes; i++)
        {
            nint at = (nint)i * Lanes;
            TV error = _diagonal
                ? TS.MultiplyAdd(TS.Load(_map + at), TS.Load(_second + at), TS.Load(_minusCross + at))
                : TS.Load(_errors + at);
            Update(at, TS.Multiply(error, scale), rate);
        }
    }

    /// <summary>Moves all layers of one mode along the error times the product of the other layers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(nint at, TV error, double* rate)
    {
        TV suffix = error;
        for (int l = _depth - 1; l >= 0; l--)
        {
            TS.Store(suffix, _suffix + l * Lanes);
            suffix = TS.Multiply(suffix, TS.Load(Layer(_weights, l) + at));
        }

        TV prefix = default;
        for (int l = 0; l < _depth; l++)
        {
            double* weight = Layer(_weights, l) + at;
            TV old = TS.Load(weight), others = TS.Load(_suffix + l * Lanes);
            if (HasVelocity)
            {
                double* velocity = Layer(_velocities, l) + at;
                TV gradient = l == 0 ? others : TS.Multiply(others, prefix);
                if (HasDecay) gradient = TS.MultiplyAdd(old, TS.Load(Decay), gradient);
                TV moved = TS.MultiplyAdd(TS.Load(velocity), TS.Load(Momentum), gradient);
                TS.Store(moved, velocity);
                TS.Store(TS.MultiplyAdd(moved, TS.Load(rate), old), weight);
            }
            else
            {
                TS.Store(l == 0 ? TS.Add(old, others) : TS.MultiplyAdd(others, prefix, old), weight);
            }

            prefix = l == 0 ? old : TS.Multiply(prefix, old);
        }
    }

    private double* Layer(double* start, int layer) => start + (nint)layer * _modes * Lanes;

    private View Row(double* start) => new(start, (nint)_modes * Lanes, Lanes);

    private static nint Vectors(LinearPoint[] points)
    {
        nint modes = points[0].Form.Widths[0], depth = points[0].Form.Depth;
        return 2 * depth * modes + depth + 3 * modes + (points[0].Moments.IsDiagonal ? modes : modes * modes);
    }
}
