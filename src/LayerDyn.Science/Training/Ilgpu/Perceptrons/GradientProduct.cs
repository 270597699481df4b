namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>The gradient in a layer's weights and biases: inputs by outputs, with a last row of biases, which read ones.</summary>
internal readonly struct GradientProduct(PerceptronMemory memory, PerceptronLayer layer, int net, Pass pass) : IProduct
{
    public int Rows => RowsOf(layer);

    public int Columns => layer.PaddedOutputs;

    public int Terms => pass.Count;

    public bool SkipsZeros => false;

    public bool IsLeftAlongTerms => false;

    private int WeightRows => layer.IsNarrow != 0 ? layer.PaddedInputs : layer.Inputs;

    /// <summary>How many rows it has.</summary>
    public static int RowsOf(PerceptronLayer layer) => (layer.IsNarrow != 0 ? layer.PaddedInputs : layer.Inputs) + layer.HasBiases;

    public float Left(int row, int term) => row < WeightRows ? layer.Read(memory, net, pass, term, row) : 1;

    public float Right(int term, int column) => memory.Deltas[layer.Place(memory, net, term, column)];

    // Sums go on from one pass to the next.
    public float Initial(int row, int column) => pass.Start > 0 && Exists(row, column) ? memory.Gradients[Place(row, column)] : 0;

    public void Store(int row, int column, float sum)
    {
        if (Exists(row, column)) memory.Gradients[Place(row, column)] = sum;
    }

    private bool Exists(int row, int column) => row >= WeightRows || layer.IsNarrow == 0 || column < layer.Outputs;

    private long Place(int row, int column) => net * memory.Size + (row < WeightRows ? layer.At(column, row) : layer.Biases + column);
}
