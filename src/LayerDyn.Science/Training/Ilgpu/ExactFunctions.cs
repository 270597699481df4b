using ILGPU;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>The functions of the processor's engine in kernels, operation by operation.</summary>
internal static class ExactFunctions
{
    // Added and taken away, it rounds to a whole number, halves to even.
    private const double Rounder = 6755399441055744;

    /// <summary>What <see cref="Exp"/> reads: the powers, then their low parts, then three constants.</summary>
    public static double[] ExpTable =>
        [.. PortableMath.ExpTable.Hi, .. PortableMath.ExpTable.Lo, PortableMath.ExpTable.StepsAUnit, PortableMath.ExpTable.StepHigh, PortableMath.ExpTable.StepLow];

    /// <summary>An activation: as <see cref="Activations{TS, TV}"/>.</summary>
    public static float Activate(Activation activation, float x)
    {
        if (activation == Activation.Relu) return x < 0 ? 0 : x;
        return activation == Activation.Tanh ? Tanh(x) : x;
    }

    /// <summary>A gradient times the derivative of the activation that gave <paramref name="value"/>.</summary>
    public static float TimesDerivative(Activation activation, float delta, float value)
    {
        if (activation == Activation.Relu) return value > 0 ? delta : 0;
        return activation == Activation.Tanh ? Exact.Multiply(delta, Exact.Subtract(1f, Exact.Multiply(value, value))) : delta;
    }

    /// <summary>What <see cref="Power"/> reads: c, the high and the low parts of -log c, then both parts of log 2.</summary>
    public static double[] LogTable =>
        [.. PortableMath.LogTable.Inverse, .. PortableMath.LogTable.Hi, .. PortableMath.LogTable.Lo, PortableMath.LogTable.Ln2High, PortableMath.LogTable.Ln2Low];

    /// <summary><c>e^x</c> for x at most 0, or not a number: as <see cref="PortableMath.Exp(double)"/>.</summary>
    public static double Exp(ArrayView<double> table, double x) => ExpOfSum(table, x, 0);

    /// <summary><c>x^y</c> for a positive normal x and a y so small that the result is a normal number: as <see cref="PortableMath.Pow"/>.</summary>
    public static double Power(ArrayView<double> logarithm, ArrayView<double> exponential, double x, double y)
    {
        const int Size = PortableMath.LogTable.Size;
        if (x == 1) return 1;

        // As Logarithm: x = 2^k m, c is near 1 / m, log x = k ln 2 - log c + log(1 + r).
        long bits = BitConverter.DoubleToInt64Bits(x);
        int place = (int)(bits >> (52 - PortableMath.LogTable.Bits)) & (Size - 1);
        bool half = place >= PortableMath.LogTable.FirstHalved;
        double k = (int)(bits >> 52) - (half ? 1022 : 1023);
        double m = BitConverter.Int64BitsToDouble((bits & ((1L << 52) - 1)) | (half ? 0x3FE0000000000000 : 0x3FF0000000000000));
        double r = Exact.MultiplyAdd(m, logarithm[place], -1.0), square = Exact.Multiply(r, r), halved = Exact.Multiply(square, 0.5);
        double tail = Exact.Add(Exact.Multiply(r, 1.0 / 11), -1.0 / 10);
        tail = Exact.Add(Exact.Multiply(r, tail), 1.0 / 9);
        tail = Exact.Add(Exact.Multiply(r, tail), -1.0 / 8);
        tail = Exact.Add(Exact.Multiply(r, tail), 1.0 / 7);
        tail = Exact.Add(Exact.Multiply(r, tail), -1.0 / 6);
        tail = Exact.Add(Exact.Multiply(r, tail), 1.0 / 5);
        tail = Exact.Add(Exact.Multiply(r, tail), -1.0 / 4);
        tail = Exact.Add(Exact.Multiply(r, tail), 1.0 / 3);
        double wide = Exact.Multiply(k, logarithm[3 * Size]), whole = Exact.Add(wide, logarithm[Size + place]), share = Exact.Subtract(whole, wide);
        double wholeLow = Exact.Add(Exact.Subtract(wide, Exact.Subtract(whole, share)), Exact.Subtract(logarithm[Size + place], share));
        double linear = Exact.Add(whole, r), linearLow = Exact.Subtract(r, Exact.Subtract(linear, whole));
        double sum = Exact.Subtract(linear, halved), sumLow = Exact.Subtract(-halved, Exact.Subtract(sum, linear));
        double low = Exact.Subtract(Exact.Add(Exact.Add(wholeLow, linearLow), sumLow), Exact.MultiplyAdd(Exact.Multiply(r, 0.5), r, -halved));
        double rest = Exact.Add(Exact.Multiply(k, logarithm[3 * Size + 1]), logarithm[2 * Size + place]);
        low = Exact.Add(low, Exact.Add(rest, Exact.Multiply(Exact.Multiply(r, square), tail)));
        double hi = Exact.Add(sum, low), lo = Exact.Subtract(low, Exact.Subtract(hi, sum));

        double product = Exact.Multiply(y, hi);
        return ExpOfSum(exponential, product, Exact.Add(Exact.MultiplyAdd(y, hi, -product), Exact.Multiply(y, lo)));
    }

