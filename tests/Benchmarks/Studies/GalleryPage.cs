using System.Globalization;
using System.Text;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>The gallery as Markdown: deviations from theory in one table, then each recipe with its pictures.</summary>
internal sealed class GalleryPage
{
    private const int MostFindings = 12;
    private readonly StringBuilder _table = new();
    private readonly StringBuilder _sections = new();

    /// <summary>Adds a recipe.</summary>
    public void Add(GalleryRun run)
    {
        _sections.Append(CultureInfo.InvariantCulture, $"\n## {run.Recipe}\n\n{run.Caption}\n\n`layerdyn run {run.Recipe}`; {run.Ledger}; {Time(run.Seconds)}.\n\nSetting (of the first point): {run.Setting}.\n");
        foreach (var figure in run.Figures)
        {
            _sections.Append(CultureInfo.InvariantCulture, $"\n![{run.Recipe}: {figure.Name}](images/{figure.Image})\n\n");
            foreach (string finding in figure.Findings.Take(MostFindings)) _sections.Append(CultureInfo.InvariantCulture, $"- {finding}\n");
            if (figure.Findings.Count > MostFindings) _sections.Append(CultureInfo.InvariantCulture, $"- and {figure.Findings.Count - MostFindings} more\n");
            foreach (var (column, max, rms, count) in figure.Residuals)
                _table.Append(CultureInfo.InvariantCulture, $"| [{run.Recipe}](images/{figure.Image}) | {figure.Name} | {column} | {max:G3} | {rms:G3} | {count:N0} |\n");
        }
    }

    private static string Time(double seconds) => seconds < 120 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min");

    /// <inheritdoc/>
    public override string ToString() => "# Gallery\n\nWhat the shipped recipes draw, with what was found and the deviation from the exact theory. Written by\n"
        + "`dotnet run -c Release --project tests/Benchmarks -- gallery`; a name with `--quick` is the recipe's small variant.\n"
        + "With `gallery --whole` these are drawn at the published settings, too; either goes on from where it was when it is ended and started again.\n"
        + "**The live gallery**: `layerdyn report --out layerdyn-results --to gallery.html` then has all curves of the folder in one HTML file, to zoom and to read values\n"
        + "from, without a server.\n"
        + "Setting by setting beside the authors' scripts: [published settings](published-settings.md).\n"
        + $"Times are of a machine with {Environment.ProcessorCount} cores.\n"
        + (_table.Length == 0 ? "" : "\n## Deviation from theory\n\nOf every measured value from the exact solution at the same step, of fitted exponents from those of theory, and of mean curves\n"
            + "from the published curve with one calibrated constant.\n\n| recipe | curve | of | largest | rms | values |\n|---|---|---|---|---|---|\n" + _table)
        + _sections;
}
