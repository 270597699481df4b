namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>What a layer gives for a pass: samples by outputs.</summary>
internal readonly struct ForwardProduct(PerceptronMemory memory, PerceptronLayer layer, int net, Pass pass) : IProduct
{
    public int Rows => pass.Count;

    public int Columns => layer.PaddedOutputs;

    public int Terms => layer.Inputs;

    public bool SkipsZeros => false;

    public bool IsLeftAlongTerms => true;

    public float Left(int row, int term) => layer.Read(memory, net, pass, row, term);

    public float Right(int term, int column) => memory.Weights[net * memory.Size + layer.At(column, term)];

    public float Initial(int row, int column) => memory.Weights[net * memory.Size + layer.Biases + column];

    public void Store(int row, int column, float sum) =>
        memory.Activations[layer.Place(memory, net, row, column)] = ExactFunctions.Activate(layer.ActivationAbove, sum);
}
