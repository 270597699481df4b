using System.Globalization;
using System.Text;
using LayerDyn.Client.Commands;
using LayerDyn.Client.Drawn;

namespace LayerDyn.Client.Reporting;

/// <summary>The text of a report that nobody wrote: what each sweep is, how it stands, and its curves.</summary>
internal static class ReportText
{
    private const string Special = @"\`*_[]<>|~&"; // anywhere; others mean something at the beginning of a line only, where no sentence of ours has them

    /// <summary>Writes it.</summary>
    /// <param name="sweeps">Sweeps, each with its description, which may be empty.</param>
    public static string Of(IReadOnlyList<(DrawnSweep Sweep, string Description)> sweeps)
    {
        var text = new StringBuilder();
        if (sweeps.Count > 1) text.Append("# Results\n\n");
        foreach (var (sweep, description) in sweeps)
        {
            text.Append(sweeps.Count > 1 ? "## " : "# ").Append(Escaped(sweep.Id.Name)).Append("\n\n");
            if (description.Length > 0) text.Append(CultureInfo.InvariantCulture, $"*{Escaped(description)}*\n\n");
            text.Append(CultureInfo.InvariantCulture, $"`{sweep.Id}`: {sweep.State}, {sweep.Ledger}");
            if (sweep.Seconds is { } seconds) text.Append(CultureInfo.InvariantCulture, $"; took {SweepTable.Took(seconds)}");
            text.Append("\n\n");
            foreach (string curve in sweep.Curves.Keys) text.Append(CultureInfo.InvariantCulture, $"![](curve:{sweep.Id}/{Uri.EscapeDataString(curve)})\n\n");
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char character in text.ReplaceLineEndings(" ")) escaped.Append(Special.Contains(character, StringComparison.Ordinal) ? $"\\{character}" : character);
        return escaped.ToString();
    }
}
