using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables.Curvature;

/// <summary>What <see cref="PerceptronCurvature"/> holds of a block of samples; every matrix is rows x the width of its layer.</summary>
internal sealed class PerceptronPass
{
    public PerceptronPass(IReadOnlyList<int> widths, int rows)
    {
        Rows = rows;
        Matrix[] reads = Each(widths.SkipLast(1)), gives = Each(widths.Skip(1));
        (Inputs, Deltas, Outputs, OutputChanges) = (reads, gives, new(rows, widths[^1]), new(rows, widths[^1]));
        (Slopes, Bends, InputChanges) = (Hidden(), Hidden(), Hidden());
        (DeltaChanges, SumChanges) = (Each(widths.Skip(1)), Each(widths.Skip(1).SkipLast(1)));

        Matrix[] Each(IEnumerable<int> columns) => [.. columns.Select(width => new Matrix(rows, width))];

        // What belongs to the inputs of the layers but the first.
        Matrix[] Hidden() => [new(0, 0), .. Each(widths.Skip(1).SkipLast(1))];
    }

    /// <summary>Samples of the block.</summary>
    public int Rows { get; }

    /// <summary>H: what each layer reads.</summary>
    public Matrix[] Inputs { get; }

    /// <summary>f.</summary>
    public Matrix Outputs { get; }

    /// <summary>s'(Z), by the layer that reads s(Z); the first is empty.</summary>
    public Matrix[] Slopes { get; }

    /// <summary>(D W) o s''(Z), as <see cref="Slopes"/>.</summary>
    public Matrix[] Bends { get; }

    /// <summary>D: derivatives of the loss in what each layer gives.</summary>
    public Matrix[] Deltas { get; }

    /// <summary>dH, as <see cref="Slopes"/>.</summary>
    public Matrix[] InputChanges { get; }

    /// <summary>dZ of all layers but the last.</summary>
    public Matrix[] SumChanges { get; }

    /// <summary>df.</summary>
    public Matrix OutputChanges { get; }

    /// <summary>dD.</summary>
    public Matrix[] DeltaChanges { get; }
}
