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

    public Residual Total() => new(_max, _count == 0 ? 0 : Math.Sqrt(_squares / _count), _count);
}
