namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>The gradient in a layer that reads the nonzero inputs alone. A type of its own, so that other layers do not look at each factor.</summary>
internal readonly struct SparseGradientProduct(GradientProduct gradient) : IProduct
{
    public int Rows => gradient.Rows;

    public int Columns => gradient.Columns;

    public int Terms => gradient.Terms;

    public bool SkipsZeros => true;

    public bool IsLeftAlongTerms => gradient.IsLeftAlongTerms;

    public float Left(int row, int term) => gradient.Left(row, term);

    public float Right(int term, int column) => gradient.Right(term, column);

    public float Initial(int row, int column) => gradient.Initial(row, column);

    public void Store(int row, int column, float sum) => gradient.Store(row, column, sum);
}
