using System.CommandLine.Parsing;

namespace LayerDyn.Client.Commands;

/// <summary>Refuses negative numbers. What is no number at all is the parser's to refuse: to read it here would throw.</summary>
internal static class NotNegative
{
    public static void Check(SymbolResult result, string name)
    {
        if (result.Tokens is [{ Value: ['-', ..] }]) result.AddError($"{name} must be at least 0");
    }
}
