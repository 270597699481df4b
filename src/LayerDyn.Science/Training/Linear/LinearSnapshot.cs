using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Linear;

/// <summary>A layerwise linear network at one step: everything follows from its weights and the second moments of the data.</summary>
internal sealed class LinearSnapshot : ISnapshot
{
    private readonly LinearPoint _point;
    private readonly Matrix[] _parameters;
    private Matrix[]? _initial;
    private Dictionary<object, object>? _kept;
    private Matrix? _map;
    private IReadOnlyList<Matrix>? _gradients;

    /// <param name="point">The network.</param>
    /// <param name="cancellation">Ends a measurement.</param>
    public LinearSnapshot(LinearPoint point, CancellationToken cancellation = default)
    {
        (_point, Cancellation) = (point, cancellation);
        _parameters = Shaped(point.Weights);
    }

    public Experiment Experiment => _point.Experiment;

    public TaskData Data => _point.Data;

    public long Step { get; private set; }

    public CancellationToken Cancellation { get; }

    public IReadOnlyList<Matrix> Parameters => _parameters;

    public IReadOnlyList<Matrix> InitialParameters => _initial ??= Shaped(_point.Initial);

    public Matrix Map => _map ??= LayerwiseMap.Of(_point.Form, _parameters, _point.Moments.InputCount);

    public double TrainLoss => _point.MomentsAt(Step).Loss(Map) * _point.LossFactor;

    public double TestLoss => Data.TestMoments is { } moments ? moments.Loss(Map) * _point.LossFactor : double.NaN;

    public IReadOnlyList<Matrix> Gradients => _gradients ??= LayerwiseGradient.Of(_point.Form, _parameters, Map, _point.MomentsAt(Step), _point.LossFactor);

    public Matrix Predict(Dataset set) => LinearAlgebra.MultiplyTransposed(set.X, Map);

    public Matrix Features(Dataset set)
    {
        var form = _point.Form;
        if (form.Kind == LayerwiseKind.Dense)
        {
            var features = set.X;
            for (int layer = 0; layer < form.Depth - 1; layer++) features = LinearAlgebra.MultiplyTransposed(features, _parameters[layer]);
            return features;
        }

        var scaled = new Matrix(set.Count, form.Widths[0]);
        for (int n = 0; n < set.Count; n++)
            for (int i = 0; i < scaled.Columns; i++)
            {
                double value = set.X[n, i];
                for (int layer = 0; layer < form.Depth - 1; layer++) value *= _parameters[layer][0, i];
                scaled[n, i] = value;
            }

        return scaled;
    }

    public Matrix Jacobian(Matrix inputs) => LayerwiseJacobian.Of(_point.Form, _parameters, inputs);

    public Matrix InitialJacobian(Matrix inputs) => LayerwiseJacobian.Of(_point.Form, InitialParameters, inputs);

    public T Keep<T>(object key, Func<T> create)
        where T : class
    {
        _kept ??= [];
        if (!_kept.TryGetValue(key, out object? value)) _kept.Add(key, value = create());
        return (T)value;
    }

    /// <summary>Takes up the weights that the point holds now, those of <paramref name="step"/>.</summary>
    public void MoveTo(long step) => (Step, _map, _gradients) = (step, null, null);

    private Matrix[] Shaped(double[][] values)
    {
        var form = _point.Form;
        return form.Kind == LayerwiseKind.Dense
            ? [.. values.Select((data, layer) => new Matrix(form.Widths[layer + 1], form.Widths[layer], data))]
            : [.. values.Select(data => new Matrix(1, data.Length, data))];
    }
}
