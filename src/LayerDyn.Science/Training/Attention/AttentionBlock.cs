using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Attention;

/// <summary>
/// Gradient descent on linear attention with separate key and query, points stepped together, one a vector lane; lanes without a point hold copies of
/// the last one. A step: <c>E = M C - D</c> with <c>M = sum_h v_h K_h^T Q_h</c>, then <c>dK = v Q E^T</c>, <c>dQ = v K E</c>, <c>dv = tr(K E Q^T)</c>
/// (Zhang et al. 2025, arXiv 2501.16265). Sums run in ascending order by fused multiply-adds, so that bits depend neither on company nor on vectors.
/// </summary>
internal sealed unsafe class AttentionBlock<TS, TV> : IPointBatch
    where TS : struct, ISimd<TV>
    where TV : unmanaged
{
    private readonly AttentionPoint[] _points;
    private readonly int _dimension, _heads, _rank;
    private readonly bool _diagonal;
    private readonly double* _memory, _keys, _queries, _values, _map, _error, _toKeys, _toQueries, _minusCross, _second, _rates;
    private long _step;

    /// <param name="points">Points of one form, all of uncorrelated inputs or none.</param>
    public AttentionBlock(AttentionPoint[] points)
    {
        var form = points[0].Form;
        _points = points;
        (_dimension, _heads, _rank) = (form.Dimension, form.Heads, form.Rank);
        _diagonal = points[0].Data.Moments.IsDiagonal;
        nint square = (nint)_dimension * _dimension, size = (nint)form.Rows * _dimension, second = _diagonal ? square : square * square;
        nuint bytes = (nuint)((2 * size + _heads + 3 * square + second + 2 * _dimension + ILinearBatch.CheckEvery) * TS.Lanes * sizeof(double));
        double* free = _memory = (double*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_memory, bytes);
        _keys = Take(size);
        _queries = Take(size);
        _values = Take(_heads); // weights lie as in a state
        _map = Take(square);
        _error = Take(square);
        _minusCross = Take(square);
        _second = Take(second);
        _toKeys = Take(_dimension);
        _toQueries = Take(_dimension);
        _rates = Take(ILinearBatch.CheckEvery);
        for (int lane = 0; lane < TS.Lanes; lane++)
        {
            var point = Point(lane);
            var moments = point.Data.Moments;
            for (int i = 0; i < point.State.Length; i++) _keys[i * TS.Lanes + lane] = point.State[i];
            for (int i = 0; i < square; i++) _minusCross[i * TS.Lanes + lane] = -moments.Cross[0, i];
            for (int i = 0; i < second; i++) _second[i * TS.Lanes + lane] = _diagonal ? moments.Variances![i] : moments.Inputs.Data[i];
        }

        double* Take(nint vectors)
        {
            double* start = free;
            free += vectors * TS.Lanes;
            return start;
        }
    }

    public int AdvancesPerSignOfLife => 1024;

    private int Weights => _points[0].State.Length;

    public long Reach(long step, long target) => Math.Min(target, (step / ILinearBatch.CheckEvery + 1) * ILinearBatch.CheckEvery);

    public void Advance(long from, long to)
    {
        int steps = (int)(to - from);
        for (int lane = 0; lane < TS.Lanes; lane++)
            for (int i = 0; i < steps; i++) _rates[i * TS.Lanes + lane] = Point(lane).Rate(from + i);
        for (int i = 0; i < steps; i++) Step(_rates + i * TS.Lanes);
        _step = to;
    }

    public long? DivergedAt(int point)
    {
        for (int i = 0; i < Weights; i++)
            if (!double.IsFinite(_keys[i * TS.Lanes + point])) return _step;
        return null;
    }

    public void Read(int point)
    {
        double[] state = _points[point].State;
        for (int i = 0; i < state.Length; i++) state[i] = _keys[i * TS.Lanes + point];
    }

    /// <summary>Sets a point's weights to zero, where they stay.</summary>
    public void Retire(int point)
    {
        for (int i = 0; i < Weights; i++) _keys[i * TS.Lanes + point] = 0;
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(double* rate)
    {
        nint row = (nint)_dimension * TS.Lanes, square = _dimension * row;
        for (nint i = 0; i < square; i += TS.Lanes) TS.Store(TS.Zero, _map + i);
        for (int r = 0; r < _heads * _rank; r++)
        {
            TV value = TS.Load(_values + r / _rank * TS.Lanes);
            double* key = _keys + r * row, query = _queries + r * row;
            for (nint i = 0; i < row; i += TS.Lanes)
            {
                TV left = TS.Multiply(value, TS.Load(key + i));
                double* to = _map + i * _dimension;
                for (nint j = 0; j < row; j += TS.Lanes) TS.Store(TS.MultiplyAdd(left, TS.Load(query + j), TS.Load(to + j)), to + j);
            }
        }

        Errors(rate, square);
        for (int head = 0; head < _heads; head++) Update(head, row);
    }

    // E = rate (M C - D): minus the step, in M.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Errors(double* rate, nint square)
    {
        TV scale = TS.Load(rate);
        for (nint i = 0; i < square; i += TS.Lanes)
        {
            TV error = TS.Load(_minusCross + i);
            if (_diagonal) error = TS.MultiplyAdd(TS.Load(_map + i), TS.Load(_second + i), error);
            else
            {
                double* second = _second + i * (square / TS.Lanes);
                for (nint j = 0; j < square; j += TS.Lanes) error = TS.MultiplyAdd(TS.Load(_map + j), TS.Load(second + j), error);
            }

            TS.Store(TS.Multiply(error, scale), _error + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(int head, nint row)
    {
        TV value = TS.Load(_values + head * TS.Lanes), change = TS.Zero;
        for (int r = head * _rank; r < (head + 1) * _rank; r++)
        {
            double* key = _keys + r * row, query = _queries + r * row;
            for (nint j = 0; j < row; j += TS.Lanes) TS.Store(TS.Zero, _toQueries + j);
            for (nint i = 0; i < row; i += TS.Lanes)
            {
                double* error = _error + i * _dimension;
                TV old = TS.Load(key + i), image = TS.Zero;
                for (nint j = 0; j < row; j += TS.Lanes)
                {
                    TV here = TS.Load(error + j);
                    image = TS.MultiplyAdd(here, TS.Load(query + j), image);
                    TS.Store(TS.MultiplyAdd(here, old, TS.Load(_toQueries + j)), _toQueries + j);
                }

                TS.Store(image, _toKeys + i);
                change = TS.MultiplyAdd(old, image, change);
            }

            for (nint i = 0; i < row; i += TS.Lanes)
            {
                TS.Store(TS.MultiplyAdd(value, TS.Load(_toKeys + i), TS.Load(key + i)), key + i);
                TS.Store(TS.MultiplyAdd(value, TS.Load(_toQueries + i), TS.Load(query + i)), query + i);
            }
        }

        TS.Store(TS.Add(value, change), _values + head * TS.Lanes);
    }

    private AttentionPoint Point(int lane) => _points[Math.Min(lane, _points.Length - 1)];
}
