using LayerDyn.Science.Expressions;

namespace LayerDyn.Sweeps.Derived;

/// <summary>A column that a sweep computes from others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Written">How the spec has it.</param>
/// <param name="Meaning">The same without other derived columns in it.</param>
public sealed record DerivedColumn(string Name, Expression Written, Expression Meaning);
