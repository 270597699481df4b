namespace LayerDyn.Storage.Export;

/// <summary>How a table is written.</summary>
public enum TableFormat
{
    /// <summary>Comma-separated values with a line of names, see <see cref="CsvTable"/>.</summary>
    Csv,

    /// <summary>One JSON object a row and line, see <see cref="NdjsonTable"/>.</summary>
    Ndjson,

    /// <summary>One Parquet file.</summary>
    Parquet,

    /// <summary>NumPy arrays, one a column, in one archive. It cannot be streamed: the whole table is in memory.</summary>
    Npz,
}
