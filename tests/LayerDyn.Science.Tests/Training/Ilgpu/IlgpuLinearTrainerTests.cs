using CsCheck;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Ilgpu;
using LayerDyn.Science.Training.Ilgpu.Flow;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Tests.Training.Ilgpu;

/// <summary>The kernels that a GPU runs, on <see cref="DeviceUnderTest"/>, against the processor's own engine.</summary>
public sealed class IlgpuLinearTrainerTests
{
    private static readonly Lazy<IlgpuDevice> Accelerator = new(DeviceUnderTest.Open);
    private static readonly DeviceInfo Graphics = DeviceUnderTest.Graphics;
    private static readonly LinearTrainer Processor = new();
    private static readonly IlgpuLinearTrainer Device = new(_ => Accelerator.Value);

    private static readonly Gen<string> Optimizers = Gen.Select(
        Gen.OneOf("0.003", "0.02", "0.1", "3"), // the last diverges
        Gen.OneOf("0", "0", "0.5", "0.9"),
        Gen.OneOf("0", "0", "0.01", "0.3"),
        Gen.OneOf("", ",'schedule':{'kind':'cosine'}", ",'schedule':{'kind':'step','every':70,'gamma':0.5}",
            ",'schedule':{'kind':'warmup','steps':33,'then':{'kind':'cosine','floor':0.1}}"),
        (rate, momentum, decay, schedule) => $"{{'kind':'gd','learningRate':{rate},'momentum':{momentum},'weightDecay':{decay}{schedule}}}");

    private static readonly Gen<string> Signs = Gen.Select(
        Gen.OneOf("'kind':'sign'", "'kind':'sign','momentum':0.9", "'kind':'lion'", "'kind':'lion','betas':[0.5,0.8]"), Gen.OneOf("0.003", "0.03"), Gen.OneOf("0", "0.2"),
        Gen.OneOf("", ",'schedule':{'kind':'cosine'}"),
        (kind, rate, decay, schedule) => $"{{{kind},'learningRate':{rate},'weightDecay':{decay}{schedule}}}");

    private static readonly Gen<string> Rest = Gen.Select(
        Optimizers, Gen.Long[1, 300], Gen.OneOf("{'every':50}", "{'logPerDecade':4}", "{'every':64}", "{'every':1000}"), Gen.OneOf("mse", "mse-mean"),
        (optimizer, steps, at, loss) => $"'optimizer':{optimizer},'steps':{steps},'loss':'{loss}','measure':{{'at':{at},'observables':['loss','weight-norm','gradient-norm']}}");

    private static readonly Gen<string> Dense = Gen.Select(
        Gen.Int[1, 7].Array[2, 5], Gen.Bool, Gen.OneOf("{'kind':'normal','std':0.5}", "{'kind':'orthogonal','gain':0.7}", "{'kind':'torch-default'}"),
        (widths, whiten, init) => $"'model':{{'kind':'deep-linear','widths':[{string.Join(',', widths)}]}},'init':{init},'task':{Regression(whiten, "")}");

    private static readonly Gen<string> HeatMap = Gen.Select(Gen.Int[-3, 3], Gen.Int[1, 3], (lambda, scale) =>
        $"'model':{{'kind':'deep-linear','widths':[2,2,2]}},'init':{{'kind':'lambda-balanced','lambda':{lambda},'scale':{scale}}},'task':{Regression(true, "")}");

    private static readonly Gen<string> Diagonal = Gen.Select(Gen.Int[1, 4], Gen.Int[1, 9], Gen.Bool, (depth, inputs, whiten) =>
        $"'model':{{'kind':'diagonal-linear','depth':{depth}}},'init':{{'kind':'normal','std':0.7}},'task':{Regression(whiten, $",'inputs':{inputs},'outputs':1")}");

