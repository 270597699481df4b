using LayerDyn.Science.Training.Torch;

namespace LayerDyn.Science.Tests.Training.Torch;

public sealed class CpuKernelsTests
{
    [Theory]
    [InlineData("flags\t\t: fpu sse2 avx avx2 fma bmi2", null)]
    [InlineData("Features\t: fp asimd", null)]
    [InlineData("flags\t\t: fpu sse2 avx fma", "lacks AVX2,")]
    [InlineData("flags\t\t: fpu sse2 avx avx2x", "lacks AVX2 and FMA,")]
    public void Problem_OfAProcessor_NamesWhatItLacks(string line, string? expected)
    {
        string? problem = CpuKernels.Problem(["processor\t: 0", line]);
        if (expected is null) Assert.Null(problem);
        else Assert.Contains(expected, problem);
    }
}
