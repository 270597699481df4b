using LayerDyn.Api;

namespace LayerDyn.Client.Commands;

/// <summary>The command line of this process, as it may be typed again.</summary>
internal static class CommandText
{
    private const string Plain = "_./:=,@%+-";

    /// <summary>This process's, cut where it is longer than a sweep keeps.</summary>
    public static string Own() => Of(Environment.GetCommandLineArgs().Skip(1));

    /// <summary>The command line of arguments: those that a shell would take apart are quoted.</summary>
    public static string Of(IEnumerable<string> arguments)
    {
        string line = string.Join(' ', arguments.Select(Quoted).Prepend("layerdyn"));
        string text = string.Concat(line.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length <= SubmitOptions.LongestCommand ? text : $"{text[..(SubmitOptions.LongestCommand - 1)]}…";
    }

    /// <summary>An argument, quoted where a shell would take it apart.</summary>
    public static string Quoted(string argument) => argument.Length > 0 && argument.All(IsPlain)
        ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal);
}
