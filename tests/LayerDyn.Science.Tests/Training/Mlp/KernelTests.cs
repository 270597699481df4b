using System.Runtime.Intrinsics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Tests.Training.Mlp;

public sealed unsafe class KernelTests
{
    [Theory]
    [InlineData(1, 1, 32)]
    [InlineData(12, 7, 32)]
    [InlineData(31, 40, 32)]
    [InlineData(17, 9, 16)]
    public void Panel_AnyRows_SumsInAscendingOrderInEveryVectorWidth(int m, int k, int width)
    {
        float[] a = Normals(m * k, 1), b = Normals(k * width, 2), bias = Normals(width, 3), narrow = new float[m * width], wide = new float[m * width];
        fixed (float* pa = a, pb = b, pc = bias, pn = narrow, pw = wide)
        {
            Products<Floats256, Vector256<float>>.Panel(pn, width, pc, 0, pa, k, 1, pb, width, m, k, width);
            Products<Floats512, Vector512<float>>.Panel(pw, width, pc, 0, pa, k, 1, pb, width, m, k, width);
        }

        float[] expected = new float[m * width];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < width; j++)
            {
                float sum = bias[j];
                for (int p = 0; p < k; p++) sum = MathF.FusedMultiplyAdd(a[i * k + p], b[p * width + j], sum);
                expected[i * width + j] = sum;
            }

        Assert.Equal(expected, narrow);
        Assert.Equal(expected, wide);
    }

    [Fact]
    public void Tanh_AllMagnitudes_IsWithinFiveUnitsInTheLastPlace()
    {
        const int Batch = 1024;
        float[] inputs = new float[Batch], narrow = new float[Batch], wide = new float[Batch];
        // Every 4,099th float from 1e-30 to infinity, of either sign.
        int bits = BitConverter.SingleToInt32Bits(1e-30f), last = BitConverter.SingleToInt32Bits(float.PositiveInfinity);
        while (bits <= last)
        {
            for (int i = 0; i < Batch; i++, bits = Math.Min(bits + 4099, last + 1))
                inputs[i] = BitConverter.Int32BitsToSingle(Math.Min(bits, last)) * (i % 2 == 0 ? 1 : -1);
            inputs.CopyTo(narrow, 0);
            inputs.CopyTo(wide, 0);
            fixed (float* pn = narrow, pw = wide)
            {
                Activations<Floats256, Vector256<float>>.Tanh(pn, Batch);
                Activations<Floats512, Vector512<float>>.Tanh(pw, Batch);
            }

            Assert.Equal(narrow, wide);
            for (int i = 0; i < Batch; i++)
            {
                double expected = Math.Tanh(inputs[i]), unit = MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected);
                Assert.InRange(Math.Abs(narrow[i] - expected) / unit, 0, 5);
                if (MathF.Abs(inputs[i]) > 9.011f) Assert.Equal(MathF.Sign(inputs[i]), narrow[i]); // so that its derivative is zero
                Assert.InRange(narrow[i], -1, 1);
            }
        }

        float[] odd = [float.NaN, 0, .. new float[14]];
        fixed (float* values = odd) Activations<Floats256, Vector256<float>>.Tanh(values, 16);
        Assert.True(float.IsNaN(odd[0]));
        Assert.Equal(0, odd[1]);
    }

    [Theory]
    [InlineData(0, 0, 0.01f, 1)]
    [InlineData(0.9f, 0.9f, 0.01f, 1)]
    [InlineData(0.9f, 0.99f, 0, 0.999f)]
    public void Sign_AnyVectorWidth_IsTheScalarRule(float beta1, float beta2, float penalty, float shrink)
    {
        const int Count = 64;
        float[] weights = Normals(Count, 1), gradient = Normals(Count, 2), average = Normals(Count, 3);
        (weights[5], gradient[5], average[5]) = (0, 0, 0); // as padding: it stays
        var factors = new SignFactors(shrink, penalty, beta1, 1 - beta1, beta2, 1 - beta2, -0.03f);
        float[] w256 = [.. weights], m256 = [.. average], w512 = [.. weights], m512 = [.. average];
        fixed (float* w = w256, g = gradient, m = m256) Updates<Floats256, Vector256<float>>.Sign(w, g, m, Count, factors);
        fixed (float* w = w512, g = gradient, m = m512) Updates<Floats512, Vector512<float>>.Sign(w, g, m, Count, factors);
        for (int i = 0; i < Count; i++)
        {
            float g = MathF.FusedMultiplyAdd(weights[i], penalty, gradient[i]), direction = MathF.FusedMultiplyAdd(average[i], beta1, g * (1 - beta1));
            Assert.Equal(MathF.FusedMultiplyAdd(weights[i], shrink, -0.03f * MathF.Sign(direction)), w256[i]);
            Assert.Equal(MathF.FusedMultiplyAdd(average[i], beta2, g * (1 - beta2)), m256[i]);
        }

        Assert.Equal(0, w256[5]);
        Assert.Equal(w256, w512);
        Assert.Equal(m256, m512);
    }

    [Fact]
    public void Transpose_AnyRows_MovesEveryElement()
    {
        float[] source = Normals(27 * 32, 1), target = new float[32 * 27];
        fixed (float* ps = source, pt = target) Transpose.Block(ps, 32, pt, 27, 27, 32);
        for (int i = 0; i < 27; i++)
            for (int j = 0; j < 32; j++) Assert.Equal(source[i * 32 + j], target[j * 27 + i]);
    }

    private static float[] Normals(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => (float)RandomStream.For($"test/{seed}").Normal(i))];
}