    private static readonly Gen<string> Wide = Gen.Select(
        Gen.OneOf("17", "20,3", "4,18", "18,5,3", "3,16,4,6", "24,24,3", "6,20,30"), Gen.Bool,
        (widths, whiten) => $"'model':{{'kind':'deep-linear','widths':[{widths}{(widths.Contains(',', StringComparison.Ordinal) ? "" : ",2")}]}},'init':{{'kind':'normal','std':0.2}},'task':{{'kind':'gaussian-regression','samples':40,'whiten':{(whiten ? "true" : "false")}}}");

    private static readonly Gen<string> Skills = Gen.Int[1, 12].Select(skills =>
        $"'model':{{'kind':'multilinear-skill','skills':{skills}}},'init':{{'kind':'constant','value':0.1}},'task':{{'kind':'skills','skills':12}}");

    [Fact]
    public void Train_DrawnPoints_SameBytesAsTheProcessor() =>
        Gen.Select(Gen.OneOf(Dense, HeatMap, Diagonal, Skills), Rest, Gen.Int[1, 4]).Sample(
            (model, rest, count) => AssertSame([.. Enumerable.Range(0, count).Select(seed => Bind(model, rest, seed))]), iter: 60, threads: 1);

    // The measured steps 40 and 100 are no multiples of the step at which weights are checked.
    [Fact]
    public void Train_DrawnPoints_GoOnFromEachOthersCheckpoints() =>
        Gen.Select(Gen.OneOf(Dense, HeatMap, Diagonal), Optimizers, Gen.OneOf(40, 100)).Sample((model, optimizer, at) =>
        {
            string rest = $"'optimizer':{optimizer},'steps':180,'measure':{{'at':{{'steps':[40,100]}},'observables':['loss','weight-drift']}}";
            var experiment = Bind(model, rest, 1);
            var undisturbed = Run(Processor, DeviceInfo.Cpu, [experiment])[0];
            var (ours, theirs) = (CheckpointOf(Device, Graphics, experiment, at), CheckpointOf(Processor, DeviceInfo.Cpu, experiment, at));
            Assert.Equal(theirs is null, ours is null);
            foreach (var (name, tensor) in theirs?.Tensors ?? new Dictionary<string, CheckpointTensor>()) Assert.Equal(tensor.Data, ours!.Tensors[name].Data);
            Assert.Equal(theirs?.Tensors.Count, ours?.Tensors.Count);
            if (theirs is null)
            {
                Assert.InRange(undisturbed.LastStep, 0, at);
                return;
            }

            foreach (var (trainer, device, checkpoint) in ((ITrainer, DeviceInfo, Checkpoint)[])[(Device, Graphics, theirs), (Processor, DeviceInfo.Cpu, ours!), (Device, Graphics, ours!)])
                Outcomes.AssertSameBytes(undisturbed, RunPoints(trainer, device, [new(0, experiment, checkpoint), new(1, Bind(model, rest, 2))])[0]);
        }, iter: 15, threads: 1);

    // With a measurement at each step the loss overflows before a weight does, and the processor ends the point; without, the device does.
    [Theory]
    [InlineData("'kind':'deep-linear','widths':[2,2,2]", "'whiten':true", 1)]
    [InlineData("'kind':'deep-linear','widths':[4,3,2]", "'whiten':false", 1)]
    [InlineData("'kind':'deep-linear','widths':[4,3,2]", "'whiten':false", 1000)]
    [InlineData("'kind':'diagonal-linear','depth':2", "'whiten':true,'inputs':5,'outputs':1", 1)]
    [InlineData("'kind':'diagonal-linear','depth':2", "'whiten':true,'inputs':5,'outputs':1", 1000)]
    [InlineData("'kind':'diagonal-linear','depth':3", "'whiten':false,'inputs':5,'outputs':1", 1000)]
    public void Train_TooLargeSteps_DivergeAtTheProcessorsStepBesideOthers(string model, string task, int every)
    {
        Experiment[] points = [.. new[] { "30", "0.01", "3", "0.02", "1e8" }.Select(rate => Bind(
            $"'model':{{{model}}},'init':{{'kind':'normal','std':0.5}},'task':{{'kind':'gaussian-regression','samples':12,{task}}}",
            $"'optimizer':{{'kind':'gd','learningRate':{rate}}},'steps':150,'measure':{{'at':{{'every':{every}}},'observables':['loss']}}", 3))];

        Assert.Equal(OutcomeStatus.Diverged, Run(Device, Graphics, [points[0]])[0].Status);
        Assert.Equal(OutcomeStatus.Finished, Run(Device, Graphics, [points[1]])[0].Status);
        AssertSame(points);
    }

