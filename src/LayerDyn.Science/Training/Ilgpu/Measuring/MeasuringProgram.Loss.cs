using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Measuring;

/// <summary>Losses, and what is read off the end-to-end map.</summary>
internal sealed partial class MeasuringProgram
{
    private bool CanMeasureLoss(DeviceMatrix target)
    {
        if (target.Columns > 1)
        {
            // One kind of moments for all points of a batch.
            bool? isDiagonal = _points[0].Data.TestMoments?.IsDiagonal;
            if (isDiagonal is null || _points.Any(point => point.Data.TestMoments?.IsDiagonal != isDiagonal)) return false;
            var second = isDiagonal == true ? default : OfData(Inputs, Inputs, point => point.Data.TestMoments!.Inputs.Data);
            Loss(point => point.Data.TestMoments!, second, target.Slice(1, 1));
        }

        _now.EachInto(target.Slice(0, 1), MatrixKind.Scale, _values.Slice(0, 1), number: 1);
        return true;
    }

    // As Moments.Loss, times the loss factor.
    private void Loss(Func<LinearPoint, Moments> moments, DeviceMatrix second, DeviceMatrix target)
    {
        var best = OfData(Outputs, Inputs, point => moments(point).Best.Data);
        var minimum = OfData(1, 1, point => [moments(point).Minimum]);
        var error = _now.Each(MatrixKind.Subtract, best, _map);
        var image = moments(_points[0]).IsDiagonal
            ? _now.Each(MatrixKind.Multiply, OfData(1, Inputs, point => [.. moments(point).LossWeights!]).Spread(Outputs, Inputs), error)
            : _now.Dot(error, second.Transposed);
        var sum = _now.Sum(error, image, _now.New(1, 1));
        _now.Write(MatrixKind.Loss, target, 1, 1, minimum, sum, _lossFactor);
    }

    private void ModeStrengths(DeviceMatrix target)
    {
        if (!IsDense)
        {
            _now.EachInto(target, MatrixKind.Scale, _map.Slice(0, target.Columns), number: 1);
            return;
        }

        var known = new Dictionary<TaskData, TargetModes>(ReferenceEqualityComparer.Instance);
        int modes = target.Columns;
        var u = OfData(Outputs, modes, point => ModesOf(point.Data).U.Data);
        var vt = OfData(modes, Inputs, point => ModesOf(point.Data).Vt.Data);
        _now.Write(MatrixKind.Projection, target, Outputs, Inputs, u, _map, vt);

        TargetModes ModesOf(TaskData data)
        {
            if (!known.TryGetValue(data, out var found)) known.Add(data, found = TargetModes.Of(data));
            return found;
        }
    }

    // As SkillLossObservable: the inputs are the skill functions.
    private void SkillLosses(DeviceMatrix target)
    {
        var difference = _now.Each(MatrixKind.Subtract, _map.Slice(0, target.Columns), TargetMap(target.Columns));
        var half = _now.EachInto(difference, MatrixKind.Scale, _now.Each(MatrixKind.Multiply, difference, difference), number: 0.5);
        _now.EachInto(target, MatrixKind.Multiply, half, _lossFactor.Spread(1, target.Columns));
    }

    private DeviceMatrix TargetMap(int columns) => OfData(1, columns, point => point.Data.TargetMap!.Row(0)[..columns].ToArray());

    // As LayerwiseGradient.
    private void GradientNorm(DeviceMatrix target)
    {
        int depth = _form.Depth;
        var image = _points[0].Moments.IsDiagonal
            ? _now.Each(MatrixKind.Multiply, _map, OfData(1, Inputs, point => [.. point.Moments.Variances!]).Spread(Outputs, Inputs))
            : _now.Product(_map, Second);
        var error = _now.Each(MatrixKind.Subtract, image, OfData(Outputs, Inputs, point => point.Moments.Cross.Data));
        _now.EachInto(error, MatrixKind.Multiply, error, _lossFactor.Spread(Outputs, Inputs));
        var squares = _now.New(1, depth);
        var below = IsDense ? error : error.Slice(0, _form.Widths[0]);
        for (int l = 0; l < depth; l++)
        {
            var gradient = below;
            for (int other = depth - 1; other >= 0; other--)
            {
                int layer = IsDense ? other : depth - 1 - other;
                if (IsDense ? layer <= l : layer == l) continue;
                gradient = IsDense
                    ? _now.Product(Layer(_weights, layer).Transposed, gradient)
                    : _now.Each(MatrixKind.Multiply, gradient, Layer(_weights, layer));
            }

            _now.Inner(gradient, gradient, squares.Slice(l, 1));
            if (IsDense && l < depth - 1) below = _now.Dot(below, Layer(_weights, l).Transposed);
        }

        _now.EachInto(target, MatrixKind.SquareRoot, _now.Total(squares, _now.New(1, 1)));
    }
}
