namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>What is said of a joint fit.</summary>
internal static class JointFinding
{
    /// <summary>The law with its intervals, and the best allocation that follows from it.</summary>
    /// <param name="spec">The curve.</param>
    /// <param name="suffix">The group, for findings.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="interval">What the intervals are, or why there are none.</param>
    public static IEnumerable<string> Of(JointFitCurve spec, string suffix, JointFit fit, string interval)
    {
        string e = spec.Irreducible is { } known ? $"E = {Shown.Number(known)} as given" : Parameter(fit["E"]);
        yield return $"{spec.Value}{suffix} = E + A {spec.X}^-a + B {spec.Y}^-b: {Parameter(fit["a"])}, {Parameter(fit["b"])}, {e}, {Parameter(fit["A"])}, {Parameter(fit["B"])}; "
            + $"{interval}; {Shown.Count(fit.Places.Length, "place")}, residuals of the logarithm {Shown.Number(fit.Rms)} rms";
        yield return $"best allocation of C = {spec.X} · {spec.Y}{suffix}: {spec.Value} - E ~ C^-{Exponent(fit[JointFit.Compute])}, {spec.X} ~ C^{Exponent(fit[JointFit.Allocation])}";
    }

    private static string Parameter(FittedParameter parameter) => $"{parameter.Name} = {Exponent(parameter)}";

    private static string Exponent(FittedParameter parameter)
    {
        string interval = double.IsFinite(parameter.High) ? $" [{Shown.Number(parameter.Low)}, {Shown.Number(parameter.High)}]" : "";
        string theory = double.IsFinite(parameter.Theory) ? $" (theory {Shown.Number(parameter.Theory)})" : "";
        return $"{Shown.Number(parameter.Value)}{interval}{theory}";
    }
}
