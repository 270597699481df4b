using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tests.Randomness;

public sealed class SobolSequenceTests
{
    // scipy.stats.qmc.Sobol(32, scramble=False, bits=32): points number 5 and 1000, times 2^32.
    private static readonly uint[] Fifth = [3758096384, 3758096384, 536870912, 1610612736, 3758096384, 2684354560, 3758096384, 1610612736];

    private static readonly uint[] Thousandth =
    [
        943718400, 415236096, 2227175424, 2906652672, 1203765248, 3896508416, 197132288, 3862953984, 2151677952, 297795584, 364904448, 1094713344,
        692060160, 1648361472, 616562688, 1589641216, 3091202048, 1480589312, 4257218560, 3116367872, 2243952640, 2361393152, 4081057792, 2319450112,
        2503999488, 3896508416, 171966464, 4206886912, 255852544, 1463812096, 633339904, 624951296,
    ];

    [Fact]
    public void Word_WithoutScrambling_IsThatOfSciPy()
    {
        var sequence = new SobolSequence(SobolSequence.MostDimensions, null);

        Assert.Equal(32, SobolSequence.MostDimensions);
        Assert.Equal(Fifth, Enumerable.Range(0, Fifth.Length).Select(dimension => sequence.Word(5, dimension)));
        Assert.Equal(Thousandth, Enumerable.Range(0, 32).Select(dimension => sequence.Word(1000, dimension)));
        Assert.All(Enumerable.Range(0, 32), dimension => Assert.Equal(0u, sequence.Word(0, dimension)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    public void Uniform_FirstTwoDimensions_HaveOnePointInEveryElementaryInterval(int seed)
    {
        const int Bits = 8, Count = 1 << Bits;
        var sequence = new SobolSequence(2, RandomStream.For($"scrambling {seed}"));
        for (int first = 0; first <= Bits; first++)
        {
            // Boxes of sides 2^-first and 2^-(Bits - first): the definition of a (0, m, 2)-net.
            var boxes = Enumerable.Range(0, Count).Select(index => (
                (int)(sequence.Uniform(index, 0) * (1 << first)), (int)(sequence.Uniform(index, 1) * (1 << (Bits - first)))));
            Assert.Equal(Count, boxes.Distinct().Count());
        }
    }

    [Fact]
    public void Uniform_EachDimensionAlone_HasOnePointInEveryPart()
    {
        const int Count = 1 << 10;
        var sequence = new SobolSequence(32, RandomStream.For("scrambling"));
        for (int dimension = 0; dimension < 32; dimension++)
            Assert.Equal(Count, Enumerable.Range(0, Count).Select(index => (int)(sequence.Uniform(index, dimension) * Count)).Distinct().Count());
    }

    [Fact]
    public void Uniform_AverageOfASmoothFunction_IsFarBetterThanAtRandom()
    {
        // The product of 12 x_i^2 (1 - x_i) over five dimensions integrates to 1.
        const int Count = 1 << 12;
        var stream = RandomStream.For("average");
        var sequence = new SobolSequence(5, stream);
        double sobol = Average((index, dimension) => sequence.Uniform(index, dimension)), random = Average((index, dimension) => stream.Uniform((index * 5) + dimension));

        Assert.True(Math.Abs(sobol - 1) < Math.Abs(random - 1) / 5, $"Sobol {sobol}, random {random}");

        static double Average(Func<long, int, double> uniform) => Enumerable.Range(0, Count)
            .Average(index => Enumerable.Range(0, 5).Aggregate(1.0, (product, dimension) => product * 12 * Square(uniform(index, dimension)) * (1 - uniform(index, dimension))));

        static double Square(double x) => x * x;
    }

    [Fact]
    public void Uniform_MoreDimensions_LeaveTheFirstAsTheyAre()
    {
        var stream = RandomStream.For("dimensions");
        SobolSequence few = new(3, stream), many = new(20, stream);
        for (long index = 0; index < 100; index++)
            for (int dimension = 0; dimension < 3; dimension++) Assert.Equal(few.Word(index, dimension), many.Word(index, dimension));
    }

    [Fact]
    public void Constructor_TooManyDimensions_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new SobolSequence(33, null));
}
