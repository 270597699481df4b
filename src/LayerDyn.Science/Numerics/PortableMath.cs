namespace LayerDyn.Science.Numerics;

/// <summary>
/// The elementary functions from IEEE basic operations alone, so that a result is the same bits on every machine. System.Math's
/// hand on to the C library, whose last bit differs between its releases and, by its choice of code, between processors.
/// </summary>
/// <remarks>
/// Within 0.52 units in the last place of the true value, sines and cosines within 0.7; rounded to a subnormal number within 0.76. Results that are
/// numbers of the format come out exactly: <c>Pow(10, 3)</c> is 1000. Special values are those of IEEE 754, as in System.Math.
/// The tables are computed when first used, by the same operations.
/// </remarks>
public static partial class PortableMath
{
    private const double Infinity = double.PositiveInfinity;

    // 2^exponent, where that is a normal number.
    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    // Rounds once, also where the result is subnormal.
    private static double Scale(double value, int exponent) => exponent switch
    {
        > 1023 => value * PowerOfTwo(1023) * PowerOfTwo(exponent - 1023),
        < -1000 => value * PowerOfTwo(exponent + 1000) * PowerOfTwo(-1000),
        _ => value * PowerOfTwo(exponent),
    };
}
