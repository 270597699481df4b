using System.CommandLine;
using System.CommandLine.Parsing;

namespace LayerDyn.Client;

/// <summary>The outermost layer: turns every known failure into a message with a remedy and an exit code; no stack trace reaches a user.</summary>
internal static class Terminal
{
    /// <summary>Parses and runs a command line.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args.Length > 0 ? args : ["--help"]);
        bool json = parsed.GetResult("--json") is OptionResult { Implicit: false };
        if (StrayOption.Find(root, parsed) is { } stray) return stray.Report(json);
        if (parsed.Errors.Count > 0)
        {
            string command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
            foreach (var error in parsed.Errors.SkipLast(1)) Console.Error.WriteLine($"error: {error.Message}");
            return new Failure(parsed.Errors[^1].Message, [$"see: layerdyn {command}--help"], ExitCodes.BadInput).Report(json);
        }

        using var signals = new StopSignals();
        try
        {
            // Without its own handling of signals, which would end a command after two seconds whatever it has to commit.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Token);
        }
        catch (Exception error) when (Failure.Of(error) is { } failure)
        {
            return failure.Report(json);
        }
    }
}
