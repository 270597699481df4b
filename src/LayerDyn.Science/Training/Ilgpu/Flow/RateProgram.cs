using LayerDyn.Science.Models;
using LayerDyn.Science.Training.GradientFlow;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>
/// The operations of <see cref="LayerwiseFlow"/>: minus the gradient of the loss, from the second moments of the data, in the order in which
/// that class sums.
/// </summary>
internal sealed class RateProgram
{
    private readonly LinearPoint _point;
    private readonly NetLayout _layout;
    private readonly MatrixRecorder _recorder;
    private readonly DeviceMatrix _scale;
    private readonly DeviceMatrix[] _weights, _rates;

    private RateProgram(LinearPoint point, NetLayout layout, Operand weights, Operand rates)
    {
        (_point, _layout, _recorder) = (point, layout, new(layout));
        _scale = new(layout.Shape.GradientScale, 1, 1);
        (_weights, _rates) = (layout.LayersOf(weights), layout.LayersOf(rates));
    }

    private int Depth => _weights.Length;

    private int Inputs => _point.Form.Widths[0];

    private DeviceMatrix Moments => new(_layout.SecondMoments, Inputs, Inputs);

    private int Outputs => _point.Form.Kind == LayerwiseKind.Dense ? _point.Form.Widths[^1] : 1;

    /// <summary>The operations that write the rates of all weights, both 1 x size.</summary>
    public static MatrixOperation[] Of(LinearPoint point, NetLayout layout, Operand weights, Operand rates)
    {
        var program = new RateProgram(point, layout, weights, rates);
        if (point.Form.Kind == LayerwiseKind.Diagonal) program.Diagonal();
        else if (!LayerwiseFlow.IsWide(point.Form)) program.Narrow();
        else if (program.Outputs <= program.Inputs) program.WideFromOutputs();
        else program.WideFromInputs();
        return program._recorder.Operations;
    }

    private void Narrow()
    {
        var below = new DeviceMatrix[Depth + 1]; // products W_l ... W_1
        below[1] = _weights[0];
        for (int l = 1; l < Depth; l++) below[l + 1] = Plain(_weights[l], below[l]);
        var back = _recorder.Each(MatrixKind.Subtract, Cross(), Plain(below[Depth], Moments));
        _recorder.EachInto(back, MatrixKind.Multiply, _scale.Spread(back.Rows, back.Columns), back);
        for (int l = Depth - 1; l > 0; l--)
        {
            _recorder.Dot(back, below[l].Transposed, _rates[l]);
            back = Plain(_weights[l].Transposed, back);
        }

        Copy(back, _rates[0]);
    }

    private void Diagonal()
    {
        int modes = Inputs;
        var products = new DeviceMatrix[Depth + 1]; // of the layers below
        products[1] = _weights[0];
        for (int l = 1; l < Depth; l++) products[l + 1] = _recorder.Each(MatrixKind.Multiply, products[l], _weights[l]);
        var image = _point.Moments.IsDiagonal
            ? _recorder.Each(MatrixKind.Multiply, products[Depth], new(_layout.Second!.Value, 1, modes))
            : Plain(products[Depth], new DeviceMatrix(_layout.Second!.Value, modes, modes).Transposed);
        var back = _recorder.Each(MatrixKind.Subtract, Cross(), image);
        _recorder.EachInto(back, MatrixKind.Multiply, _scale.Spread(1, modes), back);
        for (int l = Depth - 1; l > 0; l--)
        {
            _recorder.EachInto(_rates[l], MatrixKind.Multiply, products[l], back);
            _recorder.EachInto(back, MatrixKind.Multiply, back, _weights[l]);
        }

        Copy(back, _rates[0]);
    }

    private void WideFromOutputs()
    {
        var chains = new DeviceMatrix[Depth + 1]; // W_L ... W_{l+1}
        if (Depth > 1) chains[Depth - 1] = _weights[Depth - 1];
        for (int l = Depth - 2; l >= 1; l--) chains[l] = _recorder.Product(chains[l + 1], _weights[l]);
        var error = Error(Depth > 1 ? chains[1] : default, _weights[0]);
        for (int l = 1; l < Depth; l++)
        {
            Product(chains[l].Transposed, error, _rates[l - 1]);
            error = _recorder.Product(error, _weights[l - 1].Transposed);
        }

        AddToZero(error, _rates[Depth - 1]);
    }

    private void WideFromInputs()
    {
        var chains = new DeviceMatrix[Depth + 1]; // W_l ... W_1
        chains[1] = _weights[0];
        for (int l = 2; l < Depth; l++) chains[l] = _recorder.Product(_weights[l - 1], chains[l - 1]);
        var error = Error(Depth > 1 ? _weights[Depth - 1] : default, Depth > 1 ? chains[Depth - 1] : _weights[0]);
        for (int l = Depth; l > 1; l--)
        {
            Product(error, chains[l - 1].Transposed, _rates[l - 1]);
            error = _recorder.Product(_weights[l - 1].Transposed, error);
        }

        AddToZero(error, _rates[0]);
    }

    // (M C - D) times minus the scale: M is the product of both, or of one layer the second alone.
    private DeviceMatrix Error(DeviceMatrix above, DeviceMatrix below)
    {
        bool isWhite = Depth > 1 && _point.Moments.IsWhite;
        var map = isWhite ? above : Depth > 1 ? _recorder.Product(above, below) : below;
        var with = isWhite ? below : Moments;
        var error = _recorder.Write(MatrixKind.ProductFrom, _recorder.New(Outputs, Inputs), 1, map.Columns, map, with, new(_layout.Shape.MinusCross, Outputs, Inputs));
        var minusScale = _layout.Constant(1, 1, isData: false, point => [-point.LossFactor]);
        return _recorder.EachInto(error, MatrixKind.Multiply, error, new DeviceMatrix(minusScale, 1, 1).Spread(Outputs, Inputs));
    }

    private DeviceMatrix Cross() => new(_layout.Constant(Outputs, Inputs, isData: true, point => [.. point.MinusCross.Select(value => -value)]), Outputs, Inputs);

    private DeviceMatrix Plain(DeviceMatrix a, DeviceMatrix b) => _recorder.Write(MatrixKind.PlainProduct, _recorder.New(a.Rows, b.Columns), 1, a.Columns, a, b);

    private void Product(DeviceMatrix a, DeviceMatrix b, DeviceMatrix target) => _recorder.Write(MatrixKind.Product, target, 1, a.Columns, a, b);

    private void Copy(DeviceMatrix from, DeviceMatrix to) => _recorder.EachInto(to, MatrixKind.Scale, from, number: 1);

    // A sum with zero is never -0.
    private void AddToZero(DeviceMatrix from, DeviceMatrix to) => _recorder.EachInto(to, MatrixKind.AddNumber, from);
}
