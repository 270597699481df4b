using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>The numbers of the next steps of a batch, on the device.</summary>
internal sealed class FactorTable : IDisposable
{
    // Of one table: 18 MiB.
    private const int MostFactors = 1 << 18;

    private readonly Experiment[] _experiments;
    private readonly StepFactors[] _values;
    private readonly MemoryBuffer1D<StepFactors, Stride1D.Dense> _factors;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _rows;

    public FactorTable(IReadOnlyList<Experiment> experiments, int mostSteps, Accelerator accelerator)
    {
        var shared = SharedRows<Experiment>.Of(experiments, experiment => (experiment.Optimizer, ((MlpModel)experiment.Model).OutputScale));
        _experiments = shared.Points;
        MostSteps = Math.Clamp(MostFactors / _experiments.Length, 1, mostSteps);
        _values = new StepFactors[MostSteps * _experiments.Length];
        _factors = accelerator.Allocate1D<StepFactors>(_values.Length);
        _rows = accelerator.Allocate1D(shared.Rows);
    }

    /// <summary>Steps that it has room for.</summary>
    public int MostSteps { get; }

    /// <summary>The numbers, step after step, row after row.</summary>
    public ArrayView<StepFactors> Factors => _factors.View;

    /// <summary>Each network's row.</summary>
    public ArrayView<int> Rows => _rows.View;

    /// <summary>Where the numbers of a step start.</summary>
    /// <param name="steps">Steps from the first one that was written.</param>
    public long FirstOf(long steps) => steps * _experiments.Length;

    /// <summary>Makes the numbers of some steps ready.</summary>
    /// <param name="stream">Where to copy.</param>
    /// <param name="from">The first step.</param>
    /// <param name="to">Past the last.</param>
    /// <param name="samples">How many samples a step takes.</param>
    public void Write(AcceleratorStream stream, long from, long to, Func<long, int> samples)
    {
        int next = 0;
        for (long step = from; step < to; step++)
            foreach (var experiment in _experiments) _values[next++] = FactorsOf(experiment, step, samples(step));
        _factors.View.SubView(0, next).CopyFromCPU(stream, ref _values[0], next);
    }

    public void Dispose()
    {
        _factors.Dispose();
        _rows.Dispose();
    }

    private static StepFactors FactorsOf(Experiment experiment, long step, int samples)
    {
        var model = (MlpModel)experiment.Model;
        var optimizer = experiment.Optimizer;
        return new(
            model.OutputScale,
            (float)model.OutputScale,
            experiment.Loss == LossKind.CrossEntropy ? 0 : OutputGradient.ErrorFactor(experiment.Loss, model.OutputScale, samples, model.Widths[^1]),
            MlpUpdate.Factors(optimizer, step, optimizer.StepSize * optimizer.Schedule.Factor(step, experiment.Steps)));
    }
}
