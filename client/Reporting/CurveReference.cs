using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LayerDyn.Client.Reporting;

/// <summary>Where a text in Markdown has a curve: <c>![caption](curve:SWEEP/CURVE)</c>.</summary>
/// <param name="Sweep">The sweep as it is written: an id, a name, <c>NAME@2</c>.</param>
/// <param name="Curve">The curve's name.</param>
/// <param name="Line">The line, from 1.</param>
internal sealed record CurveReference(string Sweep, string Curve, int Line)
{
    private const string Scheme = "curve:";
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build();

    /// <summary>What stands for the curve among those of a report.</summary>
    public string Key => $"{Sweep}/{Curve}";

    /// <summary>Every curve of a text, in the order in which they stand there. Code and quoted markup have none.</summary>
    public static IReadOnlyList<CurveReference> In(string text) =>
        [.. Markdown.Parse(text, Pipeline).Descendants<LinkInline>().Where(link => link.IsImage && link.Url?.StartsWith(Scheme, StringComparison.Ordinal) == true).Select(Parse)];

    /// <summary>The first heading of a text as it reads; empty where it has none.</summary>
    public static string TitleOf(string text) =>
        Markdown.Parse(text).Descendants<HeadingBlock>().Select(heading => string.Concat(heading.Inline!.Descendants<LiteralInline>().Select(part => part.Content.ToString()))).FirstOrDefault() ?? "";

    private static CurveReference Parse(LinkInline link)
    {
        string written = link.Url![Scheme.Length..];
        int cut = written.LastIndexOf('/');
        return new(Uri.UnescapeDataString(cut < 0 ? written : written[..cut]), cut < 0 ? "" : Uri.UnescapeDataString(written[(cut + 1)..]), link.Line + 1);
    }
}
