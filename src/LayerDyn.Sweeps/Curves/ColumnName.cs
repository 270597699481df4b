using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Curves;

/// <summary>How columns are named: <c>loss</c>, <c>skill-strength.3</c>, <c>loss.theory</c>.</summary>
internal static class ColumnName
{
    /// <summary>Whether a column is the value of that name or one of its components (not of the theory).</summary>
    public static bool Matches(string column, string name) =>
        column == name || (column.StartsWith(name, StringComparison.Ordinal) && column.Length > name.Length + 1 && column[name.Length] == '.'
            && int.TryParse(column.AsSpan(name.Length + 1), System.Globalization.NumberStyles.None, null, out _));

    /// <summary>The measured column that a column is the exact solution of; any other is itself.</summary>
    public static string Measured(string column) =>
        column.EndsWith(ExperimentColumns.TheorySuffix, StringComparison.Ordinal) ? column[..^ExperimentColumns.TheorySuffix.Length] : column;

    /// <summary>The column of the exact solution.</summary>
    public static string Theory(string column) => column + ExperimentColumns.TheorySuffix;

    /// <summary>The component number of <c>skill-strength.3</c>; 0 for a scalar.</summary>
    public static int Component(string column) =>
        int.TryParse(column.AsSpan(column.LastIndexOf('.') + 1), System.Globalization.NumberStyles.None, null, out int number) ? number : 0;
}
