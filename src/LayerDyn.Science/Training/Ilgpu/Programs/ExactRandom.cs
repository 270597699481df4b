namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>Random numbers in kernels, operation by operation those of <see cref="Randomness.RandomStream"/>.</summary>
internal static class ExactRandom
{
    /// <summary>Uniform number <paramref name="index"/> of the stream of a key.</summary>
    public static double Uniform(uint keyLow, uint keyHigh, long index)
    {
        ulong counter = (ulong)index >> 1;
        uint c0 = (uint)counter, c1 = (uint)(counter >> 32), c2 = 0, c3 = 0;
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            uint next = (uint)(p1 >> 32) ^ c1 ^ keyLow;
            c2 = (uint)(p0 >> 32) ^ c3 ^ keyHigh;
            c0 = next;
            c1 = (uint)p1;
            c3 = (uint)p0;
            keyLow += 0x9E3779B9;
            keyHigh += 0xBB67AE85;
        }

        ulong bits = (index & 1) == 0 ? ((ulong)c0 << 32) | c1 : ((ulong)c2 << 32) | c3;
        return Exact.Multiply(Exact.Add((long)(bits >> 12), 0.5), 1.0 / (1UL << 52));
    }

    /// <summary>The standard normal number of a uniform one: <see cref="Randomness.NormalQuantile"/>.</summary>
    public static double Normal(double p)
    {
        double q = Exact.Add(p, -0.5);
        if (q <= 0.425 && q >= -0.425)
        {
            double r = Exact.Subtract(0.180625, Exact.Multiply(q, q));
            double above = Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, 2509.0809287301226727, 33430.575583588128105), 67265.770927008700853),
                45921.953931549871457), 13731.693765509461125), 1971.5909503065514427), 133.14166789178437745), 3.387132872796366608);
            double below = Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, 5226.495278852545925, 28729.085735721942674), 39307.89580009271061),
                21213.794301586595867), 5394.1960214247511077), 687.1870074920579083), 42.313330701600911252), 1.0);
            return Exact.Multiply(q, above) / below;
        }

        double tail = Math.Sqrt(-Log(q < 0 ? p : Exact.Subtract(1, p))), x;
        if (tail <= 5)
        {
            double r = Exact.Add(tail, -1.6);
            double above = Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, 7.7454501427834140764e-4, 0.0227238449892691845833), 0.24178072517745061177),
                1.27045825245236838258), 3.64784832476320460504), 5.7694972214606914055), 4.6303378461565452959), 1.42343711074968357734);
            double below = Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, 1.05075007164441684324e-9, 5.475938084995344946e-4), 0.0151986665636164571966),
                0.14810397642748007459), 0.68976733498510000455), 1.6763848301838038494), 2.05319162663775882187), 1.0);
            x = above / below;
        }
        else
        {
            double r = Exact.Add(tail, -5.0);
            double above = Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, 2.01033439929228813265e-7, 2.71155556874348757815e-5), 0.0012426609473880784386),
                0.026532189526576123093), 0.29656057182850489123), 1.7848265399172913358), 5.4637849111641143699), 6.6579046435011037772);
            double below = Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, Next(r, 2.04426310338993978564e-15, 1.4215117583164458887e-7), 1.8463183175100546818e-5),
                7.868691311456132591e-4), 0.0148753612908506148525), 0.13692988092273580531), 0.59983220655588793769), 1.0);
            x = above / below;
        }

        return q < 0 ? -x : x;
    }

    // A step of Horner's scheme: sum r + next, rounded twice.
    private static double Next(double r, double sum, double next) => Exact.Add(Exact.Multiply(r, sum), next);

    private static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (m > 1.4142135623730951)
        {
            m = Exact.Multiply(m, 0.5);
            exponent++;
        }

        double s = Exact.Add(m, -1.0) / Exact.Add(m, 1.0), z = Exact.Multiply(s, s), sum = 0;
        for (int n = 23; n >= 3; n -= 2) sum = Exact.Multiply(Exact.Add(sum, 1.0 / n), z);
        return Exact.Add(Exact.Multiply(exponent, 0.69314718055994530942), Exact.Multiply(Exact.Multiply(s, 2), Exact.Add(sum, 1.0)));
    }
}
