using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Measuring;

/// <summary>Shares of samples that are predicted right, on the training set and the test set.</summary>
internal sealed partial class MeasuringProgram
{
    // Inputs of a set, of which a batch keeps one for each of its data, in doubles: 8 MB.
    private const long MostInputs = 1 << 20;

    private static MatrixKind KindOfAccuracy(Dataset set) => set.Labels is null ? MatrixKind.RightSign : MatrixKind.RightClass;

    private bool CanMeasureShares(DeviceMatrix target, Func<Dataset, MatrixKind> kindOf, double number = 0)
    {
        Func<LinearPoint, Dataset>[] sets = target.Columns == 1 ? [point => point.Data.Train] : [point => point.Data.Train, point => point.Data.Test!];
        if (!Array.TrueForAll(sets, set => AreAlike(set, kindOf))) return false;
        for (int column = 0; column < sets.Length; column++)
        {
            var set = sets[column];
            var kind = kindOf(set(_points[0]));
            int count = set(_points[0]).Count, targets = kind == MatrixKind.Within ? Outputs : 1;
            var inputs = OfData(count, Inputs, point => set(point).X.Data);
            var right = OfData(count, targets, kind == MatrixKind.RightClass
                ? point => [.. set(point).Labels!.Select(label => (double)label)]
                : point => [.. set(point).Y.Data.Where((_, i) => i % Outputs < targets)]);
            var flags = _now.Write(kind, _now.New(1, count), Outputs, Inputs, inputs, _map, right, number);
            _now.EachInto(target.Slice(column, 1), MatrixKind.DivideByNumber, _now.Total(flags, _now.New(1, 1)), number: count);
        }

        return true;
    }

    // Points of one shape may have different numbers of samples.
    private bool AreAlike(Func<LinearPoint, Dataset> set, Func<Dataset, MatrixKind> kindOf)
    {
        var first = set(_points[0]);
        return (long)first.Count * Inputs <= MostInputs && _points.All(point => set(point).Count == first.Count && kindOf(set(point)) == kindOf(first));
    }
}
