namespace LayerDyn.Science.Numerics;

/// <summary>
/// A number as the sum of two doubles, the second below half a unit in the last place of the first: about 106 bits (Dekker 1971). Only
/// IEEE basic operations and the fused multiply-add, whose result is rounded once on every machine, with or without hardware for it.
/// </summary>
internal readonly record struct DoubleDouble(double Hi, double Lo)
{
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble high = Sum(a.Hi, b.Hi), low = Sum(a.Lo, b.Lo);
        high = Ordered(high.Hi, high.Lo + low.Hi);
        return Ordered(high.Hi, high.Lo + low.Lo);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.Hi, -a.Lo);

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = Product(a.Hi, b.Hi);
        return Ordered(product.Hi, product.Lo + Math.FusedMultiplyAdd(a.Hi, b.Lo, a.Lo * b.Hi));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double first = a.Hi / b.Hi;
        var rest = a + -(b * first);
        double second = rest.Hi / b.Hi;
        rest += -(b * second);
        return Ordered(first, second) + rest.Hi / b.Hi;
    }

    /// <summary>The exact sum of two numbers (Knuth's two-sum).</summary>
    public static DoubleDouble Sum(double a, double b)
    {
        double sum = a + b, share = sum - a;
        return new(sum, a - (sum - share) + (b - share));
    }

    /// <summary>The exact sum where <paramref name="a"/> is 0 or not smaller than <paramref name="b"/> in magnitude.</summary>
    public static DoubleDouble Ordered(double a, double b)
    {
        double sum = a + b;
        return new(sum, b - (sum - a));
    }

    /// <summary>The exact product, unless its low part underflows.</summary>
    public static DoubleDouble Product(double a, double b)
    {
        double product = a * b;
        return new(product, Math.FusedMultiplyAdd(a, b, -product));
    }
}
