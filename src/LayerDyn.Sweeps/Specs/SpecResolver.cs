using System.Text.Json;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Derived;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Refinement;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Spells a spec out: every default written, variants and overrides applied, in one order of keys.</summary>
internal static class SpecResolver
{
    /// <summary>The resolved spec; loading it gives the same points and the same resolved spec.</summary>
    public static SpecMap Resolve(
        SpecMap root, SpecMap written, Grid grid, Experiment first, SampleDesign? samples, RefinementSpec? refine, (int Count, int First) seeds, IReadOnlyList<DerivedColumn> derived, IReadOnlyList<CurveSpec> curves, SpecMap? files)
    {
        var entries = new List<SpecEntry>();
        Copy(root, "name");
        Copy(root, "description");
        Copy(root, "figure");
        var canonical = (SpecMap)SpecJson.FromElement(Parse(ExperimentText.Write(first with { Task = first.Task.Unpinned(), Init = first.Init.Unpinned() })));
        AxisTarget[] targets = [.. grid.Axes.SelectMany(axis => axis.Targets)];
        foreach (string key in SpecReader.ExperimentKeys)
        {
            if (IsWritten(key, written, canonical, targets)) Copy(written, key);
            else Copy(canonical, key);
        }

        if (grid.Axes.Count > 0) Add("axes", new SpecMap([.. grid.Axes.Select(axis => new SpecEntry(axis.Axis.Name, default, axis.Resolved))]));
        var zipped = grid.Dimensions.Where(dimension => dimension.Count > 1 && grid.Axes[dimension[0]].Positions is null)
            .Select(SpecNode (dimension) => new SpecList([.. dimension.Select(axis => new SpecScalar(grid.Axes[axis].Axis.Name))])).ToArray();
        if (zipped.Length > 0) Add("zip", new SpecList(zipped));
        if (samples is not null) Add(SamplesReader.Key, SamplesReader.Write(samples));
        Add("seeds", new SpecMap([new("count", default, new SpecScalar((long)seeds.Count)), new("first", default, new SpecScalar((long)seeds.First))]));
        if (refine is not null) Add(RefineReader.Key, RefineReader.Write(refine));
        if (derived.Count > 0) Add(DeriveReader.Key, DeriveReader.Write(derived));
        if (curves.Count > 0) Add("curves", new SpecList([.. curves.Select(curve => SpecJson.FromElement(Parse(ExperimentText.WriteKind(curve))))]));
        Copy(root, "resources");
        Copy(root, "limits");
        if (files is not null) Add(PinSection.Key, files);
        return new SpecMap(entries);

        void Add(string key, SpecNode node) => entries.Add(new SpecEntry(key, default, node));

        void Copy(SpecMap from, string key)
        {
            if (from[key] is { } node) Add(key, node);
        }
    }

    /// <summary>
    /// Whether a part must stay as written, because what it is without the axes cannot be read off the first point: a kind that an
    /// axis chooses has other parameters at other points, a case may leave a parameter alone, epochs become different numbers of
    /// steps, and the data type's default follows the model.
    /// </summary>
    private static bool IsWritten(string key, SpecMap written, SpecMap canonical, AxisTarget[] targets)
    {
        if (key is "steps" or "epochs") return written.Find("epochs") is not null || targets.Any(target => target.Path == "epochs");
        if (key == "dtype" && written.Find("dtype") is null) return targets.Any(target => target.Path is "model" or "model.kind");
        return targets.Where(target => SpecPath.Covers(key, target.Path)).Any(target =>
            !target.AtEvery
            || target.Path.EndsWith(".kind", StringComparison.Ordinal)
            || SpecPath.Get(canonical, target.Parts) is null or SpecMap);
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
