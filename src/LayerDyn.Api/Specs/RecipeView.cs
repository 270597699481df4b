namespace LayerDyn.Api.Specs;

/// <summary>A spec that ships with the product.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line.</param>
/// <param name="Figure">The published figure that it corresponds to; null when it names none.</param>
/// <param name="Quick">Whether it has a small variant called <c>quick</c>.</param>
public sealed record RecipeView(string Name, string Description, string? Figure, bool Quick);
