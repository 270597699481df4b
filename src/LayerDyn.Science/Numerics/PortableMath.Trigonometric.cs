using System.Numerics;

namespace LayerDyn.Science.Numerics;

public static partial class PortableMath
{
    private const double QuarterTurnHalved = 0.7853981633974483; // pi / 4

    /// <summary>The sine of an angle of any size in radians.</summary>
    public static double Sin(double x) => x == 0 ? x : OfAngle(x, 0);

    /// <summary>The cosine of an angle of any size in radians.</summary>
    public static double Cos(double x) => OfAngle(x, 1);

    // sin(x + quarters pi / 2).
    private static double OfAngle(double x, int quarters)
    {
        if (!double.IsFinite(x)) return double.NaN;
        var (turns, r) = Math.Abs(x) <= QuarterTurnHalved ? (0, x) : Math.Abs(x) < 1 << 20 ? Quarters.Reduce(x) : Quarters.ReduceLarge(x);
        quarters += turns;
        double value = (quarters & 1) == 0 ? SineNearZero(r.Hi, r.Lo) : CosineNearZero(r.Hi, r.Lo);
        return (quarters & 2) == 0 ? value : -value;
    }

    private static double SineNearZero(double r, double low)
    {
        double z = r * r;
        double sum = -1.0 / 6 + z * (1.0 / 120 + z * (-1.0 / 5040 + z * (1.0 / 362880 + z * (-1.0 / 39916800 + z * (1.0 / 6227020800
            + z * (-1.0 / 1307674368000 + z * (1.0 / 355687428096000)))))));
        return r + (r * z * sum + low * (1 - 0.5 * z));
    }

    private static double CosineNearZero(double r, double low)
    {
        DoubleDouble square = DoubleDouble.Product(r, r), start = DoubleDouble.Ordered(1, -0.5 * square.Hi);
        double z = square.Hi;
        double sum = 1.0 / 24 + z * (-1.0 / 720 + z * (1.0 / 40320 + z * (-1.0 / 3628800 + z * (1.0 / 479001600 + z * (-1.0 / 87178291200
            + z * (1.0 / 20922789888000 + z * (-1.0 / 6402373705728000)))))));
        return start.Hi + (start.Lo - 0.5 * square.Lo + z * z * sum - r * low);
    }

    // x = n pi / 2 + r with |r| up to pi / 4, so exactly that r is right to 60 bits however near x is to a multiple.
    private static class Quarters
    {
        // The largest double has 1024 bits before the point; none comes nearer to a multiple of pi / 2 than 2^-62.
        private const int FractionBits = 1200, PartBits = 33;

        private static readonly BigInteger HalfPi = (16 * ArcTangentOfInverse(5) - 4 * ArcTangentOfInverse(239)) >> (Guard + 1); // Machin

        // The leading bits of pi / 2 in parts whose products with 20 bits are exact, and the rest.
        private static readonly double Part1 = Part(0), Part2 = Part(1), Part3 = Part(2), Rest = Part(3);

        private const int Guard = 32;

        public static (int Turns, DoubleDouble R) Reduce(double x)
        {
            double n = Math.Round(x / (2 * QuarterTurnHalved));
            double first = Math.FusedMultiplyAdd(-n, Part1, x);
            DoubleDouble second = DoubleDouble.Sum(first, -n * Part2), third = DoubleDouble.Sum(second.Hi, -n * Part3);
            return ((int)n & 3, DoubleDouble.Ordered(third.Hi, third.Lo + second.Lo - n * Rest));
        }

        public static (int Turns, DoubleDouble R) ReduceLarge(double x)
        {
            long bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
            var scaled = (BigInteger)((bits & ((1L << 52) - 1)) | (1L << 52)) << ((int)(bits >> 52) - 1075 + FractionBits);
            var n = ((scaled << 1) + HalfPi) / (HalfPi << 1); // the nearest
            var rest = scaled - n * HalfPi;
            double high = ToDouble(rest);
            var r = new DoubleDouble(high, ToDouble(rest - FromDouble(high)));
            int turns = (int)(n & 3);
            return x < 0 ? ((4 - turns) & 3, -r) : (turns, r);
        }

        private static double Part(int index)
        {
            BigInteger whole = HalfPi >> (FractionBits - PartBits * 3 - 54), part;
            int drop = PartBits * (2 - index) + 55;
            if (index == 3) part = whole & ((BigInteger.One << 55) - 1);
            else part = ((whole >> drop) & (index == 0 ? -1 : (BigInteger.One << PartBits) - 1)) << drop;
            return Math.ScaleB((double)part, -(PartBits * 3 + 54));
        }

        private static double ToDouble(BigInteger fraction)
        {
            int surplus = Math.Max(0, (int)BigInteger.Abs(fraction).GetBitLength() - 62);
            return Math.ScaleB((double)(long)(fraction >> surplus), surplus - FractionBits);
        }

        private static BigInteger FromDouble(double value)
        {
            if (value == 0) return 0;
            int exponent = Math.ILogB(value);
            return (BigInteger)(long)Math.ScaleB(value, 52 - exponent) << (exponent - 52 + FractionBits);
        }

        private static BigInteger ArcTangentOfInverse(int n)
        {
            BigInteger power = (BigInteger.One << (FractionBits + Guard)) / n, sum = power;
            for (int k = 3; !power.IsZero; k += 2)
            {
                power /= -n * n;
                sum += power / k;
            }

            return sum;
        }
    }
}
