using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Observables;

/// <summary>A network held still, whose Jacobian and gradients come from central differences of its outputs on the samples.</summary>
internal sealed class Still(Experiment experiment, Matrix[] parameters, Matrix[] initial, TaskData? data = null) : ISnapshot
{
    private readonly Dictionary<object, object> _kept = [];

    public Experiment Experiment => experiment;

    public TaskData Data { get; } = data ?? experiment.Task.Create(experiment.Seed);

    public long Step => 1;

    public IReadOnlyList<Matrix> Parameters => parameters;

    public IReadOnlyList<Matrix> InitialParameters => initial;

    public IReadOnlyList<Matrix> Gradients => [.. parameters.Select(parameter => Differences(parameter, () =>
        LossFunction.Evaluate(experiment.Loss, Predict(Data.Train), Data.Train)))];

    public Matrix Predict(Dataset set) => LinearAlgebra.MultiplyTransposed(set.X, LayerwiseMap.Of(experiment, parameters)!);

    public Matrix Features(Dataset set) => LinearAlgebra.MultiplyTransposed(set.X, parameters[0]);

    public Matrix Jacobian(Matrix inputs)
    {
        int outputs = experiment.Task.Shape.Outputs, column = 0;
        var jacobian = new Matrix(inputs.Rows * outputs, parameters.Sum(p => p.Data.Length));
        foreach (var parameter in parameters)
            for (int i = 0; i < parameter.Data.Length; i++, column++)
                for (int row = 0; row < jacobian.Rows; row++)
                    jacobian[row, column] = Difference(parameter, i, () =>
                        LinearAlgebra.MultiplyTransposed(inputs, LayerwiseMap.Of(experiment, parameters)!).Data[row]);
        return jacobian;
    }

    public Matrix InitialJacobian(Matrix inputs) => new Still(experiment, initial, initial).Jacobian(inputs);

    public T Keep<T>(object key, Func<T> create)
        where T : class
    {
        if (!_kept.TryGetValue(key, out object? value)) _kept.Add(key, value = create());
        return (T)value;
    }

    private static Matrix Differences(Matrix parameter, Func<double> value)
    {
        var differences = new Matrix(parameter.Rows, parameter.Columns);
        for (int i = 0; i < parameter.Data.Length; i++) differences.Data[i] = Difference(parameter, i, value);
        return differences;
    }

    private static double Difference(Matrix parameter, int i, Func<double> value)
    {
        const double Step = 1e-4;
        double old = parameter.Data[i];
        parameter.Data[i] = old + Step;
        double up = value();
        parameter.Data[i] = old - Step;
        double down = value();
        parameter.Data[i] = old;
        return (up - down) / (2 * Step);
    }
}
