namespace LayerDyn.Api.Specs;

/// <summary>An axis of a grid with its values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">Number of positions.</param>
/// <param name="Labels">What is shown at each position; of a very long axis only the first ones.</param>
/// <param name="Sets">The parameters it sets.</param>
public sealed record AxisView(string Name, int Count, IReadOnlyList<string> Labels, IReadOnlyList<string> Sets);

/// <summary>A spec that ships with the product.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line.</param>
/// <param name="Figure">The published figure that it corresponds to; null when it names none.</param>
/// <param name="Quick">Whether it has a small variant called <c>quick</c>.</param>
public sealed record RecipeView(string Name, string Description, string? Figure, bool Quick);

/// <summary>One problem of a spec.</summary>
/// <param name="Line">Line from 1; 0 when it has none.</param>
/// <param name="Path">Where, e.g. <c>model.widths[1]</c>; empty for the whole document.</param>
/// <param name="Message">The value, the rule it breaks and the remedy.</param>
public sealed record SpecProblemView(int Line, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Line > 0 ? $"line {Line}: " : "")}{(Path.Length > 0 ? Path : "spec")} {Message}";
}

/// <summary>What a valid spec would do.</summary>
/// <param name="Valid">True: a spec with problems is answered by a problem document instead.</param>
/// <param name="Sweep">The id that it would run under.</param>
/// <param name="Name">Its name.</param>
/// <param name="Points">Number of points.</param>
/// <param name="Seeds">Number of seed replicates.</param>
/// <param name="Axes">The axes.</param>
/// <param name="Curves">Names of the curves.</param>
/// <param name="Work">An estimate of the work.</param>
public sealed record ValidationView(
    bool Valid,
    string Sweep,
    string Name,
    long Points,
    int Seeds,
    IReadOnlyList<AxisView> Axes,
    IReadOnlyList<string> Curves,
    WorkView Work);

/// <summary>What running a sweep will take, roughly.</summary>
/// <param name="Steps">Optimizer steps of all points.</param>
/// <param name="Measurements">Measured rows of all points.</param>
/// <param name="Flops">Floating-point operations of all points.</param>
/// <param name="Seconds">Seconds on one core.</param>
public sealed record WorkView(double Steps, double Measurements, double Flops, double Seconds);
