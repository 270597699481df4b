using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>A sampled axis as written, before its values are drawn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Law">How a value comes of a uniform number.</param>
/// <param name="Sets">The parameters it sets.</param>
/// <param name="Form">The form in which it is written.</param>
internal sealed record SampledAxis(string Name, AxisLaw Law, IReadOnlyList<string> Sets, SpecEntry Form);
