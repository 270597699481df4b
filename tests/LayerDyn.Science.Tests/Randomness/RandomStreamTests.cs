using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LayerDyn.Science.Randomness;
using MathNet.Numerics;

namespace LayerDyn.Science.Tests.Randomness;

public sealed class RandomStreamTests
{
    /// <summary>Philox4x32-10 written from the paper, for any key and counter.</summary>
    private static uint[] Philox(uint[] counter, uint[] key)
    {
        uint[] c = [.. counter], k = [.. key];
        for (int round = 0; round < 10; round++)
        {
            ulong low = (ulong)0xD2511F53 * c[0], high = (ulong)0xCD9E8D57 * c[2];
            c = [(uint)(high >> 32) ^ c[1] ^ k[0], (uint)high, (uint)(low >> 32) ^ c[3] ^ k[1], (uint)low];
            k = [k[0] + 0x9E3779B9, k[1] + 0xBB67AE85];
        }

        return c;
    }

    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Reference_PublishedVectors_Agrees(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint r0, uint r1, uint r2, uint r3) =>
        Assert.Equal([r0, r1, r2, r3], Philox([c0, c1, c2, c3], [k0, k1]));

    [Theory]
    [InlineData("a", 0ul)]
    [InlineData("task/gaussian-regression/seed=3/X", 12345678901234ul)]
    public void Words_AnyName_ArePhiloxKeyedByItsHash(string name, ulong counter)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        uint[] expected = Philox([(uint)counter, (uint)(counter >> 32), 0, 0],
            [BinaryPrimitives.ReadUInt32LittleEndian(hash), BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(4))]);
        var (a, b, c, d) = RandomStream.For(name).Words(counter);
        Assert.Equal(expected, new[] { a, b, c, d });
    }

    [Theory]
    [InlineData(0ul, 1)]
    [InlineData(7ul, 8)]
    [InlineData(123456789012ul, 29)]
    [InlineData(uint.MaxValue - 11ul, 24)] // the counter's upper word begins on the way
    [InlineData(ulong.MaxValue - 4, 17)]
    public void FillWords_AnyNumbers_AreThoseOfEach(ulong first, int count)
    {
        var stream = RandomStream.For("test/words");
        uint[] words = new uint[4 * count];
        stream.FillWords(first, words);

        for (int i = 0; i < count; i++)
        {
            var (a, b, c, d) = stream.Words(unchecked(first + (ulong)i));
            Assert.Equal([a, b, c, d], words[(4 * i)..(4 * i + 4)]);
        }
    }

    [Fact]
    public void Normal_ManyDraws_HasTheMomentsOfTheNormalDistribution()
    {
        const int Count = 200_000;
        double[] x = new double[Count];
        RandomStream.For("test/normal").FillNormal(x);

        Assert.Equal(0, x.Average(), 0.01);
        Assert.Equal(1, x.Average(v => v * v), 0.02);
        Assert.Equal(0, x.Average(v => v * v * v), 0.04);
        Assert.Equal(3, x.Average(v => v * v * v * v), 0.12);
        Assert.Equal(0, Enumerable.Range(1, Count - 1).Average(i => x[i] * x[i - 1]), 0.01);
    }

    [Fact]
    public void Normal_EachDraw_IsTheQuantileOfItsUniform()
    {
        var stream = RandomStream.For("test/quantile");
        for (int i = 0; i < 20_000; i++)
        {
            double p = stream.Uniform(i), x = stream.Normal(i);
            double tail = Math.Min(p, 1 - p), back = SpecialFunctions.Erfc(Math.Abs(x) / Math.Sqrt(2)) / 2;
            Assert.True(Math.Abs(back - tail) <= 1e-13 * tail + 1e-16 && Math.Sign(x) == Math.Sign(p - 0.5), $"p {p:R}: {x:R} gives {back:R}");
        }
    }

    [Fact]
    public void Uniform_ManyDraws_StaysInsideTheOpenIntervalAndFillsIt()
    {
        var stream = RandomStream.For("test/uniform");
        int[] bins = new int[10];
        for (int i = 0; i < 100_000; i++)
        {
            double value = stream.Uniform(i);
            Assert.InRange(value, double.Epsilon, 1 - 1e-16);
            bins[(int)(value * 10)]++;
        }

        Assert.All(bins, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Permutation_AnyCount_HoldsEveryNumberOnce() =>
        Assert.Equal(Enumerable.Range(0, 257), RandomStream.For("test/permutation").Permutation(257).Order());

    [Fact]
    public void Child_TwoPurposes_AreIndependentStreams()
    {
        var stream = RandomStream.For("test/child");
        Assert.NotEqual(stream.Child("a").UInt64(0), stream.Child("b").UInt64(0));
        Assert.Equal(stream.Child("a").UInt64(5), RandomStream.For("test/child/a").UInt64(5));
    }
}