    [Theory]
    [InlineData("24,24,3", true, "0", "0")]
    [InlineData("24,24,3", true, "0", "0.1")]
    [InlineData("3,30,20,5", false, "0.9", "0")]
    [InlineData("3,30,20,5", false, "0.9", "0.01")]
    [InlineData("26,20", false, "0", "0")]
    public void Train_WideDense_GroupOfThreadsGivesTheSameBytes(string widths, bool whiten, string momentum, string decay) => AssertSame([.. Enumerable.Range(0, 3).Select(seed => Spec.Bind($$$"""
        {'model':{'kind':'deep-linear','widths':[{{{widths}}}]},'init':{'kind':'normal','std':0.2},'task':{'kind':'gaussian-regression','samples':40,'whiten':{{{(whiten ? "true" : "false")}}}},'seed':{{{seed}}},
         'optimizer':{'kind':'gd','learningRate':{{{(seed == 2 ? "5" : "0.01")}}},'momentum':{{{momentum}}},'weightDecay':{{{decay}}}},'steps':70,'measure':{'at':{'every':30},'observables':['loss']}}
        """))]);

    [Theory]
    [InlineData(2, false, "0", "0")]
    [InlineData(2, true, "0", "0.2")]
    [InlineData(3, true, "0.5", "0")]
    public void Train_ManyModes_GroupOfThreadsGivesTheSameBytes(int depth, bool whiten, string momentum, string decay) => AssertSame([.. Enumerable.Range(0, 2).Select(seed => Spec.Bind($$$"""
        {'model':{'kind':'diagonal-linear','depth':{{{depth}}}},'init':{'kind':'normal','std':0.3},'task':{'kind':'gaussian-regression','inputs':260,'outputs':1,'samples':300,'whiten':{{{(whiten ? "true" : "false")}}}},'seed':{{{seed}}},
         'optimizer':{'kind':'gd','learningRate':0.01,'momentum':{{{momentum}}},'weightDecay':{{{decay}}}},'steps':40,'measure':{'at':{'every':30},'observables':['loss']}}
        """))]);

    // Each measures what its model and task allow of everything that a device measures, and what it leaves to the processor.
    [Theory]
    [MemberData(nameof(Measured))]
    public void Train_EveryObservable_SameBytesAsTheProcessor(string model, string init, string task, string observables) =>
        Gen.Select(Gen.OneOf("0.003", "0.05"), Gen.OneOf("mse", "mse-mean"), Gen.OneOf("'loss',", "")).Sample((rate, loss, first) => AssertSame([.. Enumerable.Range(0, 3).Select(seed => Bind(
            $"'model':{{{model}}},'init':{{{init}}},'task':{{{task}}}",
            $"'optimizer':{{'kind':'gd','learningRate':{rate}}},'steps':30,'loss':'{loss}','measure':{{'at':{{'every':7}},'observables':[{first}{observables}]}}", seed))]), iter: 4, threads: 1);

    [Fact]
    public void Train_ObservablesThatTheDeviceMeasures_ReadsWeightsAtTheEndAlone()
    {
        Assert.Equal(2, ReadsOf("'loss','kernel-distance','layer-imbalance','learning-rate'"));
        Assert.Equal(2 * 11, ReadsOf("'loss','kernel-distance','effective-rank'"));
    }

