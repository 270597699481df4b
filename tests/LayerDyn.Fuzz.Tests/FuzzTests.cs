namespace LayerDyn.Fuzz.Tests;

/// <summary>
/// Whatever bytes a reader is given, it reads them or refuses them in its own words, and takes no more memory than a file of that size is worth.
/// infra/fuzz.sh searches on, led by the branches that inputs take; what it finds goes to the folder Corpus.
/// </summary>
public sealed class FuzzTests
{
    private const int Inputs = 500, Seed = 1;

    public static TheoryData<string> Readers => [.. Targets.All.Select(target => target.Name)];

    public static TheoryData<string> Found => [.. Directory.GetFiles(RepositoryRoot.Of("tests", "LayerDyn.Fuzz.Tests", "Corpus"), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(RepositoryRoot.Of("tests", "LayerDyn.Fuzz.Tests", "Corpus"), file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Readers))]
    public void ChangedInputs_AreReadOrRefused(string reader)
    {
        var found = new Search(Targets.All.Single(target => target.Name == reader), Seed).Run(done => done < Inputs);
        Assert.True(found is null, $"{found?.Fault}\n{Convert.ToBase64String(found?.Input ?? [])}");
    }

    /// <summary>Inputs that were faults once, by the folder of their reader.</summary>
    [Theory]
    [MemberData(nameof(Found))]
    public void InputThatWasFound_IsReadOrRefused(string file) =>
        Assert.Null(Targets.All.Single(target => target.Name == Path.GetDirectoryName(file)).Try(File.ReadAllBytes(RepositoryRoot.Of("tests", "LayerDyn.Fuzz.Tests", "Corpus", file))));

    [Fact]
    public void Seeds_AreRead()
    {
        foreach (var target in Targets.All.Where(target => target.Name != "npy"))
            foreach (byte[] seed in target.Seeds) target.Read(seed);
    }

    [Fact]
    public void Mutator_OfOneSeed_MakesOneSequence()
    {
        Mutator one = new(3, ["word"]), other = new(3, ["word"]);
        byte[][] corpus = [[1, 2, 3], "{ \"a\": 12 }"u8.ToArray()];
        for (int i = 0; i < 100; i++) Assert.Equal(one.Next(corpus), other.Next(corpus));
    }

    [Fact]
    public void Try_FaultAndGreed_AreTold()
    {
        static FuzzTarget Of(Action<byte[]> read) => new("any", read, error => error is FormatException, [[0]], []);
        Assert.Null(Of(_ => { }).Try([1]));
        Assert.Null(Of(_ => throw new FormatException()).Try([1]));
        Assert.Contains("InvalidCastException", Of(_ => throw new InvalidCastException()).Try([1]));
        Assert.Contains("allocate", Of(_ => GC.KeepAlive(new byte[100 << 20])).Try([1]));
    }
}
