using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>A joint law fitted to a sample, with what is read off it and the intervals of that.</summary>
internal sealed class JointFit
{
    // Of each number: its name, and whether its interval is of its logarithm.
    private static readonly (string Name, bool Log)[] Read =
        [("E", false), ("A", true), ("a", false), ("B", true), ("b", false), (Compute, false), (Allocation, false)];

    /// <summary>The name of the exponent of the best loss in compute.</summary>
    public const string Compute = "ab/(a+b)";

    /// <summary>The name of the exponent of the best x in compute.</summary>
    public const string Allocation = "b/(a+b)";

    private JointFit(JointLaw law, JointPlace[] places, IReadOnlyList<FittedParameter> parameters) => (Law, Places, Parameters) = (law, places, parameters);

    /// <summary>The law.</summary>
    public JointLaw Law { get; }

    /// <summary>What it was fitted to.</summary>
    public JointPlace[] Places { get; }

    /// <summary>Its parameters with their intervals.</summary>
    public IReadOnlyList<FittedParameter> Parameters { get; }

    /// <summary>Root mean square of the residuals of log L.</summary>
    public double Rms => Math.Sqrt(Places.Average(place => Residual(place) * Residual(place)));

    /// <summary>The law of a sample; null where its places are too few to tell the terms apart.</summary>
    /// <param name="spec">The curve.</param>
    /// <param name="group">What the sample is called.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="intervals">Whether it has a spread over seeds.</param>
    /// <param name="theory">The exponents of theory; null for none.</param>
    public static JointFit? Of(JointFitCurve spec, string group, JointSample sample, bool intervals, (double? A, double? B) theory)
    {
        var places = sample.Means();
        if (!AreEnough(places)) return null;
        var law = new JointLawFit(places, spec.Irreducible, spec.Huber).Best();
        double[] numbers = Numbers(law);
        double[]? half = intervals && sample.Seeds > 1
            ? sample.HalfWidths(spec.Resamples, drawn => AreEnough(drawn) ? Numbers(new JointLawFit(drawn, spec.Irreducible, spec.Huber).Near(law)) : [.. numbers.Select(_ => double.NaN)])
            : null;
        double[] expected = [double.NaN, double.NaN, theory.A ?? double.NaN, double.NaN, theory.B ?? double.NaN, double.NaN, double.NaN];
        if (theory is ({ } a, { } b)) (expected[5], expected[6]) = (a * b / (a + b), b / (a + b));
        return new(law, places, [.. Read.Select((number, i) =>
        {
            var (low, high) = half is null || (i == 0 && spec.Irreducible is not null) ? (double.NaN, double.NaN) : (numbers[i] - half[i], numbers[i] + half[i]);
            return number.Log ? new FittedParameter(group, number.Name, PortableMath.Exp(numbers[i]), PortableMath.Exp(low), PortableMath.Exp(high), expected[i])
                : new(group, number.Name, numbers[i], Math.Max(low, 0), high, expected[i]);
        })]);
    }

    /// <summary>By how much log L is off at a place.</summary>
    public double Residual(JointPlace place) => PortableMath.Log(place.Value / Law.Evaluate(place.X, place.Y));

    /// <summary>The parameter of a name.</summary>
    public FittedParameter this[string name] => Parameters.First(parameter => parameter.Name == name);

    // More than the law has parameters, and three of each abscissa, without which the constant is not told from a term.
    private static bool AreEnough(JointPlace[] places) =>
        places.Length > 5 && places.Select(place => place.X).Distinct().Count() > 2 && places.Select(place => place.Y).Distinct().Count() > 2;

    private static double[] Numbers(JointLaw law) =>
        [law.E, law.LogA, law.ExponentA, law.LogB, law.ExponentB, law.ComputeExponent, law.AllocationExponent];
}
