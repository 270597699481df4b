using LayerDyn.Science.Files;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>Turns arrays of files into samples.</summary>
internal static class FileSamples
{
    /// <summary>The samples of a pair of arrays.</summary>
    /// <param name="task">Layout, classes and divisor.</param>
    /// <param name="inputs">Reference to X.</param>
    /// <param name="targets">Reference to Y.</param>
    /// <param name="classes">Number of classes at least; test samples need not have all of them.</param>
    /// <exception cref="FormatException">The arrays do not make samples.</exception>
    internal static Dataset Load(FileTask task, string inputs, string targets, int classes = 0)
    {
        var x = Samples(ArrayReference.Parse(inputs).Load(), task.Layout, inputs);
        var array = ArrayReference.Parse(targets).Load();
        var (y, labels) = task.Classes && FileArray.IsVector(array.Dimensions) ? OneHot(array, classes, targets) : (Samples(array, task.Layout, targets), null);
        if (x.Rows != y.Rows)
            throw new FormatException($"{inputs} has {x.Rows} samples, but {targets} has {y.Rows}; is the layout (samples-first, features-first) right?");
        if (task.Classes) labels ??= [.. Enumerable.Range(0, y.Rows).Select(row => LargestOf(y.Row(row)))];
        if (task.TargetDivisor != 1)
            for (int i = 0; i < y.Data.Length; i++) y.Data[i] /= task.TargetDivisor;
        return new Dataset(x, y, labels, labels);
    }

    /// <summary>Numbers of samples, inputs and outputs as <see cref="Load"/> will give them; null where the arrays do not make samples.</summary>
    /// <param name="task">Layout and classes.</param>
    /// <param name="inputs">X.</param>
    /// <param name="targets">Y.</param>
    internal static IReadOnlyList<int>? Sizes(FileTask task, FilePin inputs, FilePin targets)
    {
        if (SizeOf(inputs.Shape, task.Layout) is not { } x || targets.Shape is not { } shape) return null;
        if (task.Classes && FileArray.IsVector(shape))
            return targets.Classes is { } classes && shape.Aggregate(1L, (product, size) => product * size) == x.Samples
                ? [(int)x.Samples, (int)x.Features, classes] : null;
        return SizeOf(shape, task.Layout) is { } y && y.Samples == x.Samples ? [(int)x.Samples, (int)x.Features, (int)y.Features] : null;
    }

    private static (long Samples, long Features)? SizeOf(IReadOnlyList<long>? shape, FileLayout layout) => shape switch
    {
        [var samples] => (samples, 1),
        [var first, var second] => layout == FileLayout.SamplesFirst ? (first, second) : (second, first),
        _ => null,
    };

    // A vector is one feature (or target) of each sample.
    private static Matrix Samples(FileArray array, FileLayout layout, string about)
    {
        if (array.Count == 0 || array.Dimensions.Count is 0 or > 2)
            throw new FormatException($"{about} has the shape [{string.Join(", ", array.Dimensions)}]; expected a matrix or a vector that is not empty");
        double[] values = array.ToDoubles();
        int bad = Array.FindIndex(values, value => !double.IsFinite(value));
        if (bad >= 0) throw new FormatException($"{about} holds {values[bad]} at element {bad}; every value must be finite");
        if (array.Dimensions.Count == 1) return new Matrix(values.Length, 1, values);
        int rows = (int)array.Dimensions[0], columns = (int)array.Dimensions[1];
        if (layout == FileLayout.SamplesFirst) return new Matrix(rows, columns, values);
        var samples = new Matrix(columns, rows);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) samples[column, row] = values[row * columns + column];
        return samples;
    }

    private static (Matrix Y, int[] Labels) OneHot(FileArray array, int classes, string about)
    {
        const int MaxClasses = 100_000;
        long[] numbers = array.ToIntegers();
        if (numbers.Length == 0 || numbers.Min() < 0 || numbers.Max() >= MaxClasses)
            throw new FormatException($"{about} must hold class numbers from 0 to {MaxClasses - 1}");
        var y = new Matrix(numbers.Length, Math.Max(classes, (int)numbers.Max() + 1));
        for (int row = 0; row < numbers.Length; row++) y[row, (int)numbers[row]] = 1;
        return (y, [.. numbers.Select(number => (int)number)]);
    }

    private static int LargestOf(ReadOnlySpan<double> row)
    {
        int largest = 0;
        for (int i = 1; i < row.Length; i++)
            if (row[i] > row[largest]) largest = i;
        return largest;
    }
}
