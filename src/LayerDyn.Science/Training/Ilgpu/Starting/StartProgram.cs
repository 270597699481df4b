using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Starting;

/// <summary>
/// Draws the initial weights of a batch on the device, by the operations of the initialisation on the processor: normal, uniform, orthogonal and
/// lambda-balanced ones. A processor makes the keys of the random streams, and all other kinds of weights.
/// </summary>
internal sealed class StartProgram
{
    // Each network keeps the square matrices that it makes orthogonal: at most 2 MB each.
    private const int MostSquared = 512;

    private readonly NetLayout _layout;
    private readonly MatrixRecorder _recorder;
    private readonly LayerwiseForm _form;
    private readonly DeviceMatrix[] _layers;
    private readonly IReadOnlyList<ParameterShape> _parameters;

    private StartProgram(LinearPoint point, NetLayout layout)
    {
        (_layout, _recorder, _form, _parameters) = (layout, new(layout), point.Form, point.Parameters);
        _layers = layout.LayersOf(layout.Shape.Weights);
    }

    /// <summary>The operations; null where the processor makes the weights, as of points that go on from a checkpoint.</summary>
    public static MatrixOperation[]? Of(IReadOnlyList<LinearPoint> points, NetLayout layout)
    {
        var kind = points[0].Experiment.Init.GetType();
        if (points.Any(point => !point.IsNew || point.Experiment.Init.GetType() != kind)) return null;
        var program = new StartProgram(points[0], layout);
        return program.CanStart(points[0].Experiment.Init) ? program._recorder.Operations : null;
    }

    private bool CanStart(Initialisation init)
    {
        switch (init)
        {
            case NormalInit:
                for (int l = 0; l < _layers.Length; l++)
                {
                    bool isReadout = l == _layers.Length - 1;
                    Normal(_parameters[l], _layers[l], (init, parameter) => ((NormalInit)init).StdOf(parameter.FanIn, isReadout));
                }

                return true;
            case TorchDefaultInit:
                for (int l = 0; l < _layers.Length; l++) Uniform(l);
                return true;
            case OrthogonalInit when _form.Kind == LayerwiseKind.Diagonal:
                for (int l = 0; l < _layers.Length; l++) Normal(_parameters[l], _layers[l], (init, _) => ((OrthogonalInit)init).Gain);
                return true;
            case OrthogonalInit when _form.Widths.All(width => width <= MostSquared):
                for (int l = 0; l < _layers.Length; l++) Orthogonal(l);
                return true;
            case LambdaBalancedInit when _form.Widths.All(width => width <= MostSquared):
                LambdaBalanced();
                return true;
            default:
                return false;
        }
    }

    private void Normal(ParameterShape parameter, DeviceMatrix layer, Func<Initialisation, ParameterShape, double> factor)
    {
        Draw(MatrixKind.Normals, layer, parameter.Name);
        Multiply(layer, layer, point => factor(point.Experiment.Init, parameter));
    }

    private void Uniform(int l)
    {
        Draw(MatrixKind.Symmetric, _layers[l], _parameters[l].Name);
        _recorder.EachInto(_layers[l], MatrixKind.Scale, _layers[l], number: 1 / Math.Sqrt(_parameters[l].FanIn));
        Multiply(_layers[l], _layers[l], point => ((TorchDefaultInit)point.Experiment.Init).Scale);
    }

    private void Orthogonal(int l)
    {
        var square = RandomOrthogonal(Math.Max(_layers[l].Rows, _layers[l].Columns), _parameters[l].Name);
        Multiply(_layers[l], square, point => ((OrthogonalInit)point.Experiment.Init).Gain);
    }

    private void LambdaBalanced()
    {
        DeviceMatrix first = _layers[0], second = _layers[1];
        DeviceMatrix left = RandomOrthogonal(second.Rows, "U"), right = RandomOrthogonal(first.Columns, "V"), middle = RandomOrthogonal(first.Rows, "R");
        Compose(first, middle, right, values => values.First);
        Compose(second, left, middle, values => values.Second);
    }

    private void Compose(DeviceMatrix target, DeviceMatrix left, DeviceMatrix right, Func<(double[] First, double[] Second), double[]> valuesOf)
    {
        var singular = OfNets(Math.Min(target.Rows, target.Columns), point => valuesOf(((LambdaBalancedInit)point.Experiment.Init).SingularValues(_form.Widths)));
        _recorder.Write(MatrixKind.Compose, target, 1, singular.Columns, left, singular, right);
    }

    private DeviceMatrix RandomOrthogonal(int size, string purpose)
    {
        var square = _recorder.New(size, size);
        Draw(MatrixKind.Normals, square, purpose);
        return _recorder.Write(MatrixKind.Orthonormalise, square, 1, 1, square);
    }

    private void Draw(MatrixKind kind, DeviceMatrix target, string purpose) => _recorder.EachInto(target, kind, OfNets(2, point =>
    {
        ulong key = point.WeightStream.Child(purpose).Key;
        return [(uint)key, (uint)(key >> 32)];
    }));

    private void Multiply(DeviceMatrix target, DeviceMatrix source, Func<LinearPoint, double> factor) =>
        _recorder.EachInto(target, MatrixKind.Multiply, source, OfNets(1, point => [factor(point)]).Spread(target.Rows, target.Columns));

    private DeviceMatrix OfNets(int columns, Func<LinearPoint, double[]> values) => new(_layout.Constant(1, columns, isData: false, values), 1, columns);
}
