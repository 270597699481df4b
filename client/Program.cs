using System.CommandLine;
using LayerDyn.Client;
using LayerDyn.Client.Commands;
using LayerDyn.Client.Output;

StandardStreams.Guard();
var root = new RootCommand("LayerDyn runs sweeps of small training experiments and draws their curves beside the exact theory.")
{
    RunCommand.Create(),
    SubmitCommands.Submit(),
    SubmitCommands.Extend(),
    InitCommand.Create(),
    ValidateCommand.Create(),
    RecipesCommand.Create(),
    ListCommand.Create(),
    StatusCommand.Create(),
    UiCommand.Create(),
    OpenCommand.Create(),
    PointCommand.Create(),
    BestCommand.Create(),
    CompareCommand.Create(),
    ReportCommand.Create(),
    CurvesCommand.Create(),
    ExportCommand.Create(),
    VerifyCommand.Create(),
    HistoryCommand.Create(),
    LogsCommand.Create(),
    LabelCommands.Tag(),
    LabelCommands.Note(),
    LabelCommands.Rename(),
    UsageCommand.Create(),
    DeleteCommand.Create(),
    CleanCommand.Create(),
    ReferenceCommand.Create(),
    SchemaCommand.Create(),
    DoctorCommand.Create(),
    CompletionCommand.Create(),
};
foreach (var command in SweepActionCommands.Create()) root.Subcommands.Add(command);
return await Terminal.RunAsync(root, args);
