using System.CommandLine;
using System.CommandLine.Parsing;
using LayerDyn.Client.Commands;

namespace LayerDyn.Client;

/// <summary>An option that another command has, given to one that does not: what the parser takes for a word too many, or for the spec.</summary>
internal static class StrayOption
{
    private const int Named = 4;

    private const string Placed = "the results are in the cluster's store: leave it out";
    private const string Submitted = "'layerdyn submit SPEC --cluster URL' runs the sweep on a cluster";
    private const string Slots = "leave it out: each silo has as many slots as its settings Lanes:CpuLanes and Lanes:LanesPerGpu say";
    private const string Retried = "'layerdyn retry SWEEP --cluster URL' retries the failed points of a sweep in a cluster";
    private const string Shown = "leave it out: every silo serves the dashboard at its HTTP address, the one for --cluster";
    private const string Fetched = $"{Placed}; 'layerdyn curves SWEEP --cluster URL --to FOLDER' fetches the curves, "
        + "'layerdyn run SPEC --out FOLDER' runs the sweep on this machine";

    // By command and option: what the one who gave it means.
    private static readonly Dictionary<(string Command, string Option), string> Remedies = new()
    {
        [("run", "--cluster")] = Submitted,
        [("run", "--key-file")] = $"{Submitted}, with --key-file FILE where it asks for a key",
        [("run", "--priority")] = $"leave it out: in one process a sweep shares its lanes with no other; {Submitted}, with --priority among other sweeps",
        [("run", "--watch")] = "leave it out: run shows the progress until the sweep ends",
        [("run", "--of")] = "'layerdyn extend SPEC --of SWEEP --cluster URL' extends a sweep of a cluster",
        [("open", "--cluster")] = "'layerdyn curves SWEEP --cluster URL --to FOLDER' fetches the pictures; the dashboard is at the address of any silo",
        [("submit", StoreOption.Name)] = Fetched,
        [("submit", "--lanes")] = Slots,
        [("submit", "--retry-failed")] = Retried,
        [("submit", "--ui")] = Shown,
        [("submit", "--no-browser")] = Shown,
        [("submit", "--of")] = "'layerdyn extend SPEC --of SWEEP --cluster URL' extends a sweep that is there",
    };

    /// <summary>The first such option of a command line, with what to do instead; null where there is none.</summary>
    public static Failure? Find(RootCommand root, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is RootCommand) return null;
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens);
        var words = arguments.Select(token => token.Value).Concat(parsed.UnmatchedTokens);
        // What follows "--" is no option, whatever it looks like.
        var own = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value).ToHashSet();
        foreach (string word in words.Where(word => word.StartsWith('-') && own.Contains(word)))
        {
            string given = word.Split('=', ':')[0];
            var owners = root.Subcommands.Where(other => other != command && Option(other, given) is not null).ToArray();
            if (owners.Length == 0) continue;
            string option = Option(owners[0], given)!.Name;
            string[] details = [Remedy(command, option, owners), $"see: layerdyn {command.Name} --help"];
            return new Failure($"'layerdyn {command.Name}' has no option '{given}'", details, ExitCodes.BadInput);
        }

        return null;
    }

    private static Option? Option(Command command, string name) =>
        command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static string Remedy(Command command, string option, Command[] owners)
    {
        string like = command.Name == "extend" ? "submit" : command.Name; // which extend is, but for --of
        if (Remedies.TryGetValue((like, option), out string? remedy)) return remedy;
        if (option == StoreOption.Name && Option(command, "--cluster") is not null)
            return $"'layerdyn {command.Name}' acts in a cluster: {Placed}, and give --cluster URL";
        if (option == "--cluster") return $"leave it out: 'layerdyn {command.Name}' works on this machine alone";
        string named = string.Join(", ", owners.Take(Named).Select(owner => $"layerdyn {owner.Name}"));
        return $"{(owners.Length == 1 ? "this command has" : "these have")} it: {named}{(owners.Length > Named ? " and others" : "")}";
    }
}
