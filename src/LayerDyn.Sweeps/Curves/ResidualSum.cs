namespace LayerDyn.Sweeps.Curves;

/// <summary>Accumulates the deviation of training from theory, in the order of the calls.</summary>
internal sealed class ResidualSum
{
    private double _max;
    private double _squares;
    private long _count;

    public bool IsEmpty => _count == 0;

    public void Add(double value, double theory)
    {
        double difference = Math.Abs(value - theory);
        if (!double.IsFinite(difference)) return;
        _max = Math.Max(_max, difference);
        _squares += difference * difference;
        _count++;
    }

    /// <summary>Adds the places of a line.</summary>
    /// <param name="line">Values and theory.</param>
    /// <param name="fromStart">Whether step 0 is left out: training and its exact solution start from the same weights.</param>
    public void Add(PointLine line, bool fromStart)
    {
        for (int i = 0; i < line.Y.Length; i++)
            if (!fromStart || line.X[i] > 0) Add(line.Y[i], line.Theory[i]);
    }

    public Residual Total() => new(_max, _count == 0 ? 0 : Math.Sqrt(_squares / _count), _count);
}
