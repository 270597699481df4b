using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/Kernels.Benchmarks -- --filter '*': time and allocations of what lanes spend their time in.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
