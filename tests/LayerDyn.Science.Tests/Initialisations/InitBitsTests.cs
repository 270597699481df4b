using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Initialisations;

/// <summary>Initial weights are part of every result: with other bits here, the numerics version must be raised.</summary>
public sealed class InitBitsTests
{
    private static readonly MlpModel Net = new() { Widths = [5, 7, 3], Activation = Activation.Tanh, Biases = true };

    public static TheoryData<string, string> Kinds => new()
    {
        { "normal", "49031a7527bc7878" },
        { "normal-fan-in", "96c9db87b8300c43" },
        { "normal-biases", "b1257ffa04f44c06" },
        { "normal-torch-biases", "a3ababb9233bd44f" },
        { "orthogonal", "def4be716959efcd" },
        { "torch-default", "a532520b2f43284f" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void InitialWeights_KeepTheirBits(string kind, string sha256) => Assert.Equal(sha256, Hash(kind, "net"));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void InitialWeights_AreThoseOfTheirStream(string kind, string sha256)
    {
        Assert.Equal(Hash(kind, "another"), Hash(kind, "another"));
        Assert.NotEqual(sha256, Hash(kind, "another"));
    }

    private static string Hash(string kind, string stream)
    {
        Initialisation init = kind switch
        {
            "normal" => new NormalInit { Std = 0.5 },
            "normal-fan-in" => new NormalInit { Std = 5, FanIn = true },
            "normal-biases" => new NormalInit { Std = 5, FanIn = true, Biases = BiasInit.Normal },
            "normal-torch-biases" => new NormalInit { Std = 5, FanIn = true, Biases = BiasInit.TorchDefault },
            "orthogonal" => new OrthogonalInit { Gain = 2 },
            _ => new TorchDefaultInit(),
        };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (double[] values in init.Create(Net, new TaskShape(5, 3, 10), RandomStream.For(stream)))
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
