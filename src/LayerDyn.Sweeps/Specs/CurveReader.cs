using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Reads the curves of a spec and checks what they refer to.</summary>
internal static class CurveReader
{
    /// <summary>
    /// Binds each curve; <paramref name="contextOf"/> gives what a curve at a path may refer to, null when the grid is not
    /// known well enough to check references.
    /// </summary>
    public static List<CurveSpec> Read(SpecMap root, Func<string, CurveContext?> contextOf, ProblemList problems)
    {
        var curves = new List<CurveSpec>();
        if (root.Find("curves") is null) return curves;
        if (root["curves"] is not SpecList list)
        {
            problems.Add("curves", root["curves"]!.ToString(), "must be a list", "write - { kind: NAME, name: my-curve, ... }");
            return curves;
        }

        for (int i = 0; i < list.Items.Count; i++)
        {
            string path = $"curves[{i}]";
            var local = new ProblemList();
            var curve = (CurveSpec?)ValueBinder.BindKind(SpecJson.ToElement(list.Items[i]), typeof(CurveSpec), path, local);
            if (curve is not null && local.IsEmpty)
            {
                if (!SpecReader.KebabCase().IsMatch(curve.Name))
                    local.Add($"{path}.name", curve.Name, "must be lower-case letters and digits with single '-' between them, at most 63");
                if (curves.Exists(other => other.Name == curve.Name)) local.Add($"{path}.name", curve.Name, "is the name of an earlier curve");
                if (contextOf(path) is { } context) Validate(curve, context, local);
                curves.Add(curve);
            }

            foreach (var problem in local.Problems) problems.Add(problem.Path, problem.Value, problem.Rule, problem.Remedy);
        }

        return curves;
    }

    // Of a guess, only names that nothing in the spec has are wrong.
    private static void Validate(CurveSpec curve, CurveContext context, ProblemList problems)
    {
        var found = context.IsGuess ? new ProblemList() : problems;
        curve.Validate(context, found);
        if (!context.IsGuess) return;
        foreach (var problem in found.Problems.Where(problem => problem.Rule is CurveContext.NoAxis or CurveContext.NoColumn))
            problems.Add(problem.Path, problem.Value, problem.Rule, problem.Remedy);
    }
}
