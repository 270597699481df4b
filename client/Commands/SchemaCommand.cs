using System.CommandLine;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn schema</c>: by what an editor completes and checks specs.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of specs, for editors: begin a spec with '# yaml-language-server: $schema=FILE'.");
        command.SetAction(_ => Console.Write(SpecSchema.Write()));
        return command;
    }
}
