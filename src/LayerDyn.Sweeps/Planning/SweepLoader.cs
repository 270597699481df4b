using System.Globalization;
using System.Security.Cryptography;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Derived;
using LayerDyn.Sweeps.Refinement;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>From the text of a spec to its plan: read, set, check, bind, resolve. Every problem is collected on the way.</summary>
internal static class SweepLoader
{
    // A mistake in one of these may be why a column is not there.
    private static readonly string[] MakeColumns = ["model", "task", "measure", "engine", DeriveReader.Key];

    /// <summary>Plans a spec of a user: everything is checked, data files are read and pinned.</summary>
    public static SweepPlan Load(string yaml, IReadOnlyList<string> overrides, string? variant, SweepLimits limits)
    {
        var problems = new SpecProblems();
        var root = ReadRoot(yaml, limits, problems);
        root = SpecSettings.ApplyVariant(root, variant, problems);
        root = SpecSettings.ApplyOverrides(root, overrides, limits, problems);

        if (root["axes"] is SpecMap { Entries.Count: var count } && count > limits.MaxAxes)
        {
            problems.ByPath.Add("axes", count, $"are more axes than the limit of {limits.MaxAxes}", "let one axis set several parameters: sets: [init.scale, task.targetDivisor]");
            throw problems.Of(root);
        }

        var reader = new SpecReader(root, problems.ByPath, limits);
        reader.CheckKeys();
        var derived = DeriveReader.Read(root, problems.ByPath);
        var experiment = DeriveReader.Inline(reader.Experiment, derived);
        var parts = ReadParts(reader, root, problems.ByPath, TargetCheck.Run(reader.ReadAxes(), experiment, problems.ByPath));
        var grid = parts.Grid;
        double size = grid.Size * parts.Seeds.Count;
        if (size > limits.MaxPoints)
            problems.ByPath.Add("axes", size.ToString("0", CultureInfo.InvariantCulture), $"gives more points than the limit of {limits.MaxPoints}",
                "use fewer values or seeds, or split the sweep");

        var pins = DataPins.Reading(PinSection.Read(root, problems.ByPath));
        var check = new GridCheck(experiment, grid, limits, pins);
        check.Run(problems.ByPath);
        // With an axis missing because it could not be read, references to it would look wrong.
        bool allAxes = root.Find("axes") is null || (grid.Axes.Count > 0 && root["axes"] is SpecMap written && written.Entries.Count == grid.Axes.Count);
        var axes = grid.Axes.Select(axis => axis.Axis).ToArray();
        var texts = new PointTexts(experiment, grid, check.Template, pins);
        var columns = check.IsComplete || !problems.IsEmpty ? check.Columns : GridColumns.Of(grid, texts, parts.Seeds.First, limits.Cancellation);
        if (check.First is { } point && allAxes) DeriveReader.Check(derived, columns, axes, point, problems.ByPath);
        var derivation = new Derivation(derived, columns, axes);
        bool certain = check.First is not null && allAxes;
        if (parts.Refine is { } refine && certain) RefineReader.Check(refine, grid, parts.Seeds.Count, derivation.Columns, problems.ByPath);
        var likely = certain ? null : LikelyExperiment.Of(experiment);
        var curves = CurveReader.Read(root, ContextOf, problems.ByPath);
        if (!problems.IsEmpty || check.First is not { } first) throw problems.Of(root);

        var resolved = SpecResolver.Resolve(root, experiment, grid, first, parts.Samples, parts.Refine, parts.Seeds, derived, curves, PinSection.Write(pins));
        var id = SweepId.Parse(IdOf(resolved, NumericsVersion.Current));
        var bound = new BoundPoints(new PointTexts(experiment, grid, check.Template, DataPins.Known(pins.Pins)), columns);
        return Plan(id, NumericsVersion.Current, parts, new Lazy<BoundPoints>(bound), derived, curves, variant, YamlWriter.Write(resolved));

        CurveContext? ContextOf(string path)
        {
            if (certain) return new CurveContext(path, axes, parts.Seeds.Count, derivation.Columns, check.First!);
            if (likely is not { } known) return null;
            return new CurveContext(path, axes, parts.Seeds.Count, new Derivation(derived, known.Columns, axes).Columns, known.Experiment)
            {
                IsGuess = true,
                UnreadAxes = [.. (root["axes"] as SpecMap)?.Entries.Select(entry => entry.Key) ?? []],
                KnowsAxes = root.Find("axes") is null || root["axes"] is SpecMap { Entries.Count: > 0 },
                KnowsColumns = !grid.Axes.SelectMany(axis => axis.Targets).Any(target => ExperimentColumns.DependOn(target.Parts))
                    && !problems.ByPath.Problems.Any(problem => MakeColumns.Any(key => SpecPath.Covers(key, problem.Path))),
            };
        }
    }

