namespace LayerDyn.Science.Training;

/// <summary>A matrix in a block's memory: where element (i, j) of all its points lies.</summary>
internal unsafe readonly struct View(double* data, nint row, nint column, bool shared = false)
{
    /// <summary>Element (0, 0).</summary>
    public double* Data { get; } = data;

    /// <summary>Doubles from one row to the next.</summary>
    public nint Row { get; } = row;

    /// <summary>Doubles from one column to the next.</summary>
    public nint Column { get; } = column;

    /// <summary>Whether all points share one value, instead of one value a lane.</summary>
    public bool Shared { get; } = shared;

    /// <summary>The same matrix transposed.</summary>
    public View Transposed => new(Data, Column, Row, Shared);

    /// <summary>Offset of an element from <see cref="Data"/>.</summary>
    public nint At(int row, int column) => row * Row + column * Column;
}
