using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Observables.Curvature;
using LayerDyn.Science.Tests.Observables;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Training;

/// <summary>A measurement that takes long does not keep a slot from whoever has cancelled its sweep.</summary>
public sealed class MeasurementCancellationTests
{
    public static TheoryData<string> Names => EnginePoints.Names;

    private static Experiment Bind(string engine) => Spec.Bind($"{{ {EnginePoints.Of(engine)},'steps':4,'measure':{{'at':{{'every':4}},'observables':['loss'] }} }}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Measurement_OfWhatIsCancelled_IsNotBegun(string engine)
    {
        using var source = new CancellationTokenSource();
        MeasurementTable? records = null;
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Run([new TrainingPoint(0, Bind(engine))], Run(source.Token, table =>
        {
            records = table;
            source.Cancel();
        })));
        Assert.Equal(0, records!.Rows);
    }

    [Fact]
    public void Observable_IsTold_AndTheNextOneNotBegun()
    {
        using var source = new CancellationTokenSource();
        bool told = false;
        var probe = new SnapshotProbe(snapshot =>
        {
            source.Cancel();
            told = snapshot.Cancellation.IsCancellationRequested;
        });
        MeasurementTable? records = null;
        var point = new TrainingPoint(0, Bind("perceptron") with { Observables = [probe, new LossObservable()] });
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Run([point], Run(source.Token, table => records = table)));
        Assert.Equal((true, 0), (told, records!.Rows));
    }

    [Fact]
    public void Kernel_Cancelled_EndsBeforeItsNextBlock()
    {
        const int Samples = 6;
        using var source = new CancellationTokenSource();
        int blocks = 0;
        Matrix Jacobian(Matrix block)
        {
            if (++blocks == 3) source.Cancel();
            return new Matrix(block.Rows, 5);
        }

        Assert.ThrowsAny<OperationCanceledException>(() => EmpiricalKernel.Of(Jacobian, 1, new Matrix(Samples, 1), 1, source.Token));
        Assert.Equal(3, blocks);
    }

    [Theory]
    [InlineData("perceptron")]
    [InlineData("dense")]
    public void Sharpness_Cancelled_Ends(string engine)
    {
        var experiment = Bind(engine);
        var data = experiment.Task.Create(experiment.Seed);
        Matrix[] parameters = [.. experiment.Model.Parameters(experiment.Task.Shape).Select(parameter => new Matrix((int)parameter.Count / parameter.Dimensions[^1], parameter.Dimensions[^1]))];
        var curvature = LossCurvature.Of(experiment, data, parameters);
        Assert.ThrowsAny<OperationCanceledException>(() => curvature.Largest(seed: 0, new CancellationToken(canceled: true)));
    }

    private static TrainingRun Run(CancellationToken cancellation, Action<MeasurementTable> begin) =>
        new() { Complete = _ => { }, Begin = (_, table) => begin(table), CancellationToken = cancellation };
}
