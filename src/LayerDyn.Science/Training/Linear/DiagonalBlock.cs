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
        _diagonal = points[0].Moments.IsDiagonal;
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
            if (HasMomentum) Write(Layer(_velocities, l), point => point.Velocity[layer]);
        }

        Write(_minusCross, point => [.. point.Moments.Cross.Data.Take(_modes).Select(value => -value)]);
        Write(_second, point =>
        {
            if (point.Moments.Variances is { } variances) return [.. variances.Take(_modes)];
            var second = point.Moments.Inputs;
            return [.. Enumerable.Range(0, _modes * _modes).Select(i => second[i / _modes, i % _modes])];
        });
    }

    public override void Read(int point)
    {
        for (int l = 0; l < _depth; l++)
        {
            Read(Layer(_weights, l), point, Points[point].Weights[l]);
            if (HasMomentum) Read(Layer(_velocities, l), point, Points[point].Velocity[l]);
        }
    }

    public override bool IsFinite(int point) => IsFinite(_weights, point, (nint)_depth * _modes);

    public override void Retire(int point)
    {
        Clear(_weights, point, (nint)_depth * _modes);
        Clear(_velocities, point, (nint)_depth * _modes);
    }

    protected override void Run(int steps)
    {
        if (_diagonal && _depth == 2 && !HasMomentum)
        {
            RunPairs(steps);
            return;
        }

        for (int step = 0; step < steps; step++) Step(Rates + step * Lanes);
    }

    // Uncorrelated modes do not see each other: each goes through all steps with its weights in registers, four abreast.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPairs(int steps)
    {
        int mode = 0;
        for (; mode + 4 <= _modes; mode += 4)
        {
            nint at = (nint)mode * Lanes;
            double* a = _weights + at, b = Layer(_weights, 1) + at, d = _minusCross + at, c = _second + at, rate = Rates;
            int n = Lanes;
            TV a0 = TS.Load(a), a1 = TS.Load(a + n), a2 = TS.Load(a + 2 * n), a3 = TS.Load(a + 3 * n);
            TV b0 = TS.Load(b), b1 = TS.Load(b + n), b2 = TS.Load(b + 2 * n), b3 = TS.Load(b + 3 * n);
            TV c0 = TS.Load(c), c1 = TS.Load(c + n), c2 = TS.Load(c + 2 * n), c3 = TS.Load(c + 3 * n);
            TV d0 = TS.Load(d), d1 = TS.Load(d + n), d2 = TS.Load(d + 2 * n), d3 = TS.Load(d + 3 * n);
            for (int step = 0; step < steps; step++, rate += n)
            {
                TV r = TS.Load(rate);
                TV e0 = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a0, b0), c0, d0), r);
                TV e1 = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a1, b1), c1, d1), r);
                TV e2 = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a2, b2), c2, d2), r);
                TV e3 = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a3, b3), c3, d3), r);
                (a0, b0) = (TS.MultiplyAdd(e0, b0, a0), TS.MultiplyAdd(e0, a0, b0));
                (a1, b1) = (TS.MultiplyAdd(e1, b1, a1), TS.MultiplyAdd(e1, a1, b1));
                (a2, b2) = (TS.MultiplyAdd(e2, b2, a2), TS.MultiplyAdd(e2, a2, b2));
                (a3, b3) = (TS.MultiplyAdd(e3, b3, a3), TS.MultiplyAdd(e3, a3, b3));
            }

            TS.Store(a0, a);
            TS.Store(a1, a + n);
            TS.Store(a2, a + 2 * n);
            TS.Store(a3, a + 3 * n);
            TS.Store(b0, b);
            TS.Store(b1, b + n);
            TS.Store(b2, b + 2 * n);
            TS.Store(b3, b + 3 * n);
        }

        for (; mode < _modes; mode++)
        {
            nint at = (nint)mode * Lanes;
            double* rate = Rates;
            TV a = TS.Load(_weights + at), b = TS.Load(Layer(_weights, 1) + at), c = TS.Load(_second + at), d = TS.Load(_minusCross + at);
            for (int step = 0; step < steps; step++, rate += Lanes)
            {
                TV e = TS.Multiply(TS.MultiplyAdd(TS.Multiply(a, b), c, d), TS.Load(rate));
                (a, b) = (TS.MultiplyAdd(e, b, a), TS.MultiplyAdd(e, a, b));
            }

            TS.Store(a, _weights + at);
            TS.Store(b, Layer(_weights, 1) + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(double* rate)
    {
        TV scale = TS.Load(HasMomentum ? GradientScale : rate);
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
            if (HasMomentum)
            {
                double* velocity = Layer(_velocities, l) + at;
                TV gradient = l == 0 ? others : TS.Multiply(others, prefix);
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
