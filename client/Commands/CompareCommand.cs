using System.CommandLine;
using System.Text;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Client.Drawn;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn compare</c>: sweeps beside each other: their specs, ledgers and curves.</summary>
internal static class CompareCommand
{
    // As many as the dashboard sets beside each other.
    private const int Most = 6;

    public static Command Create()
    {
        var sweeps = SweepArgument.Completing(new Argument<string[]>("sweeps")
        {
            Description = $"two to {Most} sweeps, each {SweepArgument.Forms}; parameters are compared with the first",
            Arity = ArgumentArity.OneOrMore,
        });
        sweeps.Validators.Add(result =>
        {
            int named = result.Tokens.Count;
            if (named < 2) result.AddError("name two sweeps or more, e.g. NAME and NAME@2, the one before the newest; 'layerdyn list' shows them");
            else if (named > Most) result.AddError($"{named} sweeps are named: at most {Most} can be told from each other in one picture");
        });
        var to = new Option<string?>("--to") { Description = "a folder for the pictures; default: compare-FIRST-SECOND" };
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command(
            "compare", "Show in what sweeps differ: parameters, ledgers, what their curves say; and draw the curves that several have into one picture each.")
        {
            sweeps, to, output, json,
        };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.TryOpen(parsed);
            var compared = await ReadAsync(IDrawnSweeps.Of(client, parsed.GetRequiredValue(output)), parsed.GetRequiredValue(sweeps), cancellation);
            var comparison = new SweepComparison(compared, ParameterDifference.Of(compared), CurveComparison.Of(compared));
            var pictures = await DrawAsync(comparison.Curves, parsed.GetValue(to) ?? FolderOf(compared), cancellation);
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(comparison.Document(pictures), ApiJson.Options));
            else foreach (string line in comparison.Lines(pictures)) Console.WriteLine(line);
        });
        return command;
    }

    private static async Task<IReadOnlyList<DrawnSweep>> ReadAsync(IDrawnSweeps source, string[] named, CancellationToken cancellation)
    {
        var ids = new OrderedDictionary<SweepId, string>();
        foreach (string name in named)
        {
            var id = await source.ResolveAsync(name, cancellation);
            if (!ids.TryAdd(id, name))
                throw new UserException($"'{ids[id]}' and '{name}' are both the sweep {id}", "name others, e.g. NAME and NAME@2; 'layerdyn list' shows them");
        }

        var read = new List<DrawnSweep>();
        foreach (var id in ids.Keys) read.Add(await source.ReadAsync(id, cancellation));
        return read;
    }

    private static async Task<Dictionary<string, string>> DrawAsync(IReadOnlyList<CurveComparison> curves, string folder, CancellationToken cancellation)
    {
        var pictures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var curve in curves)
        {
            if (curve.Chart is not { } chart) continue;
            pictures[curve.Name] = Path.Combine(folder, $"{curve.Name}.png");
            await UserFile.WriteAsync(pictures[curve.Name], async file => await file.WriteAsync(ChartRenderer.Png(chart), cancellation));
            byte[] svg = Encoding.UTF8.GetBytes(ChartRenderer.Svg(chart));
            await UserFile.WriteAsync(Path.Combine(folder, $"{curve.Name}.svg"), async file => await file.WriteAsync(svg, cancellation));
        }

        return pictures;
    }

    // Of more than two, the digits of the others: a folder's name has an end.
    private static string FolderOf(IReadOnlyList<DrawnSweep> sweeps) =>
        sweeps is [var first, var second] ? $"compare-{first.Id}-{second.Id}"
            : string.Join('-', ["compare", sweeps[0].Id.Value, .. sweeps.Skip(1).Select(sweep => sweep.Id.Value[^8..])]);
}
