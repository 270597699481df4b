using LayerDyn.Silo;

await using var app = SiloHost.Create(args);
await app.RunAsync();
