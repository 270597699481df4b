using System.CommandLine;
using System.Globalization;
using System.Text;
using LayerDyn.Client.Drawn;
using LayerDyn.Client.Reporting;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn report</c>: text and curves as one HTML file that opens anywhere.</summary>
internal static class ReportCommand
{
    private const string MarkdownEnding = ".md";

    public static Command Create()
    {
        var sweeps = SweepArgument.Completing(new Argument<string[]>("sweeps")
        {
            Description = "the sweeps that it is of; default: of each name in the store the newest, without those that cannot be read",
            Arity = ArgumentArity.ZeroOrMore,
        });
        var text = new Option<string?>("--text") { Description = "a file of your own in Markdown, in which ![caption](curve:SWEEP/CURVE) stands for a curve; - for standard input" };
        var saved = new Option<string?>("--saved") { Description = "a report that was saved in the dashboard, by its name" };
        var to = new Option<string>("--to") { Description = "the file to write: HTML, or where its name ends in .md the text alone, to be edited and given to --text; - for standard output", DefaultValueFactory = _ => "report.html" };
        var output = StoreOption.Create();
        var command = new Command("report", "Write curves of sweeps, and text, into one HTML file that opens anywhere: zoom, values under the pointer, without a silo.") { sweeps, text, saved, to, output };
        command.Validators.Add(result =>
        {
            int given = (result.GetValue(sweeps) is { Length: > 0 } ? 1 : 0) + (result.GetValue(text) is null ? 0 : 1) + (result.GetValue(saved) is null ? 0 : 1);
            if (given > 1) result.AddError("give sweeps, --text or --saved: a text names its sweeps itself");
        });
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.TryOpen(parsed);
            var source = IDrawnSweeps.Of(client, parsed.GetRequiredValue(output));
            var chosen = new ReportedSweeps(source);
            string report = parsed.GetValue(text) is { } file ? await ReadAsync(file, cancellation)
                : parsed.GetValue(saved) is { } name ? await source.ReportAsync(name, cancellation)
                : ReportText.Of(await (parsed.GetValue(sweeps) is { Length: > 0 } named ? chosen.NamedAsync(named, cancellation) : chosen.AllAsync(cancellation)));
            foreach (string left in chosen.LeftOut) Console.Error.WriteLine($"error: left out: {left}");
            int exit = chosen.LeftOut.Count > 0 ? ExitCodes.Incomplete : ExitCodes.Success;
            string target = parsed.GetRequiredValue(to);
            if (target.EndsWith(MarkdownEnding, StringComparison.OrdinalIgnoreCase))
            {
                await UserFile.WriteAsync(target, async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(report), cancellation));
                Say(target, $"the text of a report; edit it, then: layerdyn report --text {target}");
                return exit;
            }

            var curves = await CurvesAsync(source, CurveReference.In(report), cancellation);
            string title = CurveReference.TitleOf(report) is { Length: > 0 } heading ? heading : "Report";
            await UserFile.WriteAsync(target, stream => ReportPage.WriteAsync(title, report, curves, stream, cancellation));
            Say(target, string.Create(CultureInfo.InvariantCulture, $"{curves.Count} {(curves.Count == 1 ? "curve" : "curves")}"));
            return exit;
        });
        return command;
    }

    private static void Say(string file, string what)
    {
        if (file != UserFile.Output) Console.WriteLine($"{file}: {what}");
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellation)
    {
        if (file == UserFile.Output) return await Console.In.ReadToEndAsync(cancellation);
        try
        {
            return await File.ReadAllTextAsync(file, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"--text '{file}' cannot be read: {error.Message}", "give a file in Markdown; 'layerdyn report SWEEP --to report.md' writes one to begin with");
        }
    }

    private static async Task<IReadOnlyDictionary<string, Curve>> CurvesAsync(IDrawnSweeps source, IReadOnlyList<CurveReference> references, CancellationToken cancellation)
    {
        var curves = new Dictionary<string, Curve>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            try
            {
                var sweep = await source.ReadAsync(await source.ResolveAsync(reference.Sweep, cancellation), cancellation);
                curves[reference.Key] = sweep.Curves.GetValueOrDefault(reference.Curve) ?? throw new UserException(
                    $"{sweep.Id} has no curve '{reference.Curve}'",
                    sweep.Curves.Count == 0 ? $"none is drawn of it: layerdyn curves {sweep.Id}" : Names.Suggest(reference.Curve, sweep.Curves.Keys) ?? $"it has: {string.Join(", ", sweep.Curves.Keys)}");
            }
            catch (UserException wrong)
            {
                throw new UserException(string.Create(CultureInfo.InvariantCulture, $"line {reference.Line}: {wrong.Message}"), wrong.Remedy);
            }
        }

        return curves;
    }
}
