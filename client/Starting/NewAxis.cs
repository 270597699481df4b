using System.Text.RegularExpressions;

namespace LayerDyn.Client.Starting;

/// <summary>An axis of a new spec.</summary>
/// <param name="Name">Its name: the last part of the path.</param>
/// <param name="Path">The parameter that it sets.</param>
/// <param name="Values">Its values, as they stand in YAML.</param>
internal sealed partial record NewAxis(string Name, string Path, IReadOnlyList<string> Values)
{
    /// <summary>Reads <c>PATH=V1,V2,...</c>.</summary>
    /// <exception cref="UserException">It is written otherwise.</exception>
    public static NewAxis Parse(string written)
    {
        int equals = written.IndexOf('=', StringComparison.Ordinal);
        string path = equals < 0 ? written : written[..equals];
        string[] values = equals < 0 ? [] : written[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!PathForm().IsMatch(path) || values.Length == 0 || !values.All(value => ValueForm().IsMatch(value)))
            throw new UserException($"--axis '{written}' must be PATH=VALUE,VALUE,...", "e.g. --axis init.std=0.01,0.1,1 or --axis optimizer.kind=gd,adam");
        return new(path[(path.LastIndexOf('.') + 1)..], path, values);
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9-]+)*\z")]
    private static partial Regex PathForm();

    [GeneratedRegex(@"\A[A-Za-z0-9.+-]+\z")]
    private static partial Regex ValueForm();
}
