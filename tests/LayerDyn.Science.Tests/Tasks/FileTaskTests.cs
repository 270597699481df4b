using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class FileTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_SamplesFirst_HasRowsAsSamples()
    {
        var task = new FileTask { Inputs = Npy("X", [1, 2, 3, 4, 5, 6], 3, 2), Targets = Npy("Y", [10, 20, 30], 3), TargetDivisor = 2 };
        AssertValid(task);
        Assert.Equal(new TaskShape(2, 1, 3), task.Shape);
        var data = task.Create(0);
        Assert.Equal([3, 4], data.Train.X.Row(1).ToArray());
        Assert.Equal([5, 10, 15], data.Train.Y.Data);
        Assert.Null(data.Test);
        Assert.Null(data.Train.Labels);
    }

    [Fact]
    public void Create_FeaturesFirst_HasColumnsAsSamples()
    {
        var task = new FileTask { Inputs = Npy("X", [1, 2, 3, 4, 5, 6], 2, 3), Targets = Npy("Y", [7, 8, 9], 1, 3), Layout = FileLayout.FeaturesFirst };
        AssertValid(task);
        Assert.Equal([2, 5], task.Create(0).Train.X.Row(1).ToArray());
        Assert.Equal([7, 8, 9], task.Create(0).Train.Y.Data);
    }

    [Fact]
    public void Create_ClassNumbers_AreOneHotAlsoWhereTheTestLacksAClass()
    {
        File.WriteAllBytes(_folder["d.npz"], NpzOf(("X", FileArray.Of([1.0, 2, 3], 3, 1)), ("y", FileArray.Of([2L, 0, 1], 3)), ("t", FileArray.Of([1L], 1))));
        string d = _folder["d.npz"];
        var task = new FileTask { Inputs = d + "#X", Targets = d + "#y", TestInputs = Npy("XT", [5], 1, 1), TestTargets = d + "#t", Classes = true };
        AssertValid(task);
        Assert.Equal(new TaskShape(1, 3, 3, 3) { HasTest = true, IsClassification = true }, task.Shape);
        var data = task.Create(0);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 1, 0], data.Train.Y.Data);
        Assert.Equal([2, 0, 1], data.Train.Labels!);
        Assert.Equal([0, 1, 0], data.Test!.Y.Data);
    }

    [Fact]
    public void Create_OneHotClasses_HaveTheirLabels()
    {
        var task = new FileTask { Inputs = Npy("X", [1, 2], 2, 1), Targets = Npy("Y", [0, 1, 1, 0], 2, 2), Classes = true };
        AssertValid(task);
        Assert.Equal([1, 0], task.Create(0).Train.Labels!);
    }

    [Fact]
    public void Pinned_Content_DecidesTheIdentity()
    {
        var task = new FileTask { Inputs = Npy("X", [1, 2], 2, 1), Targets = Npy("Y", [1, 2], 2, 1) };
        string first = ExperimentText.WriteKind(Pinned(task));
        Assert.Equal(first, ExperimentText.WriteKind(Pinned(task)));
        Npy("Y", [1, 2.0000000001], 2, 1);
        Assert.NotEqual(first, ExperimentText.WriteKind(Pinned(task)));
    }

    [Fact]
    public void Create_FileChangedSincePlanned_Throws()
    {
        var task = Pinned(new FileTask { Inputs = Npy("X", [1, 2], 2, 1), Targets = Npy("Y", [1, 2], 2, 1) });
        Assert.Equal([1, 2], task.Create(0).Train.X.Data);
        Npy("X", [1, 3], 2, 1);
        Assert.Contains("changed since", Assert.Throws<InvalidDataException>(() => task.Create(0)).Message);
        Assert.Contains("changed since", Assert.Single(ProblemsOf(task)).Rule);
    }

    [Fact]
    public void Pinned_FilesMissing_AllAreReportedWithTheFolder()
    {
        var problems = new ProblemList();
        new FileTask { Inputs = _folder["no.npy"], Targets = _folder["neither.npy"] }.Pinned(DataPins.Reading(), problems);
        Assert.Equal(["task.inputs", "task.targets"], problems.Problems.Select(problem => problem.Path));
        Assert.All(problems.Problems, problem => Assert.Contains("no such file", problem.Rule));
        Assert.All(problems.Problems, problem => Assert.Contains(Environment.CurrentDirectory, problem.Remedy));
    }

    [Fact]
    public void Pinned_DamagedOrUnknownFile_IsReported()
    {
        File.WriteAllText(_folder["bad.npy"], "text");
        File.WriteAllText(_folder["x.csv"], "1,2");
        var problems = new ProblemList();
        new FileTask { Inputs = _folder["bad.npy"], Targets = _folder["x.csv"] }.Pinned(DataPins.Reading(), problems);
        Assert.Contains("not a .npy file", problems.Problems[0].Rule);
        Assert.Contains("expected .npy, .npz or .safetensors", problems.Problems[1].Rule);
    }

    [Fact]
    public void Validate_SampleCountsDiffer_AsksForTheLayout() =>
        Assert.Contains("layout", Assert.Single(ProblemsOf(new FileTask { Inputs = Npy("X", [1, 2, 3, 4], 2, 2), Targets = Npy("Y", [1, 2, 3], 3) })).Rule);

    [Fact]
    public void Validate_NotFinite_SaysWhere() =>
        Assert.Contains("element 1", Assert.Single(ProblemsOf(new FileTask { Inputs = Npy("X", [1, double.NaN], 2, 1), Targets = Npy("Y", [1, 2], 2) })).Rule);

    [Fact]
    public void Validate_SeveralArraysWithoutAName_ListsTheNames()
    {
        File.WriteAllBytes(_folder["d.npz"], NpzOf(("X", FileArray.Of([1.0], 1)), ("Y", FileArray.Of([1.0], 1))));
        Assert.Contains("X, Y", Assert.Single(ProblemsOf(new FileTask { Inputs = _folder["d.npz"], Targets = Npy("Y", [1], 1) })).Rule);
        Assert.Contains("X, Y", Assert.Single(ProblemsOf(new FileTask { Inputs = _folder["d.npz"] + "#Z", Targets = Npy("Y", [1], 1) })).Rule);
    }

    [Fact]
    public void Validate_TestSetThatDoesNotFit_IsReported()
    {
        var task = new FileTask { Inputs = Npy("X", [1, 2], 2, 1), Targets = Npy("Y", [1, 2], 2) };
        Assert.Equal("task.testTargets", Assert.Single(ProblemsOf(task with { TestInputs = task.Inputs })).Path);
        Assert.Contains("must have 1 features", Assert.Single(ProblemsOf(task with { TestInputs = Npy("T", [1, 2], 1, 2), TestTargets = Npy("U", [1], 1) })).Rule);
        Assert.Contains("must have 1 outputs", Assert.Single(ProblemsOf(task with { TestInputs = Npy("T", [1], 1, 1), TestTargets = Npy("U", [1, 2], 1, 2) })).Rule);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(1_000_000L)]
    public void Validate_ClassNumberOutOfRange_IsReported(long number)
    {
        File.WriteAllBytes(_folder["c.npy"], Science.Files.Npy.Write(FileArray.Of([number, 1], 2)));
        Assert.Contains("class numbers", Assert.Single(ProblemsOf(new FileTask { Inputs = Npy("X", [1, 2], 2, 1), Targets = _folder["c.npy"], Classes = true })).Rule);
    }

    private static LearningTask Pinned(LearningTask task)
    {
        var problems = new ProblemList();
        var pinned = task.Pinned(DataPins.Reading(), problems);
        Assert.Empty(problems.Problems);
        return pinned;
    }

    private static IReadOnlyList<Problem> ProblemsOf(LearningTask task)
    {
        var problems = new ProblemList();
        task.Validate(problems);
        return problems.Problems;
    }

    private static void AssertValid(LearningTask task) => Assert.Empty(ProblemsOf(task));

    private static byte[] NpzOf(params (string Name, FileArray Array)[] arrays) =>
        Npz.Write(arrays.ToDictionary(entry => entry.Name, entry => entry.Array));

    private string Npy(string name, double[] values, params long[] dimensions)
    {
        string path = _folder[name + ".npy"];
        File.WriteAllBytes(path, Science.Files.Npy.Write(FileArray.Of(values, dimensions)));
        return path;
    }
}
