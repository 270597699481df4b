using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Tests.Training.Ilgpu;

public sealed unsafe class ExactFunctionsTests
{
    private const int Count = 2000;

    [Fact]
    public void Exp_AnyMagnitudeBelowZero_IsPortableMathsToTheBit()
    {
        double[] x = [0, -0.0, -1e-300, -1e-17, -745.13, -745.14, -746, -1e308, double.NegativeInfinity, -709.8, -708.4, .. Drawn(double.NaN, i => -Math.Abs(i) * 400)];
        var accelerator = DeviceUnderTest.Open().Accelerator;
        using var given = accelerator.Allocate1D(x);
        using var table = accelerator.Allocate1D(ExactFunctions.ExpTable);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<double>, ArrayView<double>>(Exp)(x.Length, given.View, table.View);

        Assert.Equal(x.Select(PortableMath.Exp).Select(BitConverter.DoubleToInt64Bits), given.GetAsArray1D().Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Tanh_AnyMagnitude_IsTheProcessorsToTheBit()
    {
        float[] x = [0, -0f, 1e-30f, -1e-40f, 7.9053f, -7.9054f, 9.0109f, 9.011f, -9.011f, float.MaxValue, float.NegativeInfinity, .. Drawn(float.NaN, i => (float)(i * 4))];
        float[] expected = [.. x, .. new float[16 - x.Length % 16]];
        fixed (float* values = expected) Activations<Floats256, Vector256<float>>.Tanh(values, expected.Length);
        var accelerator = DeviceUnderTest.Open().Accelerator;
        using var given = accelerator.Allocate1D(x);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(Tanh)(x.Length, given.View);

        float[] actual = given.GetAsArray1D();
        for (int i = 0; i < x.Length; i++)
            Assert.True(float.IsNaN(expected[i]) ? float.IsNaN(actual[i]) : BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]), $"tanh {x[i]:R}");
    }

    // The step control of gradient flow takes the power -1/8 of errors.
    [Fact]
    public void Power_AnyMagnitude_IsPortableMathsToTheBit()
    {
        double[] x = [1, 1 - 1e-16, 1 + 2e-16, 1e-16, 0.5, 2, 1.4140625, 1e300, double.MaxValue, 0.7071067811865476, .. Drawn(3.0, i => PortableMath.Exp(i * 10))];
        var accelerator = DeviceUnderTest.Open().Accelerator;
        using var given = accelerator.Allocate1D(x);
        using var exponential = accelerator.Allocate1D(ExactFunctions.ExpTable);
        using var logarithm = accelerator.Allocate1D(ExactFunctions.LogTable);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<double>, ArrayView<double>, ArrayView<double>>(Power)(x.Length, given.View, logarithm.View, exponential.View);

        Assert.Equal(x.Select(value => PortableMath.Pow(value, -1.0 / 8)).Select(BitConverter.DoubleToInt64Bits), given.GetAsArray1D().Select(BitConverter.DoubleToInt64Bits));
    }

    private static void Power(Index1D i, ArrayView<double> x, ArrayView<double> logarithm, ArrayView<double> exponential) =>
        x[i] = ExactFunctions.Power(logarithm, exponential, x[i], -1.0 / 8);

    private static T[] Drawn<T>(T first, Func<double, T> value) =>
        [first, .. Enumerable.Range(0, Count).Select(i => value(RandomStream.For("exact-functions").Normal(i)))];

    private static void Exp(Index1D i, ArrayView<double> x, ArrayView<double> table) => x[i] = ExactFunctions.Exp(table, x[i]);

    private static void Tanh(Index1D i, ArrayView<float> x) => x[i] = ExactFunctions.Activate(Activation.Tanh, x[i]);
}
