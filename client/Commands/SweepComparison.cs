using System.Globalization;
using LayerDyn.Client.Drawn;

namespace LayerDyn.Client.Commands;

/// <summary>What is shown of sweeps beside each other.</summary>
/// <param name="Sweeps">The sweeps.</param>
/// <param name="Differences">Parameters in which they differ from the first.</param>
/// <param name="Curves">Their curves.</param>
internal sealed record SweepComparison(IReadOnlyList<DrawnSweep> Sweeps, IReadOnlyList<ParameterDifference> Differences, IReadOnlyList<CurveComparison> Curves)
{
    // Of a value in the table: lists of a long axis go on over pages.
    private const int Shown = 48;

    /// <summary>It in lines for people.</summary>
    /// <param name="pictures">The files of curves that were drawn, by the curves' names.</param>
    public IEnumerable<string> Lines(IReadOnlyDictionary<string, string> pictures)
    {
        yield return Differences.Count == 0 ? "no parameter differs" : "parameters that differ:";
        if (Differences.Count > 0)
        {
            var rows = Differences.Select(each => (IReadOnlyList<string>)[each.Path, .. each.Values.Select(Short)]);
            foreach (string line in TextTable.Lines(["", .. Sweeps.Select(sweep => sweep.Id.Value)], [.. rows])) yield return $"  {line}";
        }

        yield return "ledgers:";
        foreach (string line in TextTable.Lines(["", "state", "took", "expected", "finished", "diverged", "failed", "remaining"], [.. Sweeps.Select(Row)])) yield return $"  {line}";
        if (Curves.All(curve => curve.Findings.Count(findings => findings is not null) < 2)) yield return $"no curve is drawn of {(Sweeps.Count == 2 ? "both" : "two of them")}";
        foreach (var curve in Curves)
        {
            yield return $"{curve.Name}:{(curve.Why.Length > 0 ? $" not in one picture: {curve.Why}" : "")}";
            foreach (var (sweep, findings) in Sweeps.Zip(curve.Findings))
            {
                if (findings is null && curve.Chart is not null) yield return $"  {sweep.Id}: has no such curve";
                foreach (string finding in findings ?? []) yield return $"  {sweep.Id}: {finding}";
            }

            if (pictures.TryGetValue(curve.Name, out string? picture)) yield return $"  {picture}";
        }
    }

    /// <summary>It as a document for scripts.</summary>
    /// <param name="pictures">The files of curves that were drawn, by the curves' names.</param>
    public object Document(IReadOnlyDictionary<string, string> pictures) => new
    {
        Sweeps = Sweeps.Select(sweep => new
        {
            Sweep = sweep.Id.Value,
            sweep.State,
            sweep.Seconds,
            sweep.Ledger.Expected,
            sweep.Ledger.Finished,
            sweep.Ledger.Diverged,
            sweep.Ledger.Failed,
            sweep.Ledger.Remaining,
        }),
        Differences,
        Curves = Curves.Select(curve => new { curve.Name, curve.Findings, Picture = pictures.GetValueOrDefault(curve.Name), curve.Why }),
    };

    private static IReadOnlyList<string> Row(DrawnSweep sweep) =>
    [
        sweep.Id.Value, sweep.State, sweep.Seconds is { } seconds ? SweepTable.Took(seconds) : "-", Number(sweep.Ledger.Expected), Number(sweep.Ledger.Finished),
        Number(sweep.Ledger.Diverged), Number(sweep.Ledger.Failed), Number(sweep.Ledger.Remaining),
    ];

    private static string Short(string? value) => value is null ? "-" : value.Length > Shown ? value[..(Shown - 3)] + "..." : value;

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
