namespace LayerDyn.Api.Points;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>boolean</c>, <c>integer</c>, <c>number</c> or <c>text</c>.</param>
public sealed record ColumnView(string Name, string Type);
