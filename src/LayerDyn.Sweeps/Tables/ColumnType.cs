namespace LayerDyn.Sweeps.Tables;

/// <summary>The type of a column of a table, the same in every format.</summary>
public enum ColumnType
{
    /// <summary>Truth values.</summary>
    Boolean,

    /// <summary>Whole numbers of 64 bits.</summary>
    Integer,

    /// <summary>Doubles.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,
}
