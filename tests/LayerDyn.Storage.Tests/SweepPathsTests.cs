using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests;

public sealed class SweepPathsTests
{
    private static readonly SweepPaths Paths = new(SweepId.Parse("stages-0badcafe"));
    private static readonly PointId Point = PointId.Parse("0123456789abcdef0123456789abcdef");

    [Fact]
    public void Paths_OfASweep_AreAsDocumented()
    {
        Assert.Equal("stages-0badcafe/spec.yaml", Paths.Spec.Value);
        Assert.Equal("stages-0badcafe/resolved.yaml", Paths.Resolved.Value);
        Assert.Equal("stages-0badcafe/manifest.json", Paths.Manifest.Value);
        Assert.Equal("stages-0badcafe/summary.json", Paths.Summary.Value);
        Assert.Equal("stages-0badcafe/records/00000000-00000001.parquet", Paths.Records("00000000-00000001", staged: false).Value);
        Assert.Equal("stages-0badcafe/results/00000000-00000001.parquet", Paths.Results("00000000-00000001", staged: false).Value);
        Assert.Equal("stages-0badcafe/curves/kernel-distance.svg", Paths.Curve("kernel-distance", "svg").Value);
        Assert.Equal("stages-0badcafe/checkpoints/0123456789abcdef0123456789abcdef/000000004000.safetensors", Paths.Checkpoint(Point, 4000).Value);
    }

    [Fact]
    public void Curve_NameThatWouldLeaveTheSweep_Throws() => Assert.Throws<FormatException>(() => Paths.Curve("../../x", "csv"));

    [Fact]
    public void SegmentName_SamePoints_SameName() =>
        Assert.Equal(SweepPaths.SegmentName(512, [Point, PointId.Of("b")]), SweepPaths.SegmentName(512, [Point, PointId.Of("b")]));

    [Fact]
    public void SegmentName_OtherPoints_OtherName()
    {
        string name = SweepPaths.SegmentName(512, [Point, PointId.Of("b")]);
        Assert.Matches("^00000512-[0-9a-f]{8}$", name);
        Assert.NotEqual(name, SweepPaths.SegmentName(512, [Point]));
        Assert.NotEqual(name, SweepPaths.SegmentName(512, [Point, PointId.Of("c")]));
        Assert.Throws<ArgumentException>(() => SweepPaths.SegmentName(0, []));
    }
}
