using System.CommandLine;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn completion</c>: what a shell needs to complete commands, options and names of sweeps.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    // Each asks the program itself, by the directive of System.CommandLine: the position of the cursor, and the line.
    private const string Bash = """
        _layerdyn() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(layerdyn "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2> /dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _layerdyn layerdyn

        """;

    private const string Zsh = """
        #compdef layerdyn
        _layerdyn() {
          local -a found
          found=("${(@f)$(layerdyn "[suggest:${CURSOR}]" "${BUFFER}" 2> /dev/null)}")
          compadd -a found || _files
        }
        compdef _layerdyn layerdyn

        """;

    private const string Fish = """
        complete -c layerdyn -a '(layerdyn "[suggest:"(commandline -C)"]" (commandline | string collect) 2> /dev/null)'

        """;

    public static Command Create()
    {
        var printed = Shell();
        var command = new Command("completion", "Print what a shell needs to complete commands, options and names of sweeps; 'completion install SHELL' puts it where the shell looks.") { printed };
        command.SetAction(parsed => Console.Write(Script(parsed.GetRequiredValue(printed))));
        var installed = Shell();
        var install = new Command("install", "Write it where the shell looks for completions of its user.") { installed };
        install.SetAction(async (parsed, _) =>
        {
            string shell = parsed.GetRequiredValue(installed), file = FileOf(shell);
            await UserFile.WriteAsync(file, async output => await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Script(shell))));
            Console.WriteLine($"{file}: new shells complete layerdyn");
            if (shell == "zsh") Console.WriteLine("  ~/.zshrc needs, once:  fpath+=(~/.zfunc); autoload -Uz compinit; compinit");
        });
        command.Subcommands.Add(install);
        return command;
    }

    private static Argument<string> Shell()
    {
        var shell = new Argument<string>("shell") { Description = string.Join(", ", Shells) };
        shell.AcceptOnlyFromAmong(Shells);
        return shell;
    }

    private static string Script(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        _ => Fish,
    };

    private static string FileOf(string shell)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return shell switch
        {
            "bash" => Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "bash-completion", "completions", "layerdyn"),
            "zsh" => Path.Combine(home, ".zfunc", "_layerdyn"),
            _ => Path.Combine(Variable("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "fish", "completions", "layerdyn.fish"),
        };

        static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
    }
}
