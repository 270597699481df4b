namespace LayerDyn.Science.Expressions;

/// <summary>The measured rows that an <see cref="Expression"/> is evaluated on.</summary>
public interface IRows
{
    /// <summary>The step at which a row was measured; ascending.</summary>
    long Step(int row);

    /// <summary>The value of a column in a row; NaN where there is no such column.</summary>
    double Value(string column, int row);
}