    // e^(x + low), low being small beside x.
    private static double ExpOfSum(ArrayView<double> table, double x, double low)
    {
        const int Size = PortableMath.ExpTable.Size;
        if (double.IsNaN(x)) return x;
        if (x < PortableMath.Smallest) return 0;

        // x + low = n ln 2 / 64 + y + rest, and e^(y + rest) - 1 = y + tail.
        double n = Exact.Add(Exact.Add(Exact.Multiply(x, table[2 * Size]), Rounder), -Rounder);
        double a = Exact.MultiplyAdd(-n, table[2 * Size + 1], x), b = Exact.MultiplyAdd(-n, table[2 * Size + 2], low);
        double y = Exact.Add(a, b), share = Exact.Subtract(y, a);
        double rest = Exact.Add(Exact.Subtract(a, Exact.Subtract(y, share)), Exact.Subtract(b, share));
        double series = Exact.Add(Exact.Multiply(y, 1.0 / 5040), 1.0 / 720);
        series = Exact.Add(Exact.Multiply(y, series), 1.0 / 120);
        series = Exact.Add(Exact.Multiply(y, series), 1.0 / 24);
        series = Exact.Add(Exact.Multiply(y, series), 1.0 / 6);
        series = Exact.Multiply(y, series);
        double tail = Exact.Add(Exact.Multiply(Exact.Multiply(y, y), Exact.Add(series, 0.5)), rest);

        int place = (int)n & (Size - 1), exponent = (int)n >> PortableMath.ExpTable.Bits;
        double power = table[place], value = Exact.Add(power, Exact.Add(table[Size + place], Exact.Multiply(power, Exact.Add(y, tail))));
        return exponent < -1000
            ? Exact.Multiply(Exact.Multiply(value, PowerOfTwo(exponent + 1000)), PowerOfTwo(-1000))
            : Exact.Multiply(value, PowerOfTwo(exponent));
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    private static float Tanh(float given)
    {
        float a = given < -TanhFraction.Bound ? -TanhFraction.Bound : given > TanhFraction.Bound ? TanhFraction.Bound : given;
        float square = Exact.Multiply(a, a);
        float p = Exact.MultiplyAdd(square, TanhFraction.P13, TanhFraction.P11);
        p = Exact.MultiplyAdd(square, p, TanhFraction.P9);
        p = Exact.MultiplyAdd(square, p, TanhFraction.P7);
        p = Exact.MultiplyAdd(square, p, TanhFraction.P5);
        p = Exact.MultiplyAdd(square, p, TanhFraction.P3);
        p = Exact.MultiplyAdd(square, p, TanhFraction.P1);
        float q = Exact.MultiplyAdd(square, TanhFraction.Q6, TanhFraction.Q4);
        q = Exact.MultiplyAdd(square, q, TanhFraction.Q2);
        q = Exact.MultiplyAdd(square, q, TanhFraction.Q0);
        float y = Exact.Multiply(a, p) / q;
        y = Exact.Add(y, Exact.Add(given, -TanhFraction.Saturated) > 0 ? Exact.Subtract(1f, y) : 0f);
        return Exact.Add(y, Exact.Subtract(-TanhFraction.Saturated, given) > 0 ? Exact.Subtract(-1f, y) : 0f);
    }
}
