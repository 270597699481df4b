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

    [Theory]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(320)]
    public void Dot_AnyLength_AddsPartialSumsPairwiseInEveryVectorWidth(int count)
    {
        float[] a = Normals(count, 1), b = Normals(count, 2), sums = new float[16];
        for (int i = 0; i < count; i++) sums[i % 16] = MathF.FusedMultiplyAdd(a[i], b[i], sums[i % 16]);
        for (int half = 8; half > 0; half /= 2)
            for (int i = 0; i < half; i++) sums[i] += sums[i + half];

        fixed (float* pa = a, pb = b)
        {
            Assert.Equal(sums[0], NarrowKernels<Floats256, Vector256<float>>.Dot(pa, pb, count));
            Assert.Equal(sums[0], NarrowKernels<Floats512, Vector512<float>>.Dot(pa, pb, count));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Scatter_AnyVectorWidth_AddsWhatGatherAddsOfSortedInputs(int width)
    {
        const int Inputs = 9, Samples = 50;
        float[] x = [.. Normals(Samples * Inputs, 1).Select(value => value < 0.3f ? 0 : value)]; // the inputs' samples, some with none
        var set = new SampleSet(Samples, Inputs, 1, isCompressed: true, hasLabels: false);
        set.Take(x);
        int[] chosen = [.. Enumerable.Range(0, Samples).Where(sample => sample % 3 != 1).Reverse()];
        float[] delta = Normals(chosen.Length * width, 2), before = Normals(Inputs * width, 3), expected = [.. before];
        for (int s = 0; s < chosen.Length; s++)
            for (int i = 0; i < Inputs; i++)
                for (int j = 0; j < width; j++)
                    expected[i * width + j] = MathF.FusedMultiplyAdd(x[chosen[s] * Inputs + i], delta[s * width + j], expected[i * width + j]);

        float[] scattered256 = [.. before], scattered512 = [.. before], gathered = [.. before];
        fixed (float* pd = delta, p256 = scattered256, p512 = scattered512, pg = gathered)
        fixed (int* pc = chosen)
        {
            SparseKernels<Floats256, Vector256<float>>.Scatter(p256, width, pd, width, set.Rows, pc, chosen.Length);
            SparseKernels<Floats512, Vector512<float>>.Scatter(p512, width, pd, width, set.Rows, pc, chosen.Length);
            SparseKernels<Floats512, Vector512<float>>.Gather(pg, pg, width, pd, width, new BatchColumns(Inputs).Of(set.Rows, pc, chosen.Length));
        }

        Assert.Equal(expected, scattered256);
        Assert.Equal(expected, scattered512);
        Assert.Equal(expected, gathered);
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
