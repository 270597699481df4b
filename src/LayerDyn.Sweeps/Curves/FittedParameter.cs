namespace LayerDyn.Sweeps.Curves;

/// <summary>One parameter of a fitted law.</summary>
/// <param name="Group">The group of points that was fitted, e.g. <c>alpha = 0.6</c>; empty when there is one for all.</param>
/// <param name="Name">Its name in the law, e.g. <c>a</c>.</param>
/// <param name="Value">The fitted value.</param>
/// <param name="Low">Lower end of its 95% interval over seeds; NaN without one.</param>
/// <param name="High">Upper end of that interval; NaN without one.</param>
/// <param name="Theory">The value of theory; NaN without one.</param>
public sealed record FittedParameter(string Group, string Name, double Value, double Low, double High, double Theory);
