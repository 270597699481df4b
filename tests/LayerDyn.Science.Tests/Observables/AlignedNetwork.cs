using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Observables;

/// <summary>
/// Two balanced linear layers along the singular vectors of their teacher, all modes at one strength at the start, on centred and whitened inputs, at a
/// time of gradient flow: every mode is a sigmoid, and kernels and features have closed forms.
/// </summary>
internal sealed class AlignedNetwork
{
    private readonly int _inputs, _outputs;
    private readonly double[] _targets;

    public AlignedNetwork(int inputs, int outputs, double[] targets, double start, double time)
    {
        (_inputs, _outputs, _targets) = (inputs, outputs, targets);
        U = [.. targets.Select(s => s / (1 + (s / start - 1) * Math.Exp(-2 * s * time)))];
        var experiment = Spec.Bind(FormattableString.Invariant($$"""
            {'model':{'kind':'deep-linear','widths':[{{inputs}},{{targets.Length}},{{outputs}}]},'init':{'kind':'normal'},
             'task':{'kind':'teacher-student','inputs':{{inputs}},'outputs':{{outputs}},'singularValues':[{{string.Join(',', targets.Select(s => FormattableString.Invariant($"{s}")))}}],'samples':20},
             'optimizer':{'kind':'gd','learningRate':0.01},'steps':1,'measure':{'at':[1],'observables':['loss']} }
            """));

        // Every sample with its negative: whitened inputs whose mean is 0.
        var data = experiment.Task.Create(experiment.Seed);
        var half = data.Train.X;
        var x = new Matrix(2 * half.Rows, inputs, [.. half.Data, .. half.Data.Select(value => -value)]);
        var train = new Dataset(x, LinearAlgebra.MultiplyTransposed(x, data.TargetMap!));
        var (left, _, right) = LinearAlgebra.Svd(data.TargetMap!);
        Matrix first = new(targets.Length, inputs), second = new(outputs, targets.Length);
        for (int k = 0; k < targets.Length; k++)
        {
            LinearAlgebra.AddMultiple(Math.Sqrt(U[k]), right.Row(k), first.Row(k));
            for (int o = 0; o < outputs; o++) second[o, k] = Math.Sqrt(U[k]) * left[o, k];
        }

        Snapshot = new(experiment, [first, second], [first, second], new FixedTaskData(train, null, data.TargetMap, moments: Moments.Of(train, LinearAlgebra.Identity(inputs))));
    }

    /// <summary>Strengths of the modes.</summary>
    public double[] U { get; }

    public Still Snapshot { get; }

    public double KernelAlignment
    {
        get
        {
            double power = _targets.Sum(s => s * s), aligned = _targets.Zip(U, (s, u) => s * s * u).Sum();
            return 2 * aligned / (power * Math.Sqrt(SquaredKernel));
        }
    }

    /// <summary>Eigenvalues of the kernel over n: sums of a strength of an input and one of an output, descending.</summary>
    public double[] Rates => [.. Padded(_inputs).SelectMany(a => Padded(_outputs).Select(b => a + b)).OrderDescending()];

    public double Participation => Math.Pow((_inputs + _outputs) * U.Sum(), 2) / SquaredKernel;

    public double EffectiveDimension(double ridge) => Rates.Sum(rate => rate / (rate + ridge));

    public double InputHidden => U.Sum() / Math.Sqrt(_inputs * Powers(2));

    public double HiddenOutput => Powers(3) / Math.Sqrt(Powers(2) * Powers(4));

    private double SquaredKernel => (_inputs + _outputs) * Powers(2) + 2 * Math.Pow(U.Sum(), 2);

    private double Powers(int power) => U.Sum(u => Math.Pow(u, power));

    private IEnumerable<double> Padded(int count) => U.Concat(Enumerable.Repeat(0.0, count - U.Length));

    public double[] Measure(Observable observable)
    {
        double[] values = new double[observable.Columns(Snapshot.Experiment).Count];
        observable.Measure(Snapshot, values);
        return values;
    }
}
