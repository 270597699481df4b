namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>The gradient in what a layer reads, before the activation that gave it: samples by inputs.</summary>
internal readonly struct BackwardProduct(PerceptronMemory memory, PerceptronLayer layer, int net, Pass pass) : IProduct
{
    public int Rows => pass.Count;

    public int Columns => layer.PaddedInputs;

    public int Terms => layer.Outputs;

    public bool SkipsZeros => false;

    public bool IsLeftAlongTerms => true;

    public float Left(int row, int term) => memory.Deltas[layer.Place(memory, net, row, term)];

    public float Right(int term, int column) =>
        layer.IsNarrow != 0 || column < layer.Inputs ? memory.Weights[net * memory.Size + layer.At(term, column)] : 0;

    public float Initial(int row, int column) => 0;

    public void Store(int row, int column, float sum)
    {
        long place = net * memory.Area + layer.Below + (long)row * layer.PaddedInputs + column;
        memory.Deltas[place] = ExactFunctions.TimesDerivative(layer.ActivationBelow, sum, memory.Activations[place]);
    }
}
