namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>A product of two matrices of a network. Each element is the sum over its terms in ascending order, whatever computes it.</summary>
internal interface IProduct
{
    /// <summary>Rows of the left factor.</summary>
    int Rows { get; }

    /// <summary>Columns of the right factor.</summary>
    int Columns { get; }

    /// <summary>Terms of each sum.</summary>
    int Terms { get; }

    /// <summary>Whether terms whose left factor is zero are left out: adding them could change the sign of a zero.</summary>
    bool SkipsZeros { get; }

    /// <summary>Whether neighbouring terms of the left factor are neighbours in memory, rather than neighbouring rows.</summary>
    bool IsLeftAlongTerms { get; }

    /// <summary>An element of the left factor.</summary>
    float Left(int row, int term);

    /// <summary>An element of the right factor.</summary>
    float Right(int term, int column);

    /// <summary>Where a sum starts.</summary>
    float Initial(int row, int column);

    /// <summary>Takes a sum.</summary>
    void Store(int row, int column, float sum);
}
