using System.Globalization;
using System.Security.Cryptography;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>From the text of a spec to its plan: read, set, check, bind, resolve. Every problem is collected on the way.</summary>
internal static class SweepLoader
{
    public static SweepPlan Load(string yaml, IReadOnlyList<string> overrides, string? variant, SweepLimits limits)
    {
        var problems = new SpecProblems();
        var document = YamlReader.Read(yaml, limits, problems);
        if (document is not null and not SpecMap && problems.IsEmpty)
        {
            bool empty = document is SpecScalar { Value: null };
            problems.Add(empty ? default : document.Mark, "", empty ? null : "a " + (document is SpecList ? "list" : "single value"),
                empty ? "is empty" : "must be a mapping", "start from a shipped recipe: layerdyn recipes");
        }

        if (document is not SpecMap root) throw new SpecException(problems.All(document));
        root = SpecSettings.ApplyVariant(root, variant, problems);
        root = SpecSettings.ApplyOverrides(root, overrides, limits, problems);

        var reader = new SpecReader(root, problems.ByPath, limits);
        reader.CheckKeys();
        string name = reader.ReadName(), description = reader.ReadText("description"), figure = reader.ReadText("figure");
        var seeds = reader.ReadSeeds();
        var resources = ResourcesReader.Read(root, problems.ByPath);
        var experiment = reader.Experiment;
        var grid = reader.ReadGrid(TargetCheck.Run(reader.ReadAxes(), experiment, problems.ByPath));
        double size = grid.Size * seeds.Count;
        bool tooLarge = size > limits.MaxPoints;
        if (tooLarge)
            problems.ByPath.Add("axes", size.ToString("0", CultureInfo.InvariantCulture), $"gives more points than the limit of {limits.MaxPoints}",
                "use fewer values or seeds, or split the sweep");

        var check = new GridCheck(experiment, grid, limits);
        check.Run(problems.ByPath);
        var axes = grid.Axes.Select(axis => axis.Axis).ToArray();
        var texts = new PointTexts(experiment, grid, check.Template);
        var columns = check.IsComplete || !problems.IsEmpty ? check.Columns : GridColumns.Of(grid, texts, seeds.First, limits.Cancellation);
        // With an axis missing because it could not be read, references to it would look wrong.
        bool allAxes = root.Find("axes") is null || (axes.Length > 0 && root["axes"] is SpecMap written && written.Entries.Count == axes.Length);
        var curves = CurveReader.Read(root, path => check.First is { } sample && allAxes
            ? new CurveContext(path, axes, seeds.Count, columns, sample) : null, problems.ByPath);
        if (!problems.IsEmpty || check.First is not { } first) throw new SpecException(problems.All(root));

        var resolved = SpecResolver.Resolve(root, experiment, grid, first, seeds, curves);
        return new SweepPlan(grid, texts, seeds)
        {
            Id = SweepId.Parse($"{name}-{Hash(resolved)}"),
            Name = name,
            Description = description,
            Figure = figure,
            Variant = variant,
            Resources = resources,
            Curves = curves,
            Columns = columns,
            ResolvedYaml = YamlWriter.Write(resolved),
        };
    }

    // Description, figure and resources say nothing about the points; the numerics version decides their bits.
    private static string Hash(SpecMap resolved)
    {
        var hashed = resolved.Without("description", "figure", "resources").With("numerics", new SpecScalar((long)NumericsVersion.Current));
        return Convert.ToHexStringLower(SHA256.HashData(SpecJson.ToUtf8(hashed).Span).AsSpan(0, 4));
    }
}
