using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests.Manifests;

public sealed class PointSetTests
{
    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("199")]
    [InlineData("0-199")]
    [InlineData("0-63")]
    [InlineData("63-64")]
    [InlineData("64-127")]
    [InlineData("1-62,64,66-130,199")]
    public void Parse_Canonical_FormatsBackTheSame(string ranges) => Assert.Equal(ranges, PointSet.Parse(ranges, 200).ToString());

    [Theory]
    [InlineData("200")]
    [InlineData("0-200")]
    [InlineData("5-3")]
    [InlineData("5,3-4")]
    [InlineData("0-10,5-15")]
    [InlineData("7,7,7")]
    [InlineData("-1")]
    [InlineData("1-")]
    [InlineData("a")]
    [InlineData("1,,2")]
    [InlineData("1-2-3")]
    [InlineData(" 1")]
    [InlineData("99999999999999999999")]
    public void Parse_Wrong_Throws(string ranges) => Assert.Throws<FormatException>(() => PointSet.Parse(ranges, 200));

    [Fact]
    public void Operations_AgainstAHashSet_Agree()
    {
        const int Capacity = 1000;
        var set = new PointSet(Capacity);
        var model = new HashSet<long>();
        uint state = 1;
        int Next(int bound) => (int)((state = state * 1664525 + 1013904223) >> 8) % bound;
        for (int i = 0; i < 3000; i++)
        {
            long point = Next(Capacity);
            switch (Next(4))
            {
                case 0: Assert.Equal(model.Remove(point), set.Remove(point)); break;
                case 1:
                    long count = Math.Min(Next(150), Capacity - point);
                    set.AddRange(point, count);
                    for (long p = point; p < point + count; p++) model.Add(p);
                    if (Next(3) == 0)
                        for (long p = 0; p < Capacity; p += 1 + Next(5)) Assert.Equal(model.Remove(p), set.Remove(p));
                    break;
                default: Assert.Equal(model.Add(point), set.Add(point)); break;
            }

            Assert.Equal(model.Count, set.Count);
            long from = Next(Capacity);
            Assert.Equal(model.Contains(from), set.Contains(from));
            Assert.Equal(Enumerable.Range((int)from, Capacity - (int)from).Select(p => (long)p).Where(p => !model.Contains(p)).DefaultIfEmpty(-1).First(), set.NextMissing(from));
            Assert.Equal(model.Where(p => p >= from).DefaultIfEmpty(-1).Min(), set.NextPresent(from));
        }

        Assert.Equal(model.Order(), set.Ranges().SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First + 1)).Select(p => (long)p)));
        Assert.Equal(set.ToString(), PointSet.Parse(set.ToString(), Capacity).ToString());
    }

    [Fact]
    public void Add_OverlappingRanges_CountsEachOnce()
    {
        var set = PointSet.Parse("0-9,100", 130);
        set.Add(PointRanges.Parse("5-14,129"));
        Assert.Equal("0-14,100,129", set.ToString());
        Assert.Equal(17, set.Count);
        Assert.Throws<FormatException>(() => set.Add(PointRanges.Parse("130")));
    }

    [Fact]
    public void Clone_Changed_LeavesTheOriginal()
    {
        var set = PointSet.Parse("1", 10);
        set.Clone().Add(2);
        Assert.Equal("1", set.ToString());
    }

    [Fact]
    public void NextMissing_FullAndEnds_IsMinusOne()
    {
        Assert.Equal(-1, PointSet.Parse("0-63", 64).NextMissing());
        Assert.Equal(-1, PointSet.Parse("0-64", 65).NextMissing());
        Assert.Equal(64, PointSet.Parse("0-63", 65).NextMissing());
        Assert.Equal(-1, new PointSet(10).NextMissing(10));
        Assert.Equal(-1, new PointSet(0).NextMissing());
        Assert.Equal(65, PointSet.Parse("0-64", 65).Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Add_PointThatDoesNotExist_Throws(long point)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointSet(10).Add(point));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointSet(10).AddRange(point, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointSet(10).AddRange(5, 6));
    }

    [Fact]
    public void TenMillionPoints_EveryThirdMissing_AllOperationsAgree()
    {
        const long Capacity = 10_000_000;
        var set = new PointSet(Capacity);
        set.AddRange(0, Capacity);
        for (long p = 0; p < Capacity; p += 3) set.Remove(p);
        Assert.Equal(Capacity - (Capacity + 2) / 3, set.Count);
        Assert.Equal(9_999_999, set.NextMissing(9_999_997));
        var copy = PointSet.Parse(set.ToString(), Capacity);
        Assert.Equal(set.Count, copy.Count);
        copy.Add(PointRanges.Parse(set.ToString()));
        Assert.Equal(set.Count, copy.Count);
    }
}
