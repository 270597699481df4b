using LayerDyn.Science.Training.Ilgpu.Programs;

namespace LayerDyn.Science.Training.Ilgpu.Measuring;

/// <summary>What is read off the weights: norms, imbalances and the tangent kernel.</summary>
internal sealed partial class MeasuringProgram
{
    private void WeightNorms(DeviceMatrix target)
    {
        for (int l = 0; l < target.Columns; l++)
        {
            var layer = Layer(_weights, l);
            _now.Inner(layer, layer, target.Slice(l, 1));
        }

        _now.EachInto(target, MatrixKind.SquareRoot, target);
    }

    private void WeightDrift(DeviceMatrix target)
    {
        var difference = _now.Each(MatrixKind.Subtract, _weights, Initial);
        var distance = _now.Sum(difference, difference, _now.New(1, 1));
        var start = _start.Sum(Initial, Initial, _start.New(1, 1));
        _now.EachInto(target, MatrixKind.SquareRoot, _now.Each(MatrixKind.Divide, distance, start));
    }

    private void LayerImbalance(DeviceMatrix target)
    {
        DeviceMatrix first = Layer(_weights, 0), second = Layer(_weights, 1);
        var difference = _now.Each(MatrixKind.Subtract, _now.Inner(second, second, _now.New(1, 1)), _now.Inner(first, first, _now.New(1, 1)));
        _now.EachInto(target, MatrixKind.DivideByNumber, difference, number: IsDense ? first.Rows : -first.Columns);
    }

    private void ImbalanceDrift(DeviceMatrix target)
    {
        var squares = _now.New(1, _form.Depth - 1);
        for (int l = 0; l < squares.Columns; l++)
        {
            var change = _now.Each(MatrixKind.Subtract, Conserved(_now, _weights, l), Conserved(_start, Initial, l));
            _now.Inner(change, change, squares.Slice(l, 1));
        }

        _now.EachInto(squares, MatrixKind.SquareRoot, squares);
        _now.Write(MatrixKind.Largest, target, 1, squares.Columns, squares);
    }

    private DeviceMatrix Conserved(MatrixRecorder recorder, DeviceMatrix weights, int layer)
    {
        DeviceMatrix lower = Layer(weights, layer), upper = Layer(weights, layer + 1);
        return IsDense
            ? recorder.Each(MatrixKind.Subtract, recorder.Product(upper.Transposed, upper), recorder.Dot(lower, lower.Transposed))
            : recorder.Each(MatrixKind.Subtract, recorder.Each(MatrixKind.Multiply, upper, upper), recorder.Each(MatrixKind.Multiply, lower, lower));
    }

    // As DenseLinearKernel.
    private void KernelDistance(DeviceMatrix target)
    {
        Kernel initial = KernelOf(_start, Initial), now = KernelOf(_now, _weights);
        _now.Write(MatrixKind.KernelDistance, target, 1, 1, Inner(_now, initial, now), Inner(_start, initial, initial), Inner(_now, now, now));
    }

    private Kernel KernelOf(MatrixRecorder recorder, DeviceMatrix weights)
    {
        DeviceMatrix first = Layer(weights, 0), last = Layer(weights, 1), traces = recorder.New(1, 3);
        var inputs = recorder.Product(recorder.Product(first.Transposed, first), Second);
        var outputs = recorder.Dot(last, last.Transposed);
        recorder.Inner(inputs, Second, traces.Slice(0, 1));
        recorder.Total(outputs.Diagonal, traces.Slice(1, 1));
        recorder.Inner(Second, Second, traces.Slice(2, 1));
        return new(inputs, outputs, traces);
    }

    private static DeviceMatrix Inner(MatrixRecorder recorder, Kernel left, Kernel right)
    {
        var products = recorder.New(1, 2);
        recorder.Sum(left.Inputs, right.Inputs.Transposed, products.Slice(0, 1));
        recorder.Inner(left.Outputs, right.Outputs, products.Slice(1, 1));
        return recorder.Write(MatrixKind.KernelInner, recorder.New(1, 1), 1, 1, left.Traces, right.Traces, products, left.Outputs.Rows);
    }

    // A G, B, and the traces tr(A G G), tr(B) and tr(G G).
    private readonly record struct Kernel(DeviceMatrix Inputs, DeviceMatrix Outputs, DeviceMatrix Traces);
}
