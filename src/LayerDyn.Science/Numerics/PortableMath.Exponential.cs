namespace LayerDyn.Science.Numerics;

public static partial class PortableMath
{
    // Beyond these, e^x is infinite, or rounds to zero.
    internal const double Largest = 709.782712893384, Smallest = -745.1332191019412;

    // Where 1 is less than half a unit in the last place of e^x, and e^x of 1.
    private const double OneIsLost = 40;

    /// <summary><c>e^x</c>.</summary>
    public static double Exp(double x) => Exp(x, 0);

    /// <summary><c>e^x - 1</c> without cancellation near 0.</summary>
    public static double ExpM1(double x)
    {
        if (x > OneIsLost) return Exp(x);
        if (x < -OneIsLost) return -1;
        if (Math.Abs(x) < 1e-17 || double.IsNaN(x)) return x;
        var result = ExpMinusOne(x);
        return result.Hi + result.Lo;
    }

    /// <summary>The hyperbolic tangent.</summary>
    public static double Tanh(double x)
    {
        if (Math.Abs(x) < 1e-9 || double.IsNaN(x)) return x; // x^3 / 3 is below half a unit in the last place
        if (Math.Abs(x) > 20) return Math.CopySign(1, x);
        var e = ExpMinusOne(2 * x);
        var divisor = DoubleDouble.Sum(2, e.Hi);
        double quotient = e.Hi / divisor.Hi;
        double rest = Math.FusedMultiplyAdd(-quotient, divisor.Hi, e.Hi) + e.Lo - quotient * (divisor.Lo + e.Lo);
        return quotient + rest / divisor.Hi;
    }

    // e^(x + low), low being small beside x.
    private static double Exp(double x, double low)
    {
        if (!(x <= Largest)) return double.IsNaN(x) ? x : Infinity;
        if (x < Smallest) return 0;
        var (n, r, rest) = Reduce(x, low);
        int place = n & (ExpTable.Size - 1);
        double power = ExpTable.Hi[place];
        return Scale(power + (ExpTable.Lo[place] + power * (r + rest)), n >> ExpTable.Bits);
    }

    // e^x - 1 to some 60 bits, for x neither tiny nor far from 0.
    private static DoubleDouble ExpMinusOne(double x)
    {
        var (n, r, rest) = Reduce(x, 0);
        if (n == 0) return DoubleDouble.Ordered(r, rest);
        int place = n & (ExpTable.Size - 1);
        double scale = PowerOfTwo(n >> ExpTable.Bits), high = ExpTable.Hi[place] * scale, low = ExpTable.Lo[place] * scale;
        DoubleDouble above = DoubleDouble.Sum(high, -1), linear = DoubleDouble.Product(high, r), sum = DoubleDouble.Sum(above.Hi, linear.Hi);
        return DoubleDouble.Sum(sum.Hi, sum.Lo + (above.Lo + linear.Lo + (low + low * r + high * rest)));
    }

    // x + low = n ln 2 / 64 + r with |r| below 0.0055, and e^r - 1 = R + Tail.
    private static (int N, double R, double Tail) Reduce(double x, double low)
    {
        double n = Math.Round(x * ExpTable.StepsAUnit);
        double exact = Math.FusedMultiplyAdd(-n, ExpTable.StepHigh, x);
        var r = DoubleDouble.Sum(exact, Math.FusedMultiplyAdd(-n, ExpTable.StepLow, low));
        double y = r.Hi, series = y * (1.0 / 6 + y * (1.0 / 24 + y * (1.0 / 120 + y * (1.0 / 720 + y * (1.0 / 5040)))));
        return ((int)n, y, y * y * (0.5 + series) + r.Lo);
    }

    // 2^(i / 64), and ln 2 / 64 so cut that its multiples are exact.
    internal static class ExpTable
    {
        public const int Bits = 6, Size = 1 << Bits;

        public static readonly double StepsAUnit = Size / LogTable.Ln2.Hi, StepHigh = LogTable.Ln2High / Size, StepLow = LogTable.Ln2Low / Size;
        public static readonly double[] Hi = new double[Size], Lo = new double[Size];

        static ExpTable()
        {
            for (int i = 0; i < Size; i++)
            {
                DoubleDouble x = LogTable.Ln2 * i / Size, sum = 1;
                for (int k = 28; k >= 1; k--) sum = sum * x / k + 1; // the Taylor series
                (Hi[i], Lo[i]) = (sum.Hi, sum.Lo);
            }
        }
    }
}
