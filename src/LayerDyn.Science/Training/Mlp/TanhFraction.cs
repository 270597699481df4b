namespace LayerDyn.Science.Training.Mlp;

/// <summary>The odd rational function of degrees 13 over 6 that stands for tanh, on every device.</summary>
internal static class TanhFraction
{
    /// <summary>What it is asked about is clamped to this magnitude.</summary>
    public const float Bound = 7.90531110763549805f;

    /// <summary>Above this magnitude the nearest float is one.</summary>
    public const float Saturated = 9.0109133f;

    /// <summary>Coefficients of the numerator.</summary>
    public const float
        P13 = -2.76076847742355e-16f, P11 = 2.00018790482477e-13f, P9 = -8.60467152213735e-11f, P7 = 5.12229709037114e-08f,
        P5 = 1.48572235717979e-05f, P3 = 6.37261928875436e-04f, P1 = 4.89352455891786e-03f;

    /// <summary>Coefficients of the denominator.</summary>
    public const float Q6 = 1.19825839466702e-06f, Q4 = 1.18534705686654e-04f, Q2 = 2.26843463243900e-03f, Q0 = 4.89352518554385e-03f;
}
