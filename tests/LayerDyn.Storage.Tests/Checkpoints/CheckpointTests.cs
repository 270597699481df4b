using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Training;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private static readonly SweepId Sweep = SweepId.Parse("stages-0badcafe");
    private static readonly PointId Point = PointId.Of("point"), Other = PointId.Of("other");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CheckpointStore Open(int keep = 2) => new(new LocalArtifactStore(_folder.Path), Sweep, keep);

    [Fact]
    public async Task LiveRecords_AreThoseThatReachFurther()
    {
        var live = new LiveRecords(new LocalArtifactStore(_folder.Path), Sweep);
        Assert.Null(await live.TryReadAsync(7, Point));
        await Open().SaveAsync(Point, At(40));
        var kept = At(40).Records;
        Assert.Equal(kept.Steps, (await live.TryReadAsync(7, Point))!.Steps);

        var more = new MeasurementTable(kept.Columns);
        for (int row = 0; row < kept.Rows + 2; row++) more.Add(100 * row, [.. Enumerable.Repeat(1.0 / 3, kept.Columns.Count)]);
        await live.WriteAsync(7, System.Text.Encoding.UTF8.GetBytes(RecordsCsv.Write(more)));
        await live.WriteAsync(8, "step,loss\n1,"u8.ToArray()); // damaged
        var read = (await live.TryReadAsync(7, Point))!;
        Assert.Equal((more.Rows, 1.0 / 3), (read.Rows, read[0, 0]));
        Assert.Null(await live.TryReadAsync(8, Other));
        var all = new List<long>();
        await foreach (var (index, _) in live.ReadAsync(_ => true)) all.Add(index);
        Assert.Equal([7], all);

        await live.DeleteAsync(7);
        Assert.Equal(kept.Steps, (await live.TryReadAsync(7, Point))!.Steps);
        await live.DeleteAllAsync();
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.csv", SearchOption.AllDirectories));
    }

    [Fact]
    public void Codec_RoundTrip_IsTheSame()
    {
        var checkpoint = At(40) with { Kept = [new(0, 640, new string('a', 64)), new(40, 641, new string('b', 64))] };
        byte[] file = CheckpointCodec.Write(Point, checkpoint);
        AssertSame(checkpoint, CheckpointCodec.Read(Point, file));
        Assert.Equal(file, CheckpointCodec.Write(Point, CheckpointCodec.Read(Point, file)));
    }

    [Fact]
    public void Codec_NothingMeasured_RoundTrips()
    {
        var checkpoint = new Checkpoint(0, new Dictionary<string, CheckpointTensor>(), new MeasurementTable(["loss"]));
        AssertSame(checkpoint, CheckpointCodec.Read(Point, CheckpointCodec.Write(Point, checkpoint)));
    }

    [Fact]
    public void Codec_File_IsPlainSafetensorsWithTheWeightsByName()
    {
        var file = Safetensors.Read(CheckpointCodec.Write(Point, At(40)));
        Assert.Equal(["W1", "b1", "records.steps", "records.values"], file.Tensors.Keys);
        Assert.Equal([1.5, -0.0, double.NaN, 4], file.Tensors["W1"].ToDoubles());
        Assert.Equal("40", file.Metadata["layerdyn.step"]);
        Assert.Equal(Point.ToString(), file.Metadata["layerdyn.point"]);
    }

    [Fact]
    public void Codec_AnyByteChanged_IsRefused()
    {
        byte[] file = CheckpointCodec.Write(Point, At(40));
        for (int i = 0; i < file.Length; i++)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= 1;
            Assert.Throws<FormatException>(() => CheckpointCodec.Read(Point, damaged));
        }
    }

    [Fact]
    public void Codec_CutOffAnywhere_IsRefused()
    {
        byte[] file = CheckpointCodec.Write(Point, At(40));
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<FormatException>(() => CheckpointCodec.Read(Point, file.AsSpan(0, length)));
    }

    [Fact]
    public void Codec_AnotherPoint_IsRefused() =>
        Assert.Contains("layerdyn.point", Assert.Throws<FormatException>(() => CheckpointCodec.Read(Other, CheckpointCodec.Write(Point, At(1)))).Message);

    [Fact]
    public void Codec_TensorNamedLikeTheRecords_Throws()
    {
        var checkpoint = At(1) with { Tensors = new Dictionary<string, CheckpointTensor> { ["records.steps"] = new(DType.Float64, [1], new byte[8]) } };
        Assert.Throws<ArgumentException>(() => CheckpointCodec.Write(Point, checkpoint));
    }

    [Fact]
    public async Task Store_SeveralSaved_KeepsTheNewestAndLoadsTheLast()
    {
        foreach (long step in (long[])[9, 10, 100, 1000]) await Open().SaveAsync(Point, At(step));
        await Open().SaveAsync(Other, At(5));
        Assert.Equal(1000, (await Open().TryLoadNewestAsync(Point))!.Step);
        Assert.Equal((1000L, 5L), (await Open().NewestStepAsync(Point), await Open().NewestStepAsync(Other)));
        Assert.Equal(
            ["000000000100.safetensors", "000000001000.safetensors"],
            Directory.GetFiles(_folder[$"{Sweep}/checkpoints/{Point}"]).Select(Path.GetFileName).Order());
        Assert.Equal(5, (await Open().TryLoadNewestAsync(Other))!.Step);
    }

    [Fact]
    public async Task Store_NewestIsCutOff_LoadsTheOneBeforeAndReports()
    {
        await Open().SaveAsync(Point, At(10));
        await Open().SaveAsync(Point, At(20));
        string newest = _folder[new SweepPaths(Sweep).Checkpoint(Point, 20).Value];
        await File.WriteAllBytesAsync(newest, (await File.ReadAllBytesAsync(newest))[..^9]);
        var skipped = new List<string>();
        Assert.Equal(10, (await Open().TryLoadNewestAsync(Point, (path, reason) => skipped.Add($"{path.Name}: {reason}")))!.Step);
        Assert.StartsWith("000000000020.safetensors: ", Assert.Single(skipped));
        await Open().SaveAsync(Point, At(20));
        Assert.Equal(20, (await Open().TryLoadNewestAsync(Point))!.Step);
    }

    [Fact]
    public async Task Store_UnusableOnesBeyondTheStepThatItGoesOnFrom_AreDeleted_SoThatNewOnesAreKept()
    {
        foreach (long step in (long[])[10, 9000, 10000]) await Open(keep: 3).SaveAsync(Point, At(step));
        foreach (long step in (long[])[9000, 10000]) await File.WriteAllTextAsync(_folder[new SweepPaths(Sweep).Checkpoint(Point, step).Value], "of an earlier version");
        var from = await Open().TryLoadNewestAsync(Point);
        await Open().DeleteBeyondAsync(Point, from!.Step);
        await Open().SaveAsync(Point, At(20));
        Assert.Equal(20, (await Open().TryLoadNewestAsync(Point))!.Step);
        await Open().DeleteBeyondAsync(Point, null);
        Assert.Null(await Open().NewestStepAsync(Point));
    }

    [Fact]
    public async Task Store_OneThatTheCallerCannotUse_LoadsTheOneBeforeAndReports()
    {
        foreach (long step in (long[])[10, 20]) await Open().SaveAsync(Point, At(step));
        var skipped = new List<string>();
        var found = await Open().TryLoadNewestAsync(Point, (_, why) => skipped.Add(why), read => Task.FromResult(read.Step == 20 ? "its files are gone" : null));
        Assert.Equal((10, "its files are gone"), (found!.Step, Assert.Single(skipped)));
    }

    [Fact]
    public async Task Store_NoneOrAllDeleted_LoadsNull()
    {
        Assert.Null(await Open().TryLoadNewestAsync(Point));
        Assert.Null(await Open().NewestStepAsync(Point));
        await Open().SaveAsync(Point, At(10));
        await Open().DeleteAllAsync(Point);
        Assert.Null(await Open().TryLoadNewestAsync(Point));
    }

    private static Checkpoint At(long step)
    {
        var records = new MeasurementTable(["loss", "accuracy"]);
        records.Add(0, [double.NaN, 0.5]);
        records.Add(step, [-0.0, double.PositiveInfinity]);
        return new Checkpoint(
            step,
            new Dictionary<string, CheckpointTensor>
            {
                ["b1"] = new(DType.Float32, [3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                ["W1"] = new(DType.Float64, [2, 2], FileArray.Of([1.5, -0.0, double.NaN, 4], 2, 2).Data),
            },
            records);
    }

    private static void AssertSame(Checkpoint expected, Checkpoint actual)
    {
        Assert.Equal(expected.Step, actual.Step);
        Assert.Equal(expected.Kept, actual.Kept);
        Assert.Equal(expected.Tensors.Keys.Order(), actual.Tensors.Keys.Order());
        foreach (string name in expected.Tensors.Keys)
        {
            Assert.Equal(expected.Tensors[name].DType, actual.Tensors[name].DType);
            Assert.Equal(expected.Tensors[name].Dimensions, actual.Tensors[name].Dimensions);
            Assert.Equal(expected.Tensors[name].Data, actual.Tensors[name].Data);
        }

        Assert.Equal(expected.Records.Columns, actual.Records.Columns);
        Assert.Equal(expected.Records.Steps, actual.Records.Steps);
        for (int row = 0; row < expected.Records.Rows; row++)
            for (int c = 0; c < expected.Records.Columns.Count; c++)
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Records[row, c]), BitConverter.DoubleToInt64Bits(actual.Records[row, c]));
    }
}
