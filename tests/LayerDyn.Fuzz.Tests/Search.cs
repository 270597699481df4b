using System.Security.Cryptography;

namespace LayerDyn.Fuzz.Tests;

/// <summary>Looks for an input that a reader neither reads nor refuses.</summary>
/// <param name="target">The reader.</param>
/// <param name="seed">Of the changes.</param>
internal sealed class Search(FuzzTarget target, int seed)
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);
    private readonly Coverage _coverage = new();
    private readonly List<byte[]> _corpus = [.. target.Seeds];

    /// <summary>How many inputs were read.</summary>
    public long Inputs { get; private set; }

    /// <summary>Those that went where none had gone, and the seeds.</summary>
    public int Corpus => _corpus.Count;

    /// <summary>The first input that is a fault, and what is wrong; null when none is found.</summary>
    /// <param name="goesOn">Whether to go on after so many inputs.</param>
    public (byte[] Input, string Fault)? Run(Func<long, bool> goesOn)
    {
        var mutator = new Mutator(seed, target.Words);
        byte[] current = [];
        // An input that takes so long is a fault, and its thread cannot be ended: it is told, and the process ends.
        using var watch = new Timer(_ =>
        {
            Console.Error.WriteLine($"{target.Name}: no end after {Hang}: {Convert.ToBase64String(current)}");
            Environment.Exit(1);
        });
        foreach (byte[] known in target.Seeds)
            if (Fault(known) is { } fault) return (known, fault);
        while (goesOn(Inputs))
        {
            byte[] input = mutator.Next(_corpus);
            if (Fault(input) is { } fault) return (input, fault);
        }

        return null;

        string? Fault(byte[] input)
        {
            current = input;
            Inputs++;
            watch.Change(Hang, Timeout.InfiniteTimeSpan);
            Coverage.Begin();
            string? fault = target.Try(input);
            if (_coverage.IsNew()) _corpus.Add(input);
            return fault;
        }
    }

    /// <summary>A name for an input.</summary>
    public static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..12];
}
