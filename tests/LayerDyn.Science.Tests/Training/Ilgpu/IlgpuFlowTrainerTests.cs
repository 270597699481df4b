using CsCheck;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.GradientFlow;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Ilgpu.Flow;

namespace LayerDyn.Science.Tests.Training.Ilgpu;

/// <summary>Gradient flow by the kernels that a GPU runs, on <see cref="DeviceUnderTest"/>, against the processor's own integration.</summary>
public sealed class IlgpuFlowTrainerTests
{
    private static readonly Lazy<IlgpuDevice> Accelerator = new(DeviceUnderTest.Open);
    private static readonly DeviceInfo Graphics = DeviceUnderTest.Graphics;
    private static readonly GradientFlowTrainer Processor = new();
    private static readonly IlgpuFlowTrainer Device = new(_ => Accelerator.Value);

    // Narrow and wide, from the outputs and from the inputs, a network a thread and a group of threads.
    private static readonly Gen<string> Dense = Gen.Select(
        Gen.OneOf("2,2,2", "3,2", "5,4,3", "2,5,5,3,4", "1,1", "7,3,6,2", "17,2", "3,18", "18,5,3", "3,16,4,6", "24,24,3"), Gen.Bool,
        (widths, whiten) => $"'model':{{'kind':'deep-linear','widths':[{widths}]}},'init':{{'kind':'normal','std':0.4}},'task':{{'kind':'gaussian-regression','samples':40,'whiten':{(whiten ? "true" : "false")}}}");

    private static readonly Gen<string> Diagonal = Gen.Select(Gen.Int[1, 4], Gen.Int[1, 9], Gen.Bool, (depth, inputs, whiten) =>
        $"'model':{{'kind':'diagonal-linear','depth':{depth}}},'init':{{'kind':'normal','std':0.7}},'task':{{'kind':'gaussian-regression','samples':12,'whiten':{(whiten ? "true" : "false")},'inputs':{inputs},'outputs':1}}");

    private static readonly Gen<string> Skills = Gen.Int[1, 12].Select(skills =>
        $"'model':{{'kind':'multilinear-skill','skills':{skills}}},'init':{{'kind':'constant','value':0.1}},'task':{{'kind':'skills','skills':12}}");

    private static readonly Gen<string> Optimizers = Gen.Select(
        Gen.OneOf("0.01", "0.1", "1"), Gen.OneOf("1e-9", "1e-14", "1e-4"), Gen.OneOf("0", "0.1"), Gen.OneOf("", ",'schedule':{'kind':'cosine'}"),
        (rate, tolerance, decay, schedule) => $"{{'kind':'gradient-flow','learningRate':{rate},'tolerance':{tolerance},'weightDecay':{decay}{schedule}}}");

    [Fact]
    public void Train_DrawnPoints_SameBytesAsTheProcessor() =>
        Gen.Select(Gen.OneOf(Dense, Diagonal, Skills), Optimizers, Gen.OneOf("mse", "mse-mean"), Gen.OneOf("{'every':7}", "{'logPerDecade':4}"), Gen.Int[1, 4]).Sample(
            (model, optimizer, loss, at, count) => AssertSame([.. Enumerable.Range(0, count).Select(seed => Bind(
                model, $"'optimizer':{optimizer},'steps':25,'loss':'{loss}','measure':{{'at':{at},'observables':['loss','weight-norm','weight-drift']}}", seed))]), iter: 50, threads: 1);

    // Some points take many steps of the integration where others take few.
    [Fact]
    public void Train_PointsOfDifferentRates_EachTakesItsOwnSteps() => AssertSame([.. new[] { "0.001", "3", "0.2", "0" }.Select((rate, seed) => Bind(
        "'model':{'kind':'deep-linear','widths':[4,3,2]},'init':{'kind':'normal','std':0.6},'task':{'kind':'gaussian-regression','samples':12}",
        $"'optimizer':{{'kind':'gradient-flow','learningRate':{(rate == "0" ? "1e-9" : rate)}}},'steps':30,'measure':{{'at':{{'every':10}},'observables':['loss','sharpness']}}", seed))]);

