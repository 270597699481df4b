namespace LayerDyn.Storage.Reports;

/// <summary>A report: a text in Markdown with curves of sweeps in it.</summary>
/// <param name="Text">The text, in which the image <c>![caption](curve:SWEEP/CURVE)</c> stands for a curve.</param>
/// <param name="Owner">Who wrote it last; empty where nobody signs in.</param>
/// <param name="Changed">When.</param>
public sealed record StoredReport(string Text, string Owner, DateTime Changed)
{
    /// <summary>Most characters of a text.</summary>
    public const int MaxLength = 200_000;

    private const char HeadingMark = '#';

    /// <summary>The text's first heading; empty where it has none.</summary>
    public string Title => Text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(HeadingMark))
        .Select(line => line.TrimStart(HeadingMark).Trim()).FirstOrDefault(title => title.Length > 0) ?? "";
}