    /// <summary>Plans a resolved spec of a store. It was validated before it was stored; its points are bound once somebody asks for one.</summary>
    public static SweepPlan LoadResolved(string yaml, SweepId id)
    {
        // What was accepted once is within the limits of whoever accepted it.
        var limits = new SweepLimits { MaxPoints = long.MaxValue, MaxNodes = long.MaxValue, MaxCharacters = int.MaxValue };
        var problems = new SpecProblems();
        var root = ReadRoot(yaml, limits, problems);
        if (!problems.IsEmpty) throw problems.Of(root);
        int numerics = NumericsOf(root, id);

        var reader = new SpecReader(root, problems.ByPath, limits);
        var parts = ReadParts(reader, root, problems.ByPath, reader.ReadAxes());
        var experiment = reader.Experiment;
        var pins = DataPins.Known(PinSection.Read(root, problems.ByPath));
        var derived = DeriveReader.Read(root, problems.ByPath);
        var curves = CurveReader.Read(root, _ => null, problems.ByPath);
        if (!problems.IsEmpty) throw problems.Of(root);
        return Plan(id, numerics, parts, new Lazy<BoundPoints>(Bind), derived, curves, variant: null, yaml);

        BoundPoints Bind()
        {
            var check = new GridCheck(experiment, parts.Grid, limits, pins);
            check.Run(problems.ByPath);
            if (!problems.IsEmpty || check.First is null) throw problems.Of(root);
            var texts = new PointTexts(experiment, parts.Grid, check.Template, pins);
            return new BoundPoints(texts, check.IsComplete ? check.Columns : GridColumns.Of(parts.Grid, texts, parts.Seeds.First, limits.Cancellation));
        }
    }

    private static SpecMap ReadRoot(string yaml, SweepLimits limits, SpecProblems problems)
    {
        var document = YamlReader.Read(yaml, limits, problems);
        if (document is not null and not SpecMap && problems.IsEmpty)
        {
            bool empty = document is SpecScalar { Value: null };
            problems.Add(empty ? default : document.Mark, "", empty ? null : "a " + (document is SpecList ? "list" : "single value"),
                empty ? "is empty" : "must be a mapping", "start from a shipped recipe: layerdyn recipes");
        }

        return document as SpecMap ?? throw problems.Of(document);
    }

    private static SpecParts ReadParts(SpecReader reader, SpecMap root, ProblemList problems, List<AxisDefinition> axes) => new(
        reader.ReadName(), reader.ReadText("description"), reader.ReadText("figure"), reader.ReadSeeds(), ResourcesReader.Read(root, problems),
        LimitsReader.Read(root, problems), reader.ReadGrid(axes), reader.Samples, RefineReader.Read(root, problems));

    private static SweepPlan Plan(
        SweepId id, int numerics, SpecParts parts, Lazy<BoundPoints> bound, IReadOnlyList<DerivedColumn> derived, IReadOnlyList<CurveSpec> curves, string? variant, string resolved) =>
        new(parts.Grid, bound, parts.Seeds)
        {
            Id = id,
            Numerics = numerics,
            Name = parts.Name,
            Description = parts.Description,
            Figure = parts.Figure,
            Variant = variant,
            Resources = parts.Resources,
            Limits = parts.Limits,
            Samples = parts.Samples,
            Refine = parts.Refine,
            Derived = derived,
            Curves = curves,
            ResolvedYaml = resolved,
        };

    /// <summary>The numerics version with which a resolved spec has the id given.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    private static int NumericsOf(SpecMap resolved, SweepId id)
    {
        for (int version = NumericsVersion.Current; version >= 1; version--)
            if (IdOf(resolved, version) == id.Value) return version;
        throw new InvalidDataException($"its content is that of sweep {IdOf(resolved, NumericsVersion.Current)}, not of {id}: it was changed after the sweep was started");
    }

    /// <summary>The id of a resolved spec under a numerics version.</summary>
    public static SweepId IdOf(string yaml, int numerics)
    {
        var problems = new SpecProblems();
        return SweepId.Parse(IdOf(ReadRoot(yaml, new SweepLimits(), problems), numerics));
    }

    private static string IdOf(SpecMap resolved, int numerics) => $"{(resolved["name"] as SpecScalar)?.Text}-{Hash(resolved, numerics)}";

    // Description, figure, resources and limits say nothing about the points; the numerics version decides their bits.
    private static string Hash(SpecMap resolved, int numerics)
    {
        var hashed = resolved.Without("description", "figure", "resources", "limits").With("numerics", new SpecScalar((long)numerics));
        return Convert.ToHexStringLower(SHA256.HashData(SpecJson.ToUtf8(hashed).Span).AsSpan(0, 4));
    }

    /// <summary>The parts of a spec beside its experiment and curves.</summary>
    private sealed record SpecParts(string Name, string Description, string Figure, (int Count, int First) Seeds, Resources Resources, RunLimits Limits, Grid Grid, SampleDesign? Samples, RefinementSpec? Refine);
}