    // Narrow layers sum plainly, those of width 16 or more with fused multiply-adds; some nets have a group of threads.
    [Fact]
    public void Train_DrawnPointsAlongSigns_SameBytesAsTheProcessor() =>
        Gen.Select(Gen.OneOf(Dense, Diagonal, Skills, Wide), Signs, Gen.OneOf("{'every':30}", "{'logPerDecade':4}"), Gen.Int[1, 3]).Sample((model, optimizer, at, count) =>
            AssertSame([.. Enumerable.Range(0, count).Select(seed => Bind(
                model, $"'optimizer':{optimizer},'steps':75,'loss':'mse-mean','measure':{{'at':{at},'observables':['loss','weight-drift']}}", seed))]), iter: 40, threads: 1);

    // The averages of gradients are state.
    [Fact]
    public void Train_AlongSigns_GoesOnFromTheProcessorsCheckpoint()
    {
        var experiment = Bind("'model':{'kind':'deep-linear','widths':[4,3,2]},'init':{'kind':'normal','std':0.5},'task':" + Regression(false, ""),
            "'optimizer':{'kind':'lion','learningRate':0.01,'weightDecay':0.1},'steps':90,'measure':{'at':{'every':30},'observables':['loss']}", 1);
        var (ours, theirs) = (CheckpointOf(Device, Graphics, experiment, 30), CheckpointOf(Processor, DeviceInfo.Cpu, experiment, 30));

        foreach (var (name, tensor) in theirs!.Tensors) Assert.Equal(tensor.Data, ours!.Tensors[name].Data);
        Outcomes.AssertSameBytes(Run(Processor, DeviceInfo.Cpu, [experiment])[0], RunPoints(Device, Graphics, [new(0, experiment, theirs)])[0]);
    }

    // Those that the device draws in both layouts, and one that it is given; the observables ask the processor for weights at the start, or do not.
    [Theory]
    [InlineData("'kind':'normal','std':{0},'fanIn':true")]
    [InlineData("'kind':'torch-default','scale':{0}")]
    [InlineData("'kind':'orthogonal','gain':{0}")]
    [InlineData("'kind':'lambda-balanced','lambda':0,'scale':{0}")]
    [InlineData("'kind':'constant','value':{0}")]
    public void Train_EveryStart_SameBytesAsTheProcessor(string init)
    {
        foreach (string widths in (string[])["3,5,2", "2,2,2", "40,7,40"])
            foreach (string observables in (string[])["'weight-drift','loss'", "'effective-rank','imbalance-drift'"])
                foreach (string from in (string[])["seed", "point"])
                {
                    Experiment[] points = [.. new[] { "0.5", "0.25", "1" }.Select((factor, seed) => Bind(
                        $"'model':{{'kind':'deep-linear','widths':[{widths}]}},'init':{{{init.Replace("{0}", factor, StringComparison.Ordinal)}}},'task':{Regression(false, "")}",
                        $"'weightsFrom':'{from}','engine':'train','optimizer':{{'kind':'gd','learningRate':0.01}},'steps':9,'measure':{{'at':{{'every':3}},'observables':[{observables}]}}", seed))];
                    AssertSame(points);
                    var (theirs, ours) = (CheckpointOf(Processor, DeviceInfo.Cpu, points[0], 0), CheckpointOf(Device, Graphics, points[0], 0));
                    foreach (var (name, tensor) in theirs!.Tensors) Assert.Equal(tensor.Data, ours!.Tensors[name].Data);
                }
    }

    // The processor makes the weights of all where their kinds differ, or where one goes on from its start.
    [Fact]
    public void Train_PointsOfDifferentStartsInOneBatch_SameBytesAsTheProcessor()
    {
        Experiment[] points = [.. new[] { "'kind':'normal','std':0.5", "'kind':'orthogonal','gain':0.5", "'kind':'normal','std':0.25" }.Select((init, seed) => Bind(
            $"'model':{{'kind':'deep-linear','widths':[3,4,2]}},'init':{{{init}}},'task':{Regression(false, "")}",
            "'optimizer':{'kind':'gd','learningRate':0.02},'steps':20,'measure':{'at':{'every':5},'observables':['loss','weight-drift']}", seed))];
        var start = CheckpointOf(Processor, DeviceInfo.Cpu, points[0], 0);
        var expected = Run(Processor, DeviceInfo.Cpu, points);

        AssertSame(points);
        var resumed = RunPoints(Device, Graphics, [new(0, points[0], start), new(1, points[2])]);
        Outcomes.AssertSameBytes(expected[0], resumed[0]);
        Outcomes.AssertSameBytes(expected[2], resumed[1] with { Index = 2 });
        Outcomes.AssertSameBytes(expected[0], RunPoints(Processor, DeviceInfo.Cpu, [new(0, points[0], start)])[0]);
    }

