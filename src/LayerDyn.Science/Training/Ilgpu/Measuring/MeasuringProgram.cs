using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Measuring;

/// <summary>
/// What a GPU does at a measured step: the training loss, and each observable that has a form on the device, by the operations that it takes on
/// the processor. The others are measured there, from weights that are read back.
/// </summary>
internal sealed partial class MeasuringProgram
{
    // Each network keeps squares of the widths that some observables multiply with themselves: at most 2 MB each.
    private const int MostSquared = 512;

    private readonly IReadOnlyList<LinearPoint> _points;
    private readonly NetLayout _layout;
    private readonly MatrixRecorder _start, _now;
    private readonly LayerwiseForm _form;
    private readonly int?[] _places;
    private readonly DeviceMatrix _values, _lossFactor, _weights, _map;
    private DeviceMatrix? _initial;

    /// <param name="points">The points; of those of a shape one will do to know how much memory it takes.</param>
    /// <param name="layout">Where the memory is taken.</param>
    public MeasuringProgram(IReadOnlyList<LinearPoint> points, NetLayout layout)
    {
        (_points, _layout, _form) = (points, layout, points[0].Form);
        (_start, _now) = (new(layout), new(layout));
        var experiment = points[0].Experiment;
        int[] columns = [.. experiment.Observables.Select(observable => observable.Columns(experiment).Count)];
        Values = layout.OfNets(1, Count = 1 + columns.Sum());
        _values = new(Values, 1, Count);
        _lossFactor = new(layout.Shape.GradientScale, 1, 1);
        _weights = new(layout.Shape.Weights, 1, layout.Shape.Size);
        _map = Map();
        Loss(point => point.Moments, points[0].Moments.IsDiagonal ? default : Second, _values.Slice(0, 1));

        _places = new int?[columns.Length];
        var measured = new List<int> { 0 };
        for (int o = 0, place = 1; o < columns.Length; place += columns[o], o++)
        {
            if (!CanMeasure(experiment.Observables[o], _values.Slice(place, columns[o]))) continue;
            _places[o] = place;
            measured.AddRange(Enumerable.Range(place, columns[o]));
        }

        Measured = [.. measured];
        Suffices = Enumerable.Range(0, columns.Length).All(o => _places[o] is not null || experiment.Observables[o] is LearningRateObservable);
    }

    /// <summary>The values of each network, 1 x <see cref="Count"/>: the training loss, then the columns of the observables.</summary>
    public Operand Values { get; }

    /// <summary>Values of a network.</summary>
    public int Count { get; }

    /// <summary>Those that the device measures: the others' places are never written.</summary>
    public int[] Measured { get; }

    /// <summary>Whether nothing that is measured on the processor looks at the weights.</summary>
    public bool Suffices { get; }

    /// <summary>What is done once, when the weights are the initial ones or those of a checkpoint.</summary>
    public MatrixOperation[] Start => _start.Operations;

    /// <summary>What is done at each measured step.</summary>
    public MatrixOperation[] Now => _now.Operations;

    /// <summary>The first of an observable's <see cref="Values"/>; null when it is measured on the processor.</summary>
    public int? PlaceOf(int observable) => _places[observable];

    private DeviceMatrix Initial => _initial ??= _layout.Starting is null
        ? OfNets(1, _weights.Columns, point => [.. point.Initial.SelectMany(layer => layer)])
        : _start.EachInto(_start.New(1, _weights.Columns), MatrixKind.Scale, _weights, number: 1);

    private DeviceMatrix Second => new(_layout.SecondMoments, Inputs, Inputs);

    // Points of one shape may have different tasks.
    private bool AreSkills => _points.All(point => point.Experiment.Task is SkillsTask);

    private bool IsDense => _form.Kind == LayerwiseKind.Dense;

    private int Inputs => _points[0].Moments.InputCount;

    private int Outputs => IsDense ? _form.Widths[^1] : 1;

    // Writes down how an observable is measured; false when it has no form on the device.
    private bool CanMeasure(Observable observable, DeviceMatrix target)
    {
        switch (observable)
        {
            case LossObservable:
                return CanMeasureLoss(target);
            case LayerImbalanceObservable when _form.Depth == 2:
                LayerImbalance(target);
                return true;
            case ImbalanceDriftObservable when !IsDense || AreNarrow(_form.Widths.Skip(1).SkipLast(1)):
                ImbalanceDrift(target);
                return true;
            case WeightNormObservable:
                WeightNorms(target);
                return true;
            case WeightDriftObservable:
                WeightDrift(target);
                return true;
            case GradientNormObservable:
                GradientNorm(target);
                return true;
            case KernelDistanceObservable when IsDense && _form.Depth == 2 && AreNarrow([Inputs, Outputs]):
                KernelDistance(target);
                return true;
            case ModeStrengthObservable:
                ModeStrengths(target);
                return true;
            case SkillStrengthObservable when AreSkills:
                _now.EachInto(target, MatrixKind.Divide, _map.Slice(0, target.Columns), TargetMap(target.Columns));
                return true;
            case SkillLossObservable when AreSkills:
                SkillLosses(target);
                return true;
            case AccuracyObservable:
                return CanMeasureShares(target, KindOfAccuracy);
            case RegressionAccuracyObservable regression:
                return CanMeasureShares(target, _ => MatrixKind.Within, regression.Tolerance);
            default:
                return false;
        }
    }

    private DeviceMatrix OfNets(int rows, int columns, Func<LinearPoint, double[]> values) =>
        new(_layout.Constant(rows, columns, isData: false, values), rows, columns);

    private DeviceMatrix OfData(int rows, int columns, Func<LinearPoint, double[]> values) =>
        new(_layout.Constant(rows, columns, isData: true, values), rows, columns);

    private DeviceMatrix Layer(DeviceMatrix weights, int layer) => _layout.LayersOf(weights.Operand)[layer];

    private static bool AreNarrow(IEnumerable<int> widths) => widths.All(width => width <= MostSquared);

    // As LayerwiseMap: out x inputs. Inputs beyond those of a diagonal model keep columns of zeros.
    private DeviceMatrix Map()
    {
        if (IsDense)
        {
            var product = Layer(_weights, _form.Depth - 1);
            for (int l = _form.Depth - 2; l >= 0; l--) product = _now.Product(product, Layer(_weights, l));
            return product;
        }

        var map = OfNets(1, Inputs, _ => new double[Inputs]);
        int modes = _form.Widths[0];
        var layers = new DeviceMatrix(NetLayout.Slice(_weights.Operand, 0, modes), _form.Depth, modes);
        _now.Write(MatrixKind.ProductOfRows, map.Slice(0, modes), _form.Depth, 1, layers);
        return map;
    }
}
