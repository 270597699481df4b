using System.CommandLine;
using System.Net;
using LayerDyn.Api;
using LayerDyn.Science.Training.Torch;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client;

/// <summary>The outermost layer: turns every known failure into a message with a remedy and an exit code; no stack trace reaches a user.</summary>
internal static class Terminal
{
    /// <summary>Parses and runs a command line.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args.Length > 0 ? args : ["--help"]);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Console.Error.WriteLine($"error: {error.Message}");
            string command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
            Console.Error.WriteLine($"see: layerdyn {command}--help");
            return ExitCodes.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (SpecException error)
        {
            return Fail(error.Problems.Count == 1 ? "the spec has a problem:" : $"the spec has {error.Problems.Count} problems:",
                [.. error.Problems.Select(problem => problem.ToString())], ExitCodes.BadInput);
        }
        catch (UserException error)
        {
            return Fail(error.Message, [error.Remedy], ExitCodes.BadInput);
        }
        catch (ApiException error) when (error.Problems.Count > 0)
        {
            return Fail(error.Problems.Count == 1 ? "the spec has a problem:" : $"the spec has {error.Problems.Count} problems:",
                [.. error.Problems.Select(problem => problem.ToString())], ExitCodes.BadInput);
        }
        catch (ApiException error)
        {
            return Fail(error.Message, [Remedy(error)], error.Status is null or >= HttpStatusCode.InternalServerError ? ExitCodes.Incomplete : ExitCodes.BadInput);
        }
        catch (StoreException error)
        {
            return Fail(error.Message, [], ExitCodes.Incomplete);
        }
        catch (TorchUnavailableException error)
        {
            return Fail(error.Message, [], ExitCodes.Incomplete);
        }
        catch (OperationCanceledException)
        {
            return Fail("interrupted", [], ExitCodes.Interrupted);
        }
        catch (Exception error) when (Environment.GetEnvironmentVariable("LAYERDYN_TRACE") is null)
        {
            return Fail($"{error.GetType().Name}: {error.Message}", ["this is a fault of layerdyn: set LAYERDYN_TRACE=1 to see where, and report it"],
                ExitCodes.Incomplete);
        }
    }

    private static string Remedy(ApiException error) => error.Status switch
    {
        null => "check --cluster, and that a silo runs there",
        HttpStatusCode.Unauthorized => "give an API key: --key-file FILE, or the environment variable LAYERDYN_API_KEY",
        HttpStatusCode.Forbidden => "ask for a key with the role that this needs",
        HttpStatusCode.TooManyRequests => "wait a minute",
        >= HttpStatusCode.InternalServerError => "look at the silo's log; the same command may be given again",
        _ => "",
    };

    private static int Fail(string message, IReadOnlyList<string> details, int code)
    {
        Console.Error.WriteLine($"error: {message}");
        foreach (string detail in details.Where(detail => detail.Length > 0)) Console.Error.WriteLine($"  {detail}");
        return code;
    }
}
