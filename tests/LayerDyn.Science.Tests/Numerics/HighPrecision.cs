using System.Numerics;

namespace LayerDyn.Science.Tests.Numerics;

/// <summary>
/// Elementary functions in fixed point with 1400 bits after the point, from their power series: the reference that the doubles' functions
/// are measured against.
/// </summary>
internal static class HighPrecision
{
    private const int Bits = 1400;

    public static readonly BigInteger One = BigInteger.One << Bits;

    private static readonly BigInteger Ln2 = 2 * ArTanh(One / 3), HalfPi = 2 * (4 * ArcTan(5) - ArcTan(239));

    /// <summary>The exact value of a finite double.</summary>
    public static BigInteger Of(double value)
    {
        if (value == 0) return 0;
        int exponent = Math.ILogB(value);
        return (BigInteger)(long)Math.ScaleB(value, 52 - exponent) << (exponent - 52 + Bits);
    }

    public static BigInteger Times(BigInteger a, BigInteger b) => (a * b) >> Bits;

    public static BigInteger Over(BigInteger a, BigInteger b) => (a << Bits) / b;

    public static BigInteger Exp(BigInteger x)
    {
        var k = BigInteger.Divide(x, Ln2);
        BigInteger r = (x - k * Ln2) >> 16, term = One, sum = One;
        for (int n = 1; !term.IsZero && term != BigInteger.MinusOne; n++) sum += term = Times(term, r) / n;
        for (int i = 0; i < 16; i++) sum = Times(sum, sum);
        return k >= 0 ? sum << (int)k : sum >> (int)-k;
    }

    /// <summary>The logarithm of <paramref name="x"/> + <paramref name="add"/>.</summary>
    public static BigInteger Log(double x, int add = 0)
    {
        var value = Of(x) + add * One;
        int k = (int)value.GetBitLength() - Bits;
        var m = k > 0 ? value >> k : value << -k;
        return k * Ln2 + 2 * ArTanh(Over(m - One, m + One));
    }

    public static BigInteger Pow(double x, double y) => Exp((Log(x) * Of(y)) >> Bits);

    public static BigInteger Log10(double x) => Over(Log(x), Log(10));

    public static BigInteger Log2(double x) => Over(Log(x), Ln2);

    public static BigInteger Tanh(double x)
    {
        var e = Exp(2 * Of(x)) - One;
        return Over(e, e + 2 * One);
    }

    /// <summary>The sine; the cosine with <paramref name="quarters"/> = 1.</summary>
    public static BigInteger Sin(double x, int quarters)
    {
        var angle = Of(x) + quarters * HalfPi;
        var n = BigInteger.Divide(2 * angle + angle.Sign * HalfPi, 2 * HalfPi);
        var r = angle - n * HalfPi;
        int turn = (int)(((n % 4) + 4) % 4);
        BigInteger term = turn % 2 == 0 ? r : One, sum = term, square = Times(r, r);
        for (int k = turn % 2 == 0 ? 2 : 1; !term.IsZero && term != BigInteger.MinusOne; k += 2) sum += term = -Times(term, square) / (k * (k + 1));
        return turn < 2 ? sum : -sum;
    }

    /// <summary>
    /// How far <paramref name="value"/> is from the true one, in units in the last place of the true one (of 2^-1074 where that is subnormal).
    /// </summary>
    public static double Error(double value, BigInteger truth)
    {
        int exponent = Math.Max((int)BigInteger.Abs(truth).GetBitLength() - 1 - Bits, -1022);
        return Math.Abs((double)((Of(value) - truth) >> (exponent - 52 + Bits - 40)) / (1L << 40));
    }

    private static BigInteger ArTanh(BigInteger z)
    {
        BigInteger square = Times(z, z), power = z, sum = z;
        for (int n = 3; !power.IsZero && power != BigInteger.MinusOne; n += 2) sum += (power = Times(power, square)) / n;
        return sum;
    }

    private static BigInteger ArcTan(int inverse)
    {
        BigInteger power = One / inverse, sum = power;
        for (int n = 3; !power.IsZero; n += 2) sum += (power /= -inverse * inverse) / n;
        return sum;
    }
}
