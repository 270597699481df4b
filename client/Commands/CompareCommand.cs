using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Client.Drawn;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn compare</c>: two sweeps beside each other: their specs, ledgers and curves.</summary>
internal static class CompareCommand
{
    // Of a value in the table: lists of a long axis go on over pages.
    private const int Shown = 48;

    public static Command Create()
    {
        var first = SweepArgument.Completing(new Argument<string>("first") { Description = SweepArgument.Forms });
        var second = SweepArgument.Completing(new Argument<string>("second") { Description = "another sweep, e.g. NAME@2, the one before the newest" });
        var to = new Option<string?>("--to") { Description = "a folder for the pictures; default: compare-FIRST-SECOND" };
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("compare", "Show in what two sweeps differ: parameters, ledgers, what their curves say; and draw the curves that both have into one picture each.")
        {
            first, second, to, output, json,
        };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.TryOpen(parsed);
            var sweeps = IDrawnSweeps.Of(client, parsed.GetRequiredValue(output));
            var (a, b) = (await sweeps.ReadAsync(parsed.GetRequiredValue(first), cancellation), await sweeps.ReadAsync(parsed.GetRequiredValue(second), cancellation));
            if (a.Id == b.Id) throw new UserException($"both are the sweep {a.Id}", "name two, e.g. NAME and NAME@2; 'layerdyn list' shows them");
            var differences = SpecDifference.Of(a.Resolved, b.Resolved);
            var curves = CurveComparison.Of(a, b);
            string folder = parsed.GetValue(to) ?? $"compare-{a.Id}-{b.Id}";
            var pictures = new Dictionary<string, string>();
            foreach (var curve in curves.Where(curve => curve.Chart is not null))
            {
                pictures[curve.Name] = Path.Combine(folder, $"{curve.Name}.png");
                await UserFile.WriteAsync(pictures[curve.Name], async file => await file.WriteAsync(ChartRenderer.Png(curve.Chart!), cancellation));
                await UserFile.WriteAsync(Path.Combine(folder, $"{curve.Name}.svg"), async file => await file.WriteAsync(Encoding.UTF8.GetBytes(ChartRenderer.Svg(curve.Chart!)), cancellation));
            }

            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(Document(a, b, differences, curves, pictures), ApiJson.Options));
            else foreach (string line in Lines(a, b, differences, curves, pictures)) Console.WriteLine(line);
        });
        return command;
    }

    private static IEnumerable<string> Lines(
        DrawnSweep a, DrawnSweep b, IReadOnlyList<SpecDifference> differences, IReadOnlyList<CurveComparison> curves, Dictionary<string, string> pictures)
    {
        yield return differences.Count == 0 ? "no parameter differs" : "parameters that differ:";
        if (differences.Count > 0)
        {
            foreach (string line in TextTable.Lines(["", a.Id.Value, b.Id.Value], [.. differences.Select(each => (IReadOnlyList<string>)[each.Path, Short(each.First), Short(each.Second)])]))
                yield return $"  {line}";
        }

        yield return "ledgers:";
        foreach (string line in TextTable.Lines(["", "state", "took", "expected", "finished", "diverged", "failed", "remaining"], [Row(a), Row(b)])) yield return $"  {line}";
        if (!curves.Any(curve => curve is { First: not null, Second: not null })) yield return "no curve is drawn of both";
        foreach (var curve in curves)
        {
            yield return $"{curve.Name}:{(curve.Why.Length > 0 ? $" not in one picture: {curve.Why}" : "")}";
            foreach (string finding in curve.First ?? []) yield return $"  {a.Id}: {finding}";
            foreach (string finding in curve.Second ?? []) yield return $"  {b.Id}: {finding}";
            if (pictures.TryGetValue(curve.Name, out string? picture)) yield return $"  {picture}";
        }

        static IReadOnlyList<string> Row(DrawnSweep sweep) =>
        [
            sweep.Id.Value, sweep.State, sweep.Seconds is { } seconds ? SweepTable.Took(seconds) : "-", Number(sweep.Ledger.Expected), Number(sweep.Ledger.Finished),
            Number(sweep.Ledger.Diverged), Number(sweep.Ledger.Failed), Number(sweep.Ledger.Remaining),
        ];
    }

    private static object Document(
        DrawnSweep a, DrawnSweep b, IReadOnlyList<SpecDifference> differences, IReadOnlyList<CurveComparison> curves, Dictionary<string, string> pictures) => new
        {
            First = Sweep(a),
            Second = Sweep(b),
            Differences = differences,
            Curves = curves.Select(curve => new { curve.Name, curve.First, curve.Second, Picture = pictures.GetValueOrDefault(curve.Name), curve.Why }),
        };

    private static object Sweep(DrawnSweep sweep) => new
    {
        Sweep = sweep.Id.Value,
        sweep.State,
        sweep.Seconds,
        sweep.Ledger.Expected,
        sweep.Ledger.Finished,
        sweep.Ledger.Diverged,
        sweep.Ledger.Failed,
        sweep.Ledger.Remaining,
    };

    private static string Short(string? value) => value is null ? "-" : value.Length > Shown ? value[..(Shown - 3)] + "..." : value;

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