    [Theory]
    [InlineData("'kind':'normal','std':0.5", true)]
    [InlineData("'kind':'orthogonal','gain':0.5", true)]
    [InlineData("'kind':'torch-default'", true)]
    [InlineData("'kind':'lambda-balanced','scale':0.5", true)]
    [InlineData("'kind':'constant','value':0.5", false)]
    public void Create_NewPoints_DrawnOnTheDevice(string init, bool onDevice)
    {
        var experiment = Bind($"'model':{{'kind':'deep-linear','widths':[3,2,2]}},'init':{{{init}}},'task':{Regression(true, "")}",
            "'optimizer':{'kind':'gd','learningRate':0.01},'steps':9,'measure':{'at':{'every':3},'observables':['loss']}", 1);
        LinearTrainer.Train([new TrainingPoint(0, experiment)], new TrainingRun { Complete = _ => { }, Device = Graphics }, _ => 1, batch =>
        {
            var created = new IlgpuLinearBatch(batch, Accelerator.Value);
            Assert.Equal(onDevice, created.StartsOnDevice);
            return created;
        });
    }

    // A share is measured by one number of samples for all; else the processor measures it.
    [Fact]
    public void Train_PointsOfDifferentNumbersOfSamples_SameBytesAsTheProcessor() => AssertSame([.. new[] { 4, 6, 4 }.Select((samples, seed) => Bind(
        $"'model':{{'kind':'deep-linear','widths':[5,4,3]}},'init':{{'kind':'normal','std':0.5}},'task':{{'kind':'gaussian-classes','classes':3,'samplesPerClass':{samples},'inputs':5}}",
        "'optimizer':{'kind':'gd','learningRate':0.05},'steps':20,'measure':{'at':{'every':5},'observables':['loss','accuracy','weight-norm']}", seed))]);

    // The step at which all weights are zero has no tangent kernel: the bits of what is not a number are the processor's.
    [Fact]
    public void Train_ValuesThatAreNoNumbers_SameBytesAsTheProcessor() => AssertSame([.. new[] { "0", "0.5", "0" }.Select((std, seed) => Bind(
        $"'model':{{'kind':'deep-linear','widths':[3,2,2]}},'init':{{'kind':'normal','std':{std}}},'task':{Regression(true, "")}",
        "'optimizer':{'kind':'gd','learningRate':0.01},'steps':20,'measure':{'at':{'every':5},'observables':['loss','kernel-distance','weight-drift']}", seed))]);

    [Fact]
    public void Train_LargerThanADevicesBatch_LosesNoPoint()
    {
        Experiment[] points = [.. Enumerable.Range(0, 5).Select(seed => Bind("'model':{'kind':'deep-linear','widths':[3,2,2]},'init':{'kind':'normal','std':0.5},'task':" + Regression(false, ""),
            "'optimizer':{'kind':'gd','learningRate':0.02},'steps':20,'measure':{'at':{'every':10},'observables':['loss']}", seed))];
        var outcomes = new TrainingOutcome[points.Length];
        var run = new TrainingRun { Complete = outcome => outcomes[outcome.Index] = outcome, Device = Graphics };

        LinearTrainer.Train([.. points.Select((point, i) => new TrainingPoint(i, point))], run, _ => 2, batch => new IlgpuLinearBatch(batch, Accelerator.Value));

        var expected = Run(Processor, DeviceInfo.Cpu, points);
        for (int i = 0; i < points.Length; i++) Outcomes.AssertSameBytes(expected[i], outcomes[i]);
    }

