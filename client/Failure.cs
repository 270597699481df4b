using System.Globalization;
using System.Net;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Client.Output;
using LayerDyn.Science.Training.Torch;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client;

/// <summary>How a command failed: lines for people on standard error, one document for scripts on standard output.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Details">Remedies, or the problems of a spec; empty ones are passed over.</param>
/// <param name="ExitCode">What the process returns.</param>
internal sealed record Failure(string Message, IReadOnlyList<string> Details, int ExitCode)
{
    /// <summary>The problems of a spec by their parts; empty for other failures.</summary>
    public IReadOnlyList<object> Problems { get; init; } = [];

    /// <summary>The failure that an exception stands for; null for a fault of the program while it is being traced.</summary>
    public static Failure? Of(Exception error) => error switch
    {
        SpecException spec => OfSpec(spec.Problems.Select(problem => problem.ToString()), Parts(spec), spec.More),
        UserException user => new(user.Message, [user.Remedy], ExitCodes.BadInput),
        ApiException { Problems.Count: > 0 } api => OfSpec(api.Problems.Select(problem => problem.ToString()), api.Problems, api.More),
        ApiException api => new(api.Message, [Remedy(api)], api.Status is null or >= HttpStatusCode.InternalServerError ? ExitCodes.Incomplete : ExitCodes.BadInput),
        OutputException output => new(output.Message, ["send the output to a file on a disk with room, or to a program that reads it"], ExitCodes.Incomplete),
        StoreException or TorchUnavailableException => new(error.Message, [], ExitCodes.Incomplete),
        OperationCanceledException => new("interrupted", [], ExitCodes.Interrupted),
        _ when Environment.GetEnvironmentVariable("LAYERDYN_TRACE") is null => new(
            $"{error.GetType().Name}: {error.Message}", ["this is a fault of layerdyn: set LAYERDYN_TRACE=1 to see where, and report it"], ExitCodes.Incomplete),
        _ => null,
    };

    /// <summary>The problems of a spec by their parts, for JSON.</summary>
    public static IReadOnlyList<object> Parts(SpecException error) =>
        [.. error.Problems.Select(problem => new { problem.Line, problem.Column, problem.Problem.Path, problem.Problem.Value, problem.Problem.Rule, problem.Problem.Remedy })];

    /// <summary>Reports it, with <paramref name="json"/> as a document too, and returns the exit code.</summary>
    public int Report(bool json)
    {
        Console.Error.WriteLine($"error: {Message}");
        string[] details = [.. Details.Where(detail => detail.Length > 0)];
        foreach (string detail in details) Console.Error.WriteLine($"  {detail}");
        if (!json) return ExitCode;
        try
        {
            Console.WriteLine(JsonSerializer.Serialize(new { error = Message, details, problems = Problems, exitCode = ExitCode }, JsonSerializerOptions.Web));
        }
        catch (OutputException)
        {
            // standard error has it
        }

        return ExitCode;
    }

    private static Failure OfSpec(IEnumerable<string> lines, IReadOnlyList<object> problems, int more) => new(
        problems.Count + more == 1 ? "the spec has a problem:" : string.Create(CultureInfo.InvariantCulture, $"the spec has {problems.Count + more:N0} problems:"),
        [.. lines, more > 0 ? SpecException.AndMore(more) : ""], ExitCodes.BadInput)
    { Problems = problems };

    private static string Remedy(ApiException error) => error.Status switch
    {
        null => "check --cluster, and that a silo runs there",
        HttpStatusCode.Unauthorized => "give an API key: --key-file FILE, or the environment variable LAYERDYN_API_KEY",
        HttpStatusCode.Forbidden => "ask for a key with the role that this needs",
        HttpStatusCode.TooManyRequests => "wait a minute",
        >= HttpStatusCode.InternalServerError => "look at the silo's log; the same command may be given again",
        _ => "",
    };
}
