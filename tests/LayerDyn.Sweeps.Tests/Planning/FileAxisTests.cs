using System.Text.RegularExpressions;
using LayerDyn.Science.Files;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Tasks;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Planning;

/// <summary>Axes over data files: every case has its own content, and the resolved spec says what it was.</summary>
public sealed partial class FileAxisTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FileAxisTests()
    {
        foreach (string name in (string[])["a", "b"])
        {
            double first = name == "a" ? 1 : 2;
            Save($"X{name}", [first, 2, 3, 4, 5, 6], 3, 2);
            Save($"Y{name}", [name == "a" ? 1 : 0, 1, 0], 3);
            Save($"W{name}", [first, 2, 3, 4], 2, 2);
            File.WriteAllBytes(_folder[$"d{name}.npz"], Npz.Write(new Dictionary<string, FileArray>
            {
                ["X"] = FileArray.Of([first, 2, 3, 4], 2, 2),
                ["Y"] = FileArray.Of([1L, name == "a" ? 1 : 0], 2),
            }));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("axes: { w: { values: [[Wa.npy, Wb.npy], [Wb.npy, Wa.npy]], sets: init.paths } }", 2)]
    [InlineData("axes: { x: { values: [Xa.npy, Xb.npy], sets: task.inputs } }", 2)]
    [InlineData("axes: { x: { values: [Xa.npy, Xb.npy], sets: task.inputs }, y: { values: [Ya.npy, Yb.npy], sets: task.targets } }", 4)]
    [InlineData("axes: { x: { values: [Xa.npy, Xb.npy], sets: task.inputs }, y: { values: [Ya.npy, Yb.npy], sets: task.targets } }\nzip: [[x, y]]", 2)]
    [InlineData("axes: { d: { cases: { one: { task.inputs: 'da.npz#X', task.targets: 'da.npz#Y' }, two: { task.inputs: 'db.npz#X', task.targets: 'db.npz#Y' }, three: { init.paths: [Wb.npy, Wb.npy] } } } }", 3)]
    [InlineData("axes: { w: { values: [[Wa.npy, Wb.npy], [Wb.npy, Wa.npy]], sets: init.paths }, s: { values: [1, 2], sets: task.targetDivisor } }", 4)]
    public void LoadResolved_WithoutTheFiles_GivesThePointsOfTheFirstPlan(string axes, int points)
    {
        var plan = SweepPlan.Load(Spec(axes));
        string[] ids = Ids(plan), contents = [.. Indices(plan).Select(index => $"{((FileTask)plan.Experiment(index).Task).Sha256} {((FileInit)plan.Experiment(index).Init).Sha256}")];
        Assert.Equal(points, ids.Distinct().Count());
        Assert.Equal(axes.Contains("targetDivisor", StringComparison.Ordinal) ? points / 2 : points, contents.Distinct().Count());
        Assert.Equal(plan.Id, SweepPlan.Load(Spec(axes)).Id);

        foreach (string file in Directory.GetFiles(_folder.Path)) File.Delete(file);
        var again = SweepPlan.LoadResolved(plan.ResolvedYaml, plan.Id);

        Assert.Equal(ids, Ids(again));
        Assert.Equal(plan.Columns, again.Columns);
        Assert.Equal(plan.Experiment(points - 1).Task.Shape, again.Experiment(points - 1).Task.Shape);
    }

    [Fact]
    public void Load_OfTheResolvedSpec_GivesTheSamePlan()
    {
        var plan = SweepPlan.Load(Spec("axes: { x: { values: [Xa.npy, Xb.npy], sets: task.inputs } }"));
        var again = SweepPlan.Load(plan.ResolvedYaml);
        Assert.Equal((plan.Id, plan.ResolvedYaml), (again.Id, again.ResolvedYaml));
    }

    [Fact]
    public void Load_OfTheResolvedSpecWhenAFileOfOneCaseHasChanged_NamesTheFile()
    {
        var plan = SweepPlan.Load(Spec("axes: { x: { values: [Xa.npy, Xb.npy], sets: task.inputs } }"));
        Save("Xb", [9, 2, 3, 4, 5, 6], 3, 2);
        string message = Assert.Throws<SpecException>(() => SweepPlan.Load(plan.ResolvedYaml)).Message;
        Assert.Contains("Xb.npy", message);
        Assert.Contains("'files' of the spec", message);
        Assert.DoesNotContain("Xa.npy", message);
    }

    [Fact]
    public void Load_FileOfOneCaseMissing_IsRefusedWithTheAxis() =>
        Assert.Contains("no such file", Assert.Throws<SpecException>(() => SweepPlan.Load(Spec("axes: { x: { values: [Xa.npy, Xc.npy], sets: task.inputs } }"))).Message);

    [Fact]
    public void LoadResolved_OfAnEditedSpec_SaysWhichSweepItWouldBe()
    {
        var plan = SweepPlan.Load(Spec());
        var error = Assert.Throws<InvalidDataException>(() => SweepPlan.LoadResolved(plan.ResolvedYaml.Replace("steps: 5", "steps: 6", StringComparison.Ordinal), plan.Id));
        Assert.Contains(plan.Id.Value, error.Message);
        Assert.Contains(SweepPlan.Load(Spec(), ["steps=6"]).Id.Value, error.Message);
    }

    private static IEnumerable<long> Indices(SweepPlan plan) => Enumerable.Range(0, (int)plan.PointCount).Select(index => (long)index);

    private static string[] Ids(SweepPlan plan) => [.. Indices(plan).Select(index => plan.PointId(index).ToString())];

    private string Spec(string axes = "") => Files().Replace($$"""
        name: files
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: file, paths: [Wa.npy, Wa.npy] }
        task: { kind: file, inputs: Xa.npy, targets: Ya.npy, classes: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 5
        measure: { at: [0], observables: [loss, weight-norm] }
        {{axes}}
        """, file => _folder[file.Value]);

    [GeneratedRegex(@"[XYWd][abc]\.np[yz]")]
    private static partial Regex Files();

    private void Save(string name, double[] values, params long[] dimensions) =>
        File.WriteAllBytes(_folder[name + ".npy"], Npy.Write(FileArray.Of(values, dimensions)));
}
