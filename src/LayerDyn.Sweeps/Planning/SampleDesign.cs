using LayerDyn.Science.Randomness;

namespace LayerDyn.Sweeps.Planning;

/// <summary>How the sampled axes of a sweep are drawn, all of them together.</summary>
/// <param name="Count">Number of samples; those of a smaller number are the first of a larger one.</param>
/// <param name="By">The method.</param>
/// <param name="Seed">What other draws of the same axes differ in.</param>
public sealed record SampleDesign(int Count, SampleMethod By, int Seed)
{
    /// <summary>The largest number of samples.</summary>
    public const int Most = 1 << 20;

    /// <summary>Uniform numbers in (0, 1) by draw and axis.</summary>
    /// <param name="axes">Number of axes.</param>
    internal Func<long, int, double> Uniform(int axes)
    {
        var stream = RandomStream.For($"samples/seed={Seed}");
        if (By == SampleMethod.Sobol) return new SobolSequence(axes, stream.Child("sobol")).Uniform;
        RandomStream[] streams = [.. Enumerable.Range(0, axes).Select(axis => stream.Child($"random/axis={axis}"))];
        return (draw, axis) => streams[axis].Uniform(draw);
    }
}
