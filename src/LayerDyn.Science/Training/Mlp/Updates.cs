using System.Runtime.CompilerServices;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>Optimizer updates in one pass over all parameters, a multiple of 16 of them; the rules are those of the torch trainer.</summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal static unsafe class Updates<TS, TV>
    where TS : struct, IFloats<TV>
    where TV : unmanaged
{
    /// <summary>One step of Adam, with weight decay in either place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Adam(float* w, float* g, float* first, float* second, nint count, AdamFactors factors)
    {
        TV shrink = TS.Create(factors.Shrink), penalty = TS.Create(factors.Penalty), rest1 = TS.Create(factors.Rest1), beta2 = TS.Create(factors.Beta2);
        TV rest2 = TS.Create(factors.Rest2), correction = TS.Create(factors.Correction), eps = TS.Create(factors.Eps), minusStep = TS.Create(factors.MinusStep);
        for (nint i = 0; i < count; i += TS.Lanes)
        {
            TV weight = TS.Multiply(TS.Load(w + i), shrink), gradient = TS.MultiplyAdd(weight, penalty, TS.Load(g + i));
            TV m = TS.Load(first + i);
            m = TS.MultiplyAdd(TS.Subtract(gradient, m), rest1, m);
            TS.Store(m, first + i);
            TV v = TS.MultiplyAdd(TS.Multiply(gradient, rest2), gradient, TS.Multiply(TS.Load(second + i), beta2));
            TS.Store(v, second + i);
            TV denominator = TS.MultiplyAdd(TS.Sqrt(v), correction, eps);
            TS.Store(TS.MultiplyAdd(TS.Divide(m, denominator), minusStep, weight), w + i);
        }
    }

    /// <summary><c>g = g + penalty w</c>; <c>v = momentum v + damping g</c>; <c>w = w - step (gradient g + velocity v)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Momentum(float* w, float* g, float* velocity, nint count, MomentumFactors factors)
    {
        TV penalty = TS.Create(factors.Penalty), momentum = TS.Create(factors.Momentum), damping = TS.Create(factors.Damping);
        TV minusStep = TS.Create(factors.MinusStep), ofGradient = TS.Create(factors.OfGradient), ofVelocity = TS.Create(factors.OfVelocity);
        for (nint i = 0; i < count; i += TS.Lanes)
        {
            TV weight = TS.Load(w + i), gradient = TS.MultiplyAdd(weight, penalty, TS.Load(g + i));
            TV v = TS.MultiplyAdd(gradient, damping, TS.Multiply(TS.Load(velocity + i), momentum));
            TS.Store(v, velocity + i);
            TV direction = TS.MultiplyAdd(v, ofVelocity, TS.Multiply(gradient, ofGradient));
            TS.Store(TS.MultiplyAdd(direction, minusStep, weight), w + i);
        }
    }

    /// <summary><c>w = w - step (g + penalty w)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Descend(float* w, float* g, nint count, float penaltyFactor, float minusStepSize)
    {
        TV penalty = TS.Create(penaltyFactor), minusStep = TS.Create(minusStepSize);
        for (nint i = 0; i < count; i += TS.Lanes)
        {
            TV weight = TS.Load(w + i);
            TS.Store(TS.MultiplyAdd(TS.MultiplyAdd(weight, penalty, TS.Load(g + i)), minusStep, weight), w + i);
        }
    }

    /// <summary><c>w = shrink w - step sign(beta1 m + (1 - beta1) g)</c> with the penalty in g, then <c>m = beta2 m + (1 - beta2) g</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sign(float* w, float* g, float* average, nint count, SignFactors factors)
    {
        TV shrink = TS.Create(factors.Shrink), penalty = TS.Create(factors.Penalty), beta1 = TS.Create(factors.Beta1), rest1 = TS.Create(factors.Rest1);
        TV beta2 = TS.Create(factors.Beta2), rest2 = TS.Create(factors.Rest2), minusStep = TS.Create(factors.MinusStep), step = TS.Create(-factors.MinusStep);
        for (nint i = 0; i < count; i += TS.Lanes)
        {
            TV weight = TS.Load(w + i), gradient = TS.MultiplyAdd(weight, penalty, TS.Load(g + i)), m = TS.Load(average + i);
            TV direction = TS.MultiplyAdd(m, beta1, TS.Multiply(gradient, rest1));
            TS.Store(TS.MultiplyAdd(m, beta2, TS.Multiply(gradient, rest2)), average + i);
            TV move = TS.Add(TS.WherePositive(direction, minusStep), TS.WherePositive(TS.Subtract(TS.Zero, direction), step));
            TS.Store(TS.MultiplyAdd(weight, shrink, move), w + i);
        }
    }

    /// <summary>Whether all numbers are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsFinite(float* values, nint count)
    {
        TV sum = TS.Zero;
        for (nint i = 0; i < count; i += TS.Lanes) sum = TS.MultiplyAdd(TS.Load(values + i), TS.Zero, sum);
        float* lanes = stackalloc float[TS.Lanes];
        TS.Store(sum, lanes);
        for (int lane = 0; lane < TS.Lanes; lane++)
            if (lanes[lane] != 0) return false;
        return true;
    }
}
