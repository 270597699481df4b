using LayerDyn.Silo;
using LayerDyn.Silo.Security;

if (NewKeyCommand.Handles(args)) return NewKeyCommand.Run(args, Console.Out, Console.Error);
await using var app = SiloHost.Create(args);
await app.RunAsync();
return 0;
