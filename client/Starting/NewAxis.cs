using System.Text.RegularExpressions;

namespace LayerDyn.Client.Starting;

/// <summary>An axis of a new spec.</summary>
/// <param name="Name">Its name: the last part of the path where none is written.</param>
/// <param name="Path">The parameter that it sets.</param>
/// <param name="Values">Its values, as they stand in YAML.</param>
internal sealed partial record NewAxis(string Name, string Path, IReadOnlyList<string> Values)
{
    /// <summary>Reads <c>PATH=V1,V2,...</c> or <c>NAME:PATH=V1,V2,...</c>; a value may be a list, as <c>[2,2]</c>.</summary>
    /// <exception cref="UserException">It is written otherwise.</exception>
    public static NewAxis Parse(string written)
    {
        int equals = written.IndexOf('=', StringComparison.Ordinal);
        var path = PathForm().Match(equals < 0 ? written : written[..equals]);
        string[] values = equals < 0 ? [] : [.. ValueEnd().Split(written[(equals + 1)..]).Select(value => value.Trim()).Where(value => value.Length > 0)];
        if (!path.Success || values.Length == 0 || !values.All(value => ValueForm().IsMatch(value)))
            throw new UserException(
                $"--axis '{written}' must be PATH=VALUE,VALUE,...",
                "e.g. --axis init.std=0.01,0.1,1 or --axis optimizer.kind=gd,adam; with a name of its own: --axis width:model.widths[1]=16,64");
        var name = path.Groups["name"];
        return new(name.Success ? name.Value : path.Groups["last"].Value, path.Groups["path"].Value, values);
    }

    [GeneratedRegex(@"\A((?<name>[A-Za-z][A-Za-z0-9_-]*):)?(?<path>([A-Za-z][A-Za-z0-9-]*(\[[0-9]+\])?\.)*(?<last>[A-Za-z][A-Za-z0-9-]*)(\[[0-9]+\])?)\z")]
    private static partial Regex PathForm();

    // A comma that no list is open at.
    [GeneratedRegex(@",(?![^\[]*\])")]
    private static partial Regex ValueEnd();

    [GeneratedRegex(@"\A([A-Za-z0-9.+-]+|\[[A-Za-z0-9.+, -]+\])\z")]
    private static partial Regex ValueForm();
}
