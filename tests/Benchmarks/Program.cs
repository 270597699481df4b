using LayerDyn.Benchmarks.Harness;
using LayerDyn.Benchmarks.Studies;

// dotnet run -c Release --project tests/Benchmarks -- [study ...]: all studies when none is named; the table goes to standard output.
// dotnet run -c Release --project tests/Benchmarks -- report: all studies, written into infra/docs/benchmarks.md.
// dotnet run -c Release --project tests/Benchmarks -- scale --write: a simulated cluster of a thousand silos, written into infra/docs/scale.md.
// dotnet run -c Release --project tests/Benchmarks -- gallery [--whole | recipe ...]: writes infra/docs/gallery.md; with --whole all at the published settings.
const int Repetitions = 5;
var report = new Report();
var studies = new Dictionary<string, Action>
{
    ["heatmap-6a"] = () => HeatMapStudy.Run(report, "lazy-rich-imbalance", "figure 6a (2-2-2), 1,600 points x 4,000 steps", 2, 2, 2, whiten: true, Repetitions),
    ["heatmap-6b"] = () => HeatMapStudy.Run(report, "lazy-rich-scale", "figure 6b (20-20-2), 1,600 points x 4,000 steps", 20, 20, 2, whiten: false, Repetitions),
    ["command"] = () =>
    {
        CommandStudy.Run(report, "figure 6a, whole command", Repetitions, "run", "lazy-rich-imbalance");
        CommandStudy.Run(report, "figure 6b, whole command", Repetitions, "run", "lazy-rich-scale");
    },
    ["mnist"] = () => NetStudy.Mnist(report, epochs: 5, Repetitions),
    ["parity"] = () => NetStudy.Parity(report, steps: 20, Repetitions),
    ["transformer"] = () =>
    {
        NetStudy.Transformer(report, modulus: 31, width: 32, seeds: 8, steps: 40, Repetitions);
        NetStudy.Transformer(report, modulus: 59, width: 128, seeds: 8, steps: 4, Repetitions);
    },
    ["wide"] = () => WideStudy.Descent(report, Repetitions),
    ["attention"] = () => AttentionStudy.Run(report, points: 1000, steps: 6000, Repetitions),
    ["flow"] = () => WideStudy.Flow(report, Repetitions),
    ["ntk"] = () => WideStudy.TangentKernel(report, Repetitions),
    ["csv"] = () => CsvStudy.Run(report, Repetitions),
    ["growth-points"] = () => GrowthStudy.Points(report),
    ["million"] = () => MillionStudy.Run(report, side: 1000, Repetitions),
    ["ten-million"] = () => MillionStudy.Run(report, side: 3162, Repetitions),
    ["growth"] = () => GrowthStudy.Training(report, Repetitions),
    ["points"] = () => PointCosts.Run(report, Repetitions),
    ["dispatch"] = () => DispatchStudy.Run(report, Repetitions),
    ["scale"] = () => ScaleStudy.Run(report),
};
if (args is ["gallery", .. var recipes])
{
    return Gallery.Write(Path.Combine("infra", "docs"), "layerdyn-results", recipes is ["--whole"] ? Recipes.Published : recipes.Length > 0 ? recipes : Recipes.Shown) == 0 ? 0 : 1;
}

if (args is ["scale", "--write"])
{
    ScaleStudy.Run(report);
    MeasuredSection.Replace(Path.Combine("infra", "docs", "scale.md"), report.Markdown("dotnet run -c Release --project tests/Benchmarks -- scale --write"));
    return 0;
}

bool writes = args is ["report", ..];
string[] chosen = writes ? args[1..] : args, names = chosen.Length > 0 ? chosen : [.. studies.Keys];
if (names.FirstOrDefault(name => !studies.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"error: '{unknown}' is not a study; studies: {string.Join(", ", studies.Keys)}");
    return 2;
}

foreach (string name in names) studies[name]();
string table = report.Markdown($"dotnet run -c Release --project tests/Benchmarks -- {string.Join(' ', args)}".TrimEnd(' ', '-'));
Console.WriteLine(table);
if (writes) MeasuredSection.Replace(Path.Combine("infra", "docs", "benchmarks.md"), table);
return 0;