    [Fact]
    public void Train_Cancelled_StopsBetweenLaunches()
    {
        using var source = new CancellationTokenSource();
        var experiment = Bind("'model':{'kind':'deep-linear','widths':[2,2,2]},'init':{'kind':'normal','std':0.5},'task':" + Regression(true, ""),
            "'optimizer':{'kind':'gd','learningRate':0.0001},'steps':100000000,'measure':{'at':{'every':100000000},'observables':['loss']}", 0);
        long reached = 0;

        Assert.Throws<OperationCanceledException>(() => Device.Train([new(0, experiment)], new TrainingRun
        {
            Complete = _ => Assert.Fail("it was trained to its end"),
            Progress = (_, step) =>
            {
                reached = step;
                if (step > 0) source.Cancel();
            },
            Device = Graphics,
            CancellationToken = source.Token,
        }));
        Assert.InRange(reached, ILinearBatch.CheckEvery, 1_000_000);
    }

    [Fact]
    public void For_LinearModelOnAGraphicsProcessor_IsThisTrainer()
    {
        var linear = Bind("'model':{'kind':'deep-linear','widths':[2,2,2]},'init':{'kind':'normal','std':0.5},'task':" + Regression(true, ""),
            "'optimizer':{'kind':'gd','learningRate':0.01},'steps':10,'measure':{'at':{'every':10},'observables':['loss']}", 0);
        var flow = linear with { Optimizer = new Science.Optimizers.GradientFlow() };

        Assert.IsType<IlgpuFlowTrainer>(Trainer.For(flow, Graphics));
        Assert.IsType<IlgpuLinearTrainer>(Trainer.For(linear, Graphics));
        Assert.IsType<LinearTrainer>(Trainer.For(linear, DeviceInfo.Cpu));
        Assert.False(Device.Supports(flow, Graphics));
        Assert.False(Device.Supports(linear with { DType = DType.Float32 }, Graphics));
        Assert.IsType<IlgpuLinearTrainer>(Trainer.For(linear with { Optimizer = new SignDescent() }, Graphics));
        Assert.IsType<IlgpuLinearTrainer>(Trainer.For(linear with { Optimizer = new GradientDescent { WeightDecay = 0.1 } }, Graphics));
    }