    [Fact]
    public void Train_HugeWeights_DivergeAtTheProcessorsStepBesideOthers()
    {
        Experiment[] points = [.. new[] { "1e90", "0.5", "1e160" }.Select((std, seed) => Bind(
            $"'model':{{'kind':'deep-linear','widths':[3,3,2]}},'init':{{'kind':'normal','std':{std}}},'task':{{'kind':'gaussian-regression','samples':12}}",
            "'optimizer':{'kind':'gradient-flow','learningRate':0.1},'steps':12,'measure':{'at':{'every':4},'observables':['loss']}", seed))];

        Assert.Equal(OutcomeStatus.Diverged, Run(Processor, DeviceInfo.Cpu, points)[0].Status);
        AssertSame(points);
    }

    // Four layers leave the saddle at time 1/2 towards a minimum so steep that no step of the integration is long enough to count.
    [Fact]
    public void Train_StepsBelowTheResolutionOfTime_DivergeAtTheProcessorsStepBesideOthers()
    {
        Experiment[] points = [.. new[] { ("1e12", "1e-6"), ("1", "0.5") }.Select((point, seed) => Bind(
            $"'model':{{'kind':'diagonal-linear','depth':4}},'init':{{'kind':'constant','value':{point.Item2}}},'task':{{'kind':'linear-teacher','coefficients':[{point.Item1}]}}",
            "'optimizer':{'kind':'gradient-flow','learningRate':0.1},'steps':12,'measure':{'at':{'every':2},'observables':['loss']}", seed))];

        var stiff = Run(Processor, DeviceInfo.Cpu, points)[0];
        Assert.Equal((OutcomeStatus.Diverged, 6), (stiff.Status, stiff.LastStep));
        AssertSame(points);
    }

    [Fact]
    public void Train_DrawnPoints_GoOnFromEachOthersCheckpoints() =>
        Gen.Select(Gen.OneOf(Dense, Diagonal), Optimizers, Gen.OneOf(10, 20)).Sample((model, optimizer, at) =>
        {
            string rest = $"'optimizer':{optimizer},'steps':30,'measure':{{'at':{{'every':10}},'observables':['loss','weight-drift']}}";
            var experiment = Bind(model, rest, 1);
            var undisturbed = Run(Processor, DeviceInfo.Cpu, [experiment])[0];
            var (ours, theirs) = (DeviceUnderTest.CheckpointOf(Device, Graphics, experiment, at), DeviceUnderTest.CheckpointOf(Processor, DeviceInfo.Cpu, experiment, at));
            Assert.Equal(theirs!.Tensors.Keys, ours!.Tensors.Keys);
            foreach (var (name, tensor) in theirs.Tensors) Assert.Equal(tensor.Data, ours.Tensors[name].Data);

            Outcomes.AssertSameBytes(undisturbed, DeviceUnderTest.Run(Device, Graphics, [new TrainingPoint(0, experiment, theirs)])[0]);
            Outcomes.AssertSameBytes(undisturbed, DeviceUnderTest.Run(Processor, DeviceInfo.Cpu, [new TrainingPoint(0, experiment, ours)])[0]);
        }, iter: 12, threads: 1);

    [Fact]
    public void Train_Cancelled_StopsBetweenLaunches()
    {
        using var source = new CancellationTokenSource();
        var experiment = Bind("'model':{'kind':'deep-linear','widths':[2,2,2]},'init':{'kind':'normal','std':0.5},'task':{'kind':'gaussian-regression','samples':12}",
            "'optimizer':{'kind':'gradient-flow','learningRate':1e7},'steps':10,'measure':{'at':{'every':10},'observables':['loss']}", 0);

        Assert.ThrowsAny<OperationCanceledException>(() => Device.Train([new(0, experiment)], new TrainingRun
        {
            Complete = _ => Assert.Fail("it was trained to its end"),
            Progress = (_, _) => source.CancelAfter(TimeSpan.FromMilliseconds(50)),
            Device = Graphics,
            CancellationToken = source.Token,
        }));
    }

    private static Experiment Bind(string model, string rest, int seed) => Spec.Bind($"{{{model},{rest},'seed':{seed}}}");

    private static void AssertSame(Experiment[] points)
    {
        var (expected, actual) = (Run(Processor, DeviceInfo.Cpu, points), Run(Device, Graphics, points));
        for (int i = 0; i < points.Length; i++) Outcomes.AssertSameBytes(expected[i], actual[i]);
    }

    private static TrainingOutcome[] Run(ITrainer trainer, DeviceInfo device, Experiment[] points) => DeviceUnderTest.Run(trainer, device, points);
}
