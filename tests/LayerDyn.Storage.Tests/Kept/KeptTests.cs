using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Storage.Kept;
using LayerDyn.Storage.Local;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests.Kept;

public sealed class KeptTests : IDisposable
{
    private static readonly SweepId Sweep = SweepId.Parse("stages-0badcafe");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CheckpointTensor Tensor(params double[] values) => new(DType.Float64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static byte[] Encoded() => KeptCodec.Write(PointId.Of("point"), new KeptState(40, new Dictionary<string, CheckpointTensor>
    {
        ["W1"] = Tensor(1, 2),
        ["b1"] = Tensor(3),
        ["outputs.train"] = Tensor(4, 5, 6),
        ["outputs.test"] = Tensor(7),
        ["kernel"] = Tensor(8),
    }));

    [Fact]
    public void Write_State_IsPlainSafetensorsThatSayWhoseTheyAre()
    {
        var file = Safetensors.Read(Encoded());
        Assert.Equal(["W1", "b1", "kernel", "outputs.test", "outputs.train"], file.Tensors.Keys);
        Assert.Equal([4.0, 5, 6], file.Tensors["outputs.train"].ToDoubles());
        Assert.Equal(("kept/1", PointId.Of("point").ToString(), "40"), (file.Metadata["layerdyn.format"], file.Metadata["layerdyn.point"], file.Metadata["layerdyn.step"]));
        Assert.Equal(Encoded(), Encoded());
    }

    [Theory]
    [InlineData("weights", "W1 b1")]
    [InlineData("outputs", "outputs.test outputs.train")]
    [InlineData("kernel", "kernel")]
    public void PartOf_OnePart_HasItsTensorsAlone(string part, string names)
    {
        var file = Safetensors.Read(KeptCodec.PartOf(Encoded(), part)!.Value.Span);
        Assert.Equal(names.Split(' '), file.Tensors.Keys);
        Assert.Equal("40", file.Metadata["layerdyn.step"]);
    }

    [Fact]
    public void PartOf_NothingOfIt_IsNull() => Assert.Null(KeptCodec.PartOf(Encoded(), "features"));

    [Fact]
    public void Write_Data_HasInputsTargetsAndClassesOfBothSets()
    {
        var train = new Dataset(new Matrix(3, 2, [1, 2, 3, 4, 5, 6]), new Matrix(3, 1, [7, 8, 9]), [0, 1, 2]);
        var file = Safetensors.Read(KeptCodec.Write(new FixedTaskData(train, new Dataset(new Matrix(1, 2, [1, 2]), new Matrix(1, 1, [3])))));
        Assert.Equal(["inputs.test", "inputs.train", "labels.train", "targets.test", "targets.train"], file.Tensors.Keys);
        Assert.Equal([3L, 2], file.Tensors["inputs.train"].Dimensions);
        Assert.Equal([0L, 1, 2], file.Tensors["labels.train"].ToIntegers());
    }

    [Fact]
    public async Task Store_FileThatIsChangedOrMissing_IsToldAndWrittenAgain()
    {
        var store = new LocalArtifactStore(_folder.Path);
        var kept = new KeptStore(store, Sweep);
        byte[] content = Encoded();
        var file = KeptStore.Describe(40, content);
        Assert.Equal($"{Sweep}/kept/00000007-40.safetensors", kept.PathOf(7, file).Value);
        Assert.EndsWith("00000007-40.safetensors is missing", await kept.CheckAsync(7, [file]));

        await kept.WriteAsync(7, file, content);
        await kept.WriteAsync(7, file, content);
        Assert.Null(await kept.CheckAsync(7, [file]));
        Assert.Equal(content, (await kept.ReadAsync(7, file)).ToArray());

        await store.WriteAsync(kept.PathOf(7, file), content.AsMemory(1));
        Assert.Contains("bytes instead of", await kept.CheckAsync(7, [file]));
        Assert.Contains("verify", (await Assert.ThrowsAsync<StoreException>(() => kept.ReadAsync(7, file))).Remedy);
        await kept.WriteAsync(7, file, content);
        Assert.Null(await kept.CheckAsync(7, [file]));
    }

    [Fact]
    public void PointOfKept_PathsOfPointsAndData_AreToldApart()
    {
        var paths = new SweepPaths(Sweep);
        Assert.Equal(123_456_789L, SweepPaths.PointOfKept(paths.Kept(123_456_789, 1_000_000_000_000)));
        Assert.Null(SweepPaths.PointOfKept(paths.KeptData(new string('1', 64))));
    }
}
