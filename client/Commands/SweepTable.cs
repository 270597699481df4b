using System.Globalization;
using LayerDyn.Api.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>Sweeps as a table for people, one a line.</summary>
internal static class SweepTable
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A sweep's line.</summary>
    /// <param name="Id">The sweep's id.</param>
    /// <param name="State">Where it stands.</param>
    /// <param name="Submitted">When it was first submitted (UTC); null where that is not known.</param>
    /// <param name="Seconds">Seconds that it was worked on; null where that is not known.</param>
    /// <param name="Ledger">Its ledger.</param>
    /// <param name="Variant">The variant that it was submitted with; empty for none.</param>
    /// <param name="Set">The overrides that it was submitted with.</param>
    /// <param name="Labels">What people say of it.</param>
    /// <param name="Owner">Who submitted it; empty where nobody was asked.</param>
    /// <param name="Missing">Committed points whose files are missing.</param>
    internal sealed record Row(
        string Id, string State, DateTime? Submitted, double? Seconds, Ledger Ledger, string Variant, IReadOnlyList<string> Set, SweepLabels Labels, string Owner = "", long Missing = 0);

    /// <summary>The line of a stored sweep.</summary>
    public static Row Of(StoredLedger sweep) => new(
        sweep.Sweep, sweep.State, sweep.Submitted, sweep.Seconds, sweep.Ledger, sweep.Variant, sweep.Set, sweep.Labels, Missing: sweep.Missing);

    /// <summary>The line of a cluster's sweep.</summary>
    public static Row Of(SweepView sweep) => new(
        sweep.Id, sweep.State, sweep.Submitted?.UtcDateTime, sweep.Seconds, sweep.Ledger, sweep.Variant, sweep.Set, sweep.Labels, sweep.Owner);

    /// <summary>The lines, the first of which names the columns; none where there is no sweep.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0) return [];
        string[] names = ["sweep", "submitted (UTC)", "took", "state", "points", "submitted with"];
        // Nobody has to look at an empty column.
        return rows.Any(row => Said(row).Length > 0)
            ? TextTable.Lines([.. names, "title and tags"], [.. rows.Select(row => (string[])[.. Cells(row), Said(row)])])
            : TextTable.Lines(names, [.. rows.Select(Cells)]);
    }

    private static string Said(Row row) => string.Join(' ', ((string[])[row.Labels.Title, .. row.Labels.Tags.Select(tag => $"#{tag}")]).Where(part => part.Length > 0));

    private static string[] Cells(Row row) =>
    [
        row.Id,
        row.Submitted?.ToString("yyyy-MM-dd HH:mm", Invariant) ?? "-",
        row.Seconds is { } seconds ? Took(seconds) : "-",
        row.State,
        Points(row),
        string.Join(", ", ((string[])[row.Variant.Length > 0 ? $"variant {row.Variant}" : "", .. row.Set, row.Owner.Length > 0 ? $"by {row.Owner}" : ""]).Where(part => part.Length > 0)),
    ];

    private static string Points(Row row)
    {
        var (ledger, done) = (row.Ledger, row.Ledger.Committed);
        string all = done == ledger.Expected ? string.Create(Invariant, $"{done:N0}") : string.Create(Invariant, $"{done:N0} of {ledger.Expected:N0}");
        return all + Part(ledger.Diverged, "diverged") + Part(ledger.Failed, "failed") + Part(row.Missing, "MISSING");

        static string Part(long count, string what) => count > 0 ? string.Create(Invariant, $", {count:N0} {what}") : "";
    }

    /// <summary>A time for people.</summary>
    public static string Took(double seconds) => seconds switch
    {
        < 60 => string.Create(Invariant, $"{seconds:F1} s"),
        < 3600 => string.Create(Invariant, $"{(int)seconds / 60} min {(int)seconds % 60} s"),
        < 48 * 3600 => string.Create(Invariant, $"{(int)(seconds / 3600)} h {(int)(seconds / 60) % 60} min"),
        _ => string.Create(Invariant, $"{(int)(seconds / 86400)} d {(int)(seconds / 3600) % 24} h"),
    };
}