    public static TheoryData<string, string, string, string> Measured
    {
        get
        {
            const string Everywhere = "'weight-norm','weight-drift','gradient-norm','learning-rate'", Maps = "'mode-strength','imbalance-drift'," + Everywhere;
            const string Normal = "'kind':'normal','std':0.5", Teacher = "'kind':'teacher-student','inputs':5,'outputs':3,'singularValues':[3,1],'samples':20,'testSamples':9,'noise':0.1";
            const string Classes = "'kind':'gaussian-classes','classes':3,'samplesPerClass':6,'inputs':5";
            return new()
            {
                { "'kind':'deep-linear','widths':[2,2,2]", "'kind':'lambda-balanced','lambda':1,'scale':1", "'kind':'gaussian-regression','samples':12,'whiten':true", "'kernel-distance','layer-imbalance'," + Maps },
                { "'kind':'deep-linear','widths':[5,9,3]", Normal, Teacher, "'kernel-distance','layer-imbalance'," + Maps },
                { "'kind':'deep-linear','widths':[5,9,3]", Normal, Teacher + ",'whiten':false", "{'kind':'regression-accuracy','tolerance':1},'kernel-distance','sharpness'," + Maps },
                { "'kind':'deep-linear','widths':[5,4,6,7,3]", Normal, Teacher + ",'whiten':false", "'kernel-distance','layer-imbalance','kernel-alignment','cka'," + Maps },
                { "'kind':'deep-linear','widths':[5,30,30,3]", "'kind':'normal','std':0.2", Teacher, "'stable-rank'," + Maps },
                { "'kind':'deep-linear','widths':[5,100,3]", "'kind':'normal','std':0.2", Teacher, "'kernel-distance','layer-imbalance'," + Maps },
                { "'kind':'deep-linear','widths':[5,3]", Normal, Classes, "'accuracy'," + Everywhere },
                { "'kind':'deep-linear','widths':[5,4,3]", Normal, Classes, "'accuracy','regression-accuracy'," + Everywhere },
                { "'kind':'deep-linear','widths':[6,4,1]", Normal, "'kind':'gaussian-regression','samples':12", "'accuracy','regression-accuracy','layer-imbalance'," + Everywhere },
                { "'kind':'diagonal-linear','depth':2", Normal, "'kind':'linear-teacher','coefficients':[3,2,1],'variances':[1,2,0.5]", "'accuracy','layer-imbalance'," + Maps },
                { "'kind':'diagonal-linear','depth':3", Normal, "'kind':'gaussian-regression','samples':12,'inputs':5,'outputs':1", "'accuracy','layer-imbalance','kernel-distance','weight-norm','imbalance-drift','mode-strength','gradient-norm','weight-drift'" },
                { "'kind':'diagonal-linear','depth':1", Normal, "'kind':'gaussian-regression','samples':12,'inputs':5,'outputs':1,'whiten':true", "'mode-strength'," + Everywhere },
                { "'kind':'multilinear-skill','skills':7", "'kind':'constant','value':0.1", "'kind':'skills','skills':12", "'skill-strength','skill-loss','layer-imbalance'," + Maps },
                { "'kind':'multilinear-skill','skills':12", "'kind':'constant','value':0.1", "'kind':'skills','skills':12,'samples':50", "'skill-strength','skill-loss'," + Maps },
                { "'kind':'diagonal-linear','depth':2", "'kind':'constant','value':0.1", "'kind':'skills'", "'skill-strength','skill-loss','layer-imbalance','imbalance-drift','learning-rate'" },
            };
        }
    }

    // Of two points, measured at the start and at ten steps.
    private static int ReadsOf(string observables)
    {
        int reads = 0;
        Experiment[] points = [.. Enumerable.Range(0, 2).Select(seed => Bind("'model':{'kind':'deep-linear','widths':[2,2,2]},'init':{'kind':'normal','std':0.5},'task':" + Regression(true, ""),
            $"'optimizer':{{'kind':'gd','learningRate':0.02}},'steps':20,'measure':{{'at':{{'every':2}},'observables':[{observables}]}}", seed))];
        LinearTrainer.Train([.. points.Select((point, i) => new TrainingPoint(i, point))], new TrainingRun { Complete = _ => { }, Device = Graphics },
            _ => 2, batch => new CountingBatch(new IlgpuLinearBatch(batch, Accelerator.Value), () => reads++));
        return reads;
    }

    private static string Regression(bool whiten, string more) => $"{{'kind':'gaussian-regression','samples':12,'whiten':{(whiten ? "true" : "false")}{more}}}";

    private static Experiment Bind(string model, string rest, int seed) => Spec.Bind($"{{{model},{rest},'seed':{seed}}}");

    private static void AssertSame(Experiment[] points)
    {
        var (expected, actual) = (Run(Processor, DeviceInfo.Cpu, points), Run(Device, Graphics, points));
        for (int i = 0; i < points.Length; i++) Outcomes.AssertSameBytes(expected[i], actual[i]);
    }

    private static TrainingOutcome[] Run(ITrainer trainer, DeviceInfo device, Experiment[] points) => DeviceUnderTest.Run(trainer, device, points);

    private static TrainingOutcome[] RunPoints(ITrainer trainer, DeviceInfo device, TrainingPoint[] points) => DeviceUnderTest.Run(trainer, device, points);

    private static Checkpoint? CheckpointOf(ITrainer trainer, DeviceInfo device, Experiment experiment, long at) =>
        DeviceUnderTest.CheckpointOf(trainer, device, experiment, at);
}
