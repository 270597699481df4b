namespace LayerDyn.Science.Training.Mlp;

/// <summary>
/// How one layer lies in the vector of all parameters. Its weights are kept transposed in panels of 32 outputs (the last one perhaps 16),
/// each inputs x width, as the products read them; a layer of few outputs keeps a row of inputs for each output. Padding is zero and stays so.
/// </summary>
internal sealed class MlpLayer(int inputs, int outputs, nint start)
{
    /// <summary>Outputs a panel.</summary>
    public const int PanelWidth = 32;

    // Up to so many outputs, a panel would be mostly padding.
    private const int MostNarrow = 4;

    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    public int PaddedInputs { get; } = Padded(inputs);

    public int PaddedOutputs { get; } = Padded(outputs);

    /// <summary>Whether there is a row for each output.</summary>
    public bool IsNarrow => Outputs <= MostNarrow;

    /// <summary>Where the weights start.</summary>
    public nint Weights { get; } = start;

    /// <summary>Where the biases start.</summary>
    public nint Biases => Weights + (IsNarrow ? (nint)Outputs * PaddedInputs : (nint)Inputs * PaddedOutputs);

    /// <summary>Where the next layer starts.</summary>
    public nint End => Biases + PaddedOutputs;

    /// <summary>Where the panel of the outputs from <paramref name="output"/> starts.</summary>
    public nint Panel(int output) => Weights + (nint)output * Inputs;

    /// <summary>Columns of the panel that starts at <paramref name="column"/> of <paramref name="padded"/> columns.</summary>
    public static int Width(int column, int padded) => Math.Min(PanelWidth, padded - column);

    /// <summary>Numbers from one row of a matrix to the next: an odd number of cache lines, so that rows do not crowd in a few places of the cache.</summary>
    public static int Stride(int columns) => ((Padded(columns) / 16) | 1) * 16;

    /// <summary>Where a weight lies.</summary>
    public nint At(int output, int input)
    {
        if (IsNarrow) return Weights + (nint)output * PaddedInputs + input;
        int first = output / PanelWidth * PanelWidth;
        return Panel(first) + (nint)input * Width(first, PaddedOutputs) + output - first;
    }

    private static int Padded(int count) => (count + 15) / 16 * 16;
}
