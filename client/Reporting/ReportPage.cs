using System.Text.Encodings.Web;
using System.Text.Json;
using LayerDyn.Dashboard;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Client.Reporting;

/// <summary>A report as one HTML file that opens anywhere: its text, the data of its curves, and all that draws them.</summary>
internal static class ReportPage
{
    // Other than what the API answers, it stands within HTML: nothing in it may end the element that holds it.
    private static readonly JsonSerializerOptions Embedded = new(CurveJson.Options) { Encoder = JavaScriptEncoder.Default };

    /// <summary>Writes it.</summary>
    /// <param name="title">The page's title.</param>
    /// <param name="text">Markdown.</param>
    /// <param name="curves">Every curve that the text names, by <see cref="CurveReference.Key"/>.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="UserException">The page is not in this build.</exception>
    public static async Task WriteAsync(string title, string text, IReadOnlyDictionary<string, Curve> curves, Stream output, CancellationToken cancellation)
    {
        var page = new DashboardAssets().ReportPage;
        int slot = page.Span.IndexOf(System.Text.Encoding.UTF8.GetBytes(DashboardAssets.ReportSlot));
        if (slot < 0) throw new UserException("the page of reports is not in this build: npm was missing", "install Node.js with npm and build again; a report's text alone: --to FILE.md");
        await output.WriteAsync(page[..slot], cancellation);
        await JsonSerializer.SerializeAsync(output, new
        {
            title,
            text,
            made = TimeProvider.System.GetUtcNow(),
            // What is drawn, without its table: that is in the sweep's folder.
            curves = curves.ToDictionary(curve => curve.Key, curve => new { curve.Value.Name, curve.Value.Kind, curve.Value.Points, curve.Value.Diverged, curve.Value.Chart, curve.Value.Findings, curve.Value.Residuals }),
        }, Embedded, cancellation);
        await output.WriteAsync(page[(slot + DashboardAssets.ReportSlot.Length)..], cancellation);
    }
}
