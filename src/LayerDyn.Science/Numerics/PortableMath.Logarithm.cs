namespace LayerDyn.Science.Numerics;

public static partial class PortableMath
{
    /// <summary>The natural logarithm.</summary>
    public static double Log(double x)
    {
        if (!(x > 0 && x < Infinity)) return LogOfSpecial(x);
        var result = Logarithm(x);
        return result.Hi + result.Lo;
    }

    /// <summary><c>log(1 + x)</c> without the rounding of 1 + x.</summary>
    public static double Log1P(double x)
    {
        if (Math.Abs(x) < 1e-9) return x - 0.5 * x * x;
        if (!(x > -1 && x < Infinity)) return LogOfSpecial(1 + x);
        var one = DoubleDouble.Sum(1, x);
        var result = Logarithm(one.Hi);
        return result.Hi + (result.Lo + one.Lo / one.Hi);
    }

    /// <summary>The logarithm to base 10.</summary>
    public static double Log10(double x)
    {
        if (!(x > 0 && x < Infinity)) return LogOfSpecial(x);
        var result = Logarithm(x) * LogTable.OverLn10;
        return result.Hi + result.Lo;
    }

    /// <summary>The logarithm to base 2.</summary>
    public static double Log2(double x)
    {
        if (!(x > 0 && x < Infinity)) return LogOfSpecial(x);
        var result = Logarithm(x) * LogTable.OverLn2;
        return result.Hi + result.Lo;
    }

    private static double LogOfSpecial(double x) => x == 0 ? -Infinity : x < 0 ? double.NaN : x;

    // log x to some 66 bits for a positive finite x. x = 2^k m with m in [0.707, 1.414); c is near 1 / m and has so few bits that
    // r = m c - 1 is exact, |r| below 2^-7. log x = k ln 2 - log c + log(1 + r).
    private static DoubleDouble Logarithm(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int k = -1023;
        if (bits < 1L << 52) (bits, k) = (BitConverter.DoubleToInt64Bits(x * PowerOfTwo(54)), k - 54); // subnormal
        int place = (int)(bits >> (52 - LogTable.Bits)) & (LogTable.Size - 1);
        bool half = place >= LogTable.FirstHalved;
        k += (int)(bits >> 52) + (half ? 1 : 0);
        double m = BitConverter.Int64BitsToDouble((bits & ((1L << 52) - 1)) | (half ? 0x3FE0000000000000 : 0x3FF0000000000000));
        double r = Math.FusedMultiplyAdd(m, LogTable.Inverse[place], -1), square = r * r, halved = 0.5 * square;
        double tail = 1.0 / 3 + r * (-1.0 / 4 + r * (1.0 / 5 + r * (-1.0 / 6 + r * (1.0 / 7 + r * (-1.0 / 8 + r * (1.0 / 9 + r * (-1.0 / 10 + r * (1.0 / 11))))))));
        DoubleDouble whole = DoubleDouble.Sum(k * LogTable.Ln2High, LogTable.Hi[place]), linear = DoubleDouble.Ordered(whole.Hi, r);
        var sum = DoubleDouble.Ordered(linear.Hi, -halved);
        double low = whole.Lo + linear.Lo + sum.Lo - Math.FusedMultiplyAdd(0.5 * r, r, -halved)
            + (k * LogTable.Ln2Low + LogTable.Lo[place] + r * square * tail);
        return DoubleDouble.Ordered(sum.Hi, low);
    }

    internal static class LogTable
    {
        public const int Bits = 7, Size = 1 << Bits, FirstHalved = 53;

        public static readonly DoubleDouble Ln2 = LogOf(2, 1), OverLn2 = (DoubleDouble)1 / Ln2, OverLn10 = (DoubleDouble)1 / (LogOf(5, 4) + Ln2 + Ln2 + Ln2);

        // Few enough bits in the high part that its product with any exponent is exact, also in steps of 1/64.
        public static readonly double Ln2High = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(Ln2.Hi) & -(1L << 20));
        public static readonly double Ln2Low = Ln2.Hi - Ln2High + Ln2.Lo;

        // For each of 128 parts of [1, 2): c, a multiple of 2^-8 or 2^-7, and -log c.
        public static readonly double[] Inverse = new double[Size], Hi = new double[Size], Lo = new double[Size];

        static LogTable()
        {
            for (int i = 0; i < Size; i++)
            {
                double middle = (1 + (i + 0.5) / Size) / (i < FirstHalved ? 1 : 2);
                // Around 1 nothing may cancel: c = 1. Below 1, m has a bit more behind the point, so c has one less.
                double c = i is 0 or Size - 1 ? 256 : i < FirstHalved ? Math.Round(256 / middle) : 2 * Math.Round(128 / middle);
                Inverse[i] = c / 256;
                var log = LogOf(256, c);
                (Hi[i], Lo[i]) = (log.Hi, log.Lo);
            }
        }

        // log(a / b) = 2 artanh((a - b) / (a + b)), for a / b up to 2.
        private static DoubleDouble LogOf(double a, double b)
        {
            DoubleDouble s = (DoubleDouble)(a - b) / (a + b), square = s * s, sum = 0;
            for (int n = 69; n >= 1; n -= 2) sum = sum * square + (DoubleDouble)1 / n;
            return s * sum * 2;
        }
    }
}
