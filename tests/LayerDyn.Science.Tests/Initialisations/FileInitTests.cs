using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Tests.Initialisations;

public sealed class FileInitTests : IDisposable
{
    private static readonly TaskShape Shape = new(2, 1, 10);
    private static readonly Model Net = new TwoParameters();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_OneFileEach_TakesThemInOrder()
    {
        var init = new FileInit { Paths = [Npy("A", [1, 2, 3, 4, 5, 6], 3, 2), Npy("B", [7, 8, 9], 1, 3)] };
        Assert.Empty(ProblemsOf(init));
        double[][] weights = init.Create(Net, Shape, RandomStream.For("unused"));
        Assert.Equal([1, 2, 3, 4, 5, 6], weights[0]);
        Assert.Equal([7, 8, 9], weights[1]);
    }

    [Theory]
    [InlineData("w.npz")]
    [InlineData("w.safetensors")]
    public void Create_OneFileWithNames_TakesThemByName(string name)
    {
        var arrays = new Dictionary<string, FileArray> { ["W2"] = FileArray.Of([7.0, 8, 9], 1, 3), ["W1"] = FileArray.Of([1.0, 2, 3, 4, 5, 6], 3, 2) };
        File.WriteAllBytes(_folder[name], name.EndsWith("npz") ? Npz.Write(arrays) : Safetensors.Write(arrays));
        var init = new FileInit { Paths = [_folder[name]] };
        Assert.Empty(ProblemsOf(init));
        Assert.Equal([7, 8, 9], init.Create(Net, Shape, RandomStream.For("unused"))[1]);
    }

    [Fact]
    public void Validate_TransposedWeights_SaysWhichShapeIsNeeded()
    {
        var problem = Assert.Single(ProblemsOf(new FileInit { Paths = [Npy("A", [1, 2, 3, 4, 5, 6], 2, 3), Npy("B", [7, 8, 9], 1, 3)] }));
        Assert.Equal("init.paths[0]", problem.Path);
        Assert.Contains("W1 must have the shape [3, 2], not [2, 3]", problem.Rule);
    }

    [Fact]
    public void Validate_WrongNumberOfFiles_NamesTheParameters() =>
        Assert.Contains("2 parameters W1, W2", Assert.Single(ProblemsOf(new FileInit { Paths = [Npy("A", [1], 1)] })).Rule);

    [Fact]
    public void Validate_NotFinite_IsReported() =>
        Assert.Contains("not finite", Assert.Single(ProblemsOf(new FileInit
        {
            Paths = [Npy("A", [1, 2, 3, 4, 5, double.PositiveInfinity], 3, 2), Npy("B", [7, 8, 9], 1, 3)],
        })).Rule);

    [Fact]
    public void Create_FileChangedSincePlanned_Throws()
    {
        var problems = new ProblemList();
        var init = new FileInit { Paths = [Npy("A", [1, 2, 3, 4, 5, 6], 3, 2), Npy("B", [7, 8, 9], 1, 3)] }.Pinned(DataPins.Reading(), problems);
        Assert.Empty(problems.Problems);
        Npy("B", [7, 8, 10], 1, 3);
        Assert.Throws<InvalidDataException>(() => init.Create(Net, Shape, RandomStream.For("unused")));
        Assert.Contains("changed since", Assert.Single(ProblemsOf(init)).Rule);
    }

    private static IReadOnlyList<Problem> ProblemsOf(Initialisation init)
    {
        var problems = new ProblemList();
        init.Validate(Net, Shape, problems);
        return problems.Problems;
    }

    private string Npy(string name, double[] values, params long[] dimensions)
    {
        string path = _folder[name + ".npy"];
        File.WriteAllBytes(path, Science.Files.Npy.Write(FileArray.Of(values, dimensions)));
        return path;
    }

    private sealed record TwoParameters : Model
    {
        public override IReadOnlyList<ParameterShape> Parameters(TaskShape task) =>
            [new("W1", [3, task.Inputs], ParameterRole.Weight), new("W2", [task.Outputs, 3], ParameterRole.Weight)];

        public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) => throw new NotSupportedException();
    }
}
