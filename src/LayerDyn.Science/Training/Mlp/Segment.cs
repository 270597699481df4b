namespace LayerDyn.Science.Training.Mlp;

/// <summary>A part of the vector of all parameters.</summary>
/// <param name="Start">Where it starts, a multiple of 16.</param>
/// <param name="Count">Its numbers, a multiple of 16.</param>
internal readonly record struct Segment(nint Start, nint Count);
