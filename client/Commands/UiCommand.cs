using System.CommandLine;
using System.Globalization;
using LayerDyn.Client.Hosting;
using LayerDyn.Web.Security;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn ui</c>: the dashboard over the results in a folder, in this process.</summary>
internal static class UiCommand
{
    /// <summary>The option that opens no browser.</summary>
    public static Option<bool> NoBrowser() => new("--no-browser") { Description = "only print the address" };

    public static Command Create()
    {
        var folder = new Argument<string>("folder")
        {
            Description = "the artifact store: the folder that results are in",
            DefaultValueFactory = _ => StoreOption.Default,
        };
        var port = new Option<int>("--port") { Description = "port on loopback; default: a free one" };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError("--port must be from 1 to 65535, or 0 for a free one");
        });
        var noBrowser = NoBrowser();
        var key = new Option<bool>("--key") { Description = "ask for a key, which is printed: for a machine that others use too" };
        var command = new Command("ui", "Show the dashboard of the results in a folder, in the browser, until Ctrl-C. It looks only: runs go on, nothing is started or stopped there.")
        {
            folder, port, noBrowser, key,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string location = parsed.GetRequiredValue(folder);
            StoreOption.OpenExisting(location);
            string? secret = parsed.GetValue(key) ? ApiKey.Create() : null;
            await using var silo = await EmbeddedSilo.StartWithDashboardAsync(location, lanes: 1, parsed.GetValue(port), secret);
            if (secret is not null) Console.WriteLine($"key: {secret}");
            Show(silo.Dashboard!, !parsed.GetValue(noBrowser), Console.WriteLine);
            Console.WriteLine("Ctrl-C ends it");
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Says where a dashboard is, and opens it.</summary>
    /// <param name="page">Its address.</param>
    /// <param name="open">Whether to open the browser.</param>
    /// <param name="say">Prints a line.</param>
    public static void Show(Uri page, bool open, Action<string> say)
    {
        say($"dashboard: {page}");
        if (open && !Browser.TryOpen(page.ToString()))
            say(string.Create(CultureInfo.InvariantCulture, $"no browser was found here; from another machine: ssh -L {page.Port}:127.0.0.1:{page.Port} HOST, then open the address there"));
    }
}
