using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Devices;

public sealed class DeviceMemoryTests
{
    private static readonly DeviceInfo Graphics = new("cuda", 0, "Fake", 24_000_000_000);

    [Theory]
    [InlineData(8, "float32")]
    [InlineData(2000, "float32")]
    [InlineData(2000, "float64")]
    public void BytesPerPoint_CoversWeightsGradientsAndBothMoments(int width, string dtype)
    {
        var experiment = Net(width, dtype);
        long scalar = dtype == "float64" ? 8 : 4, weights = experiment.Model.Parameters(experiment.Task.Shape).Sum(parameter => (long)parameter.Count);

        Assert.InRange(DeviceMemory.BytesPerPoint(experiment), 5 * scalar * weights, long.MaxValue);
    }

    [Fact]
    public void BytesPerPoint_OfAFlow_CoversTheStagesOfItsIntegrator()
    {
        var experiment = Net(2000, "float64") with { Optimizer = new GradientFlow { LearningRate = 1 } };
        long weights = experiment.Model.Parameters(experiment.Task.Shape).Sum(parameter => (long)parameter.Count);

        Assert.InRange(DeviceMemory.BytesPerPoint(experiment), 20 * sizeof(double) * weights, long.MaxValue);
    }

    [Fact]
    public void PointsThatFit_MoreSlots_ShareTheMemory()
    {
        var experiment = Net(2000, "float32");
        int alone = DeviceMemory.PointsThatFit(Graphics, 1, experiment, 100_000);
        int shared = DeviceMemory.PointsThatFit(Graphics, 4, experiment, 100_000);

        Assert.Equal(alone / 4, shared);
        Assert.InRange(alone * DeviceMemory.BytesPerPoint(experiment), 0, Graphics.MemoryBytes);
    }

    [Fact]
    public void PointsThatFit_SmallPoints_AreBoundByTheCaller() =>
        Assert.Equal(16, DeviceMemory.PointsThatFit(Graphics, 1, Net(8, "float32"), 16));

    [Fact]
    public void PointsThatFit_UnknownMemory_IsTheCallersBound() =>
        Assert.Equal(16, DeviceMemory.PointsThatFit(DeviceInfo.Cpu, 1, Net(2000, "float64"), 16));

    [Theory]
    [InlineData("float64")]
    [InlineData("float32")] // another trainer's
    public void Run_PointLargerThanItsDevice_IsRefusedWithBothNumbers(string dtype)
    {
        var small = DeviceInfo.Cpu with { MemoryBytes = 100_000_000 };
        var run = new TrainingRun { Complete = _ => Assert.Fail("it was trained"), Device = small };

        var error = Assert.Throws<InsufficientMemoryException>(() => Trainer.Run([new TrainingPoint(0, Net(4000, dtype))], run));

        Assert.Contains("cpu has 0.1 GB", error.Message);
    }

    private static Experiment Net(int width, string dtype) => Spec.Bind($$$"""
        {'model':{'kind':'mlp','widths':[10,{{{width}}},{{{width}}},1],'activation':'relu'},'init':{'kind':'normal','std':0.1},
         'task':{'kind':'teacher-student','inputs':10,'outputs':1,'singularValues':[1],'samples':30,'testSamples':10},'dtype':'{{{dtype}}}',
         'optimizer':{'kind':'adam','learningRate':0.01},'steps':2,'measure':{'at':{'every':1},'observables':['loss']}}
        """);
}
