using System.CommandLine;
using LayerDyn.Client.Recipes;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Training.Torch;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>The arguments that name a spec, shared by the commands that read one.</summary>
internal sealed class SpecArguments
{
    public Argument<string> Spec { get; } = new("spec") { Description = "a YAML file, or the name of a recipe (see: layerdyn recipes)" };

    public Option<string[]> Set { get; } = new("--set") { Description = "override a value: path=value, e.g. --set steps=100 (may be repeated)" };

    public Option<string?> Variant { get; } = new("--variant") { Description = "use a variant that the spec names, e.g. quick" };

    public Option<bool> Quick { get; } = new("--quick") { Description = "short for --variant quick: a small version that ends within a minute" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Spec);
        command.Options.Add(Set);
        command.Options.Add(Variant);
        command.Options.Add(Quick);
    }

    /// <summary>The spec as written, and the plan it makes.</summary>
    /// <exception cref="UserException">There is no such spec, or a point takes more memory than this machine or <c>resources.minMemoryGiB</c> has, or the curves do.</exception>
    public (string Yaml, SweepPlan Plan) Load(ParseResult parsed)
    {
        string yaml = SpecSource.Read(parsed.GetRequiredValue(Spec));
        var plan = SweepPlan.Load(yaml, parsed.GetValue(Set) ?? [], VariantOf(parsed));
        long memory = Math.Max(new DeviceInventory().List().Max(device => TorchRuntime.DeviceFor(device).MemoryBytes), plan.Resources.MinMemory);
        if (plan.PointBeyond(memory) is { } point)
            throw new UserException(
                $"{point} (this machine's memory)",
                "use smaller widths, fewer samples or measurements, or dtype: float32; for a cluster's device, say what it has: resources.minMemoryGiB");
        return plan.CurvesBeyond(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) is { } curves
            ? throw new UserException($"{curves} (this machine's memory)", "measure less often, or draw fewer points by where")
            : (yaml, plan);
    }

    /// <summary>The variant that was asked for; null for none.</summary>
    public string? VariantOf(ParseResult parsed) => parsed.GetValue(Quick) ? "quick" : parsed.GetValue(Variant);
}
