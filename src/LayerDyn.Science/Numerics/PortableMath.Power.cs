namespace LayerDyn.Science.Numerics;

public static partial class PortableMath
{
    /// <summary><c>x^y</c>; NaN for a negative x unless y is an integer.</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1) return 1;
        if (double.IsNaN(x) || double.IsNaN(y)) return double.NaN;
        double size = Math.Abs(x);
        if (double.IsInfinity(y)) return size == 1 ? 1 : size > 1 == y > 0 ? Infinity : 0;
        bool odd = IsOdd(y), negative = (x < 0 || (x == 0 && double.IsNegative(x))) && odd;
        double sign = negative ? -1 : 1;
        if (x == 0 || double.IsInfinity(x)) return sign * (size > 1 == y > 0 ? Infinity : 0);
        if (x < 0 && !odd && Math.Floor(y) != y) return double.NaN;
        var log = Logarithm(size);
        double product = y * log.Hi;
        return sign * Exp(product, Math.FusedMultiplyAdd(y, log.Hi, -product) + y * log.Lo);
    }

    private static bool IsOdd(double y) => Math.Abs(y) < 1L << 53 && Math.Floor(y) == y && ((long)y & 1) != 0;
}
