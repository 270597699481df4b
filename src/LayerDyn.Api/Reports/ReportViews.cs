namespace LayerDyn.Api.Reports;

/// <summary>A report in a list.</summary>
/// <param name="Name">Its name: letters, digits and hyphens.</param>
/// <param name="Title">The first heading of its text, or its name.</param>
/// <param name="Owner">Who wrote it last; empty where nobody signs in.</param>
/// <param name="Changed">When.</param>
public sealed record ReportView(string Name, string Title, string Owner, DateTimeOffset Changed);

/// <summary>A report with its text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Who wrote it last; empty where nobody signs in.</param>
/// <param name="Changed">When.</param>
/// <param name="Text">Markdown, in which the image <c>![caption](curve:SWEEP/CURVE)</c> stands for a curve.</param>
/// <param name="Version">What a change names that is made of this text.</param>
public sealed record ReportTextView(string Name, string Owner, DateTimeOffset Changed, string Text, string Version);

/// <summary>A text that a report is to have.</summary>
/// <param name="Text">Markdown.</param>
/// <param name="Version">The version that it was made of; null for a report that is not there yet.</param>
public sealed record ReportChange(string? Text, string? Version);
