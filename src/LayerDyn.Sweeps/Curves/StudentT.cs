namespace LayerDyn.Sweeps.Curves;

/// <summary>Student's t distribution, as far as intervals need it.</summary>
internal static class StudentT
{
    // The 97.5% quantile for 1 to 10 degrees of freedom.
    private static readonly double[] Few = [12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139];

    /// <summary>The 97.5% quantile: half the width of a 95% interval in standard errors. Above 10 degrees of freedom by its expansion about the normal's.</summary>
    /// <param name="degrees">Degrees of freedom, >= 1.</param>
    public static double Quantile975(int degrees)
    {
        if (degrees <= Few.Length) return Few[degrees - 1];
        const double Z = 1.959963984540054, Z2 = Z * Z;
        double n = degrees;
        return Z * (1 + (Z2 + 1) / (4 * n) + ((5 * Z2 + 16) * Z2 + 3) / (96 * n * n) + (((3 * Z2 + 19) * Z2 + 17) * Z2 - 15) / (384 * n * n * n)
            + ((((79 * Z2 + 776) * Z2 + 1482) * Z2 - 1920) * Z2 - 945) / (92160 * n * n * n * n));
    }
}
