using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Ilgpu.Programs;

namespace LayerDyn.Science.Tests.Training.Ilgpu;

/// <summary>Random numbers in kernels against those of the processor.</summary>
public sealed class ExactRandomTests
{
    private const int Count = 20_000;

    [Fact]
    public void UniformAndNormal_AnyStream_AreRandomStreamsToTheBit()
    {
        foreach (string name in (string[])["weights/seed=1", "another", "task/skills/seed=7/X"])
        {
            var stream = RandomStream.For(name);
            double[] uniform = Run(new double[Count], stream.Key, Uniform), normal = Run(uniform, 0, Normal);

            Assert.Equal(Enumerable.Range(0, Count).Select(i => stream.Uniform(i)), uniform);
            Assert.Equal(Bits(Enumerable.Range(0, Count).Select(i => stream.Normal(i))), Bits(normal));
        }
    }

    // Both tails: values beyond 5 have p below 3e-7, which no short stream draws.
    [Fact]
    public void Normal_Tails_AreTheQuantilesToTheBit()
    {
        double[] p = [.. Enumerable.Range(1, 52).SelectMany(k => (double[])[Math.ScaleB(1, -k), Math.ScaleB(1.37, -k - 1), 1 - Math.ScaleB(1, -k), 1 - Math.ScaleB(1.5, -k)])];

        Assert.Equal(Bits(p.Select(NormalQuantile.Evaluate)), Bits(Run(p, 0, Normal)));
    }

    private static IEnumerable<long> Bits(IEnumerable<double> values) => values.Select(BitConverter.DoubleToInt64Bits);

    private static double[] Run(double[] given, ulong key, Action<Index1D, ArrayView<double>, uint, uint> kernel)
    {
        Exact.Prepare();
        var accelerator = DeviceUnderTest.Open().Accelerator;
        using var values = accelerator.Allocate1D(given);
        accelerator.LoadAutoGroupedStreamKernel(kernel)(given.Length, values.View, (uint)key, (uint)(key >> 32));
        return values.GetAsArray1D();
    }

    private static void Uniform(Index1D i, ArrayView<double> values, uint low, uint high) => values[i] = ExactRandom.Uniform(low, high, i);

    private static void Normal(Index1D i, ArrayView<double> values, uint low, uint high) => values[i] = ExactRandom.Normal(values[i]);
}
