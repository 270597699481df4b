namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>Samples of a step that go through the networks together.</summary>
/// <param name="Start">The first of them in the step.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Total">Samples of the step.</param>
/// <param name="FirstSample">The step's first sample, without an order.</param>
/// <param name="FirstOrder">Where the step's orders start; -1 without.</param>
/// <param name="FirstFactors">Where the step's factors start.</param>
internal readonly record struct Pass(int Start, int Count, int Total, long FirstSample, long FirstOrder, long FirstFactors);
