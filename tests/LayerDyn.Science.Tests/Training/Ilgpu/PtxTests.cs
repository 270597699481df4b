using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using LayerDyn.Science.Training.Ilgpu;

namespace LayerDyn.Science.Tests.Training.Ilgpu;

/// <summary>What a GPU would be given, held without one.</summary>
public sealed class PtxTests
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<int, string> Kernels
    {
        get
        {
            var kernels = new TheoryData<int, string>();
            foreach (int architecture in (int[])[80, 90])
                foreach (var kernel in All()) kernels.Add(architecture, $"{kernel.DeclaringType!.Name}.{kernel.Name}");
            return kernels;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Compile_EveryKernel_IsFusedMultiplyAddsAlone(int architecture, string name)
    {
        using var context = Context.Create(builder => builder.CPU());
        string text = Compile(context, architecture, All().Single(kernel => $"{kernel.DeclaringType!.Name}.{kernel.Name}" == name));

        Assert.Contains("fma.rn.f64", text);
        Assert.All(Regex.Matches(text, @"\b(add|sub|mul|mad|fma|div|rcp|sqrt)(\.\w+)*\.f(32|64)\b"), match => Assert.Equal("fma.rn.f64", match.Value));
        Assert.DoesNotContain(".ftz", text);
        Assert.DoesNotContain(".extern", text);
        Assert.DoesNotContain(".local", text); // weights in registers stay there
    }

    [Fact]
    public void Kernels_AreAllThatTheTrainerLaunches() => Assert.Equal(typeof(LinearKernels).GetProperties().Length, All().Count());

    private static IEnumerable<MethodInfo> All() => ((Type[])[typeof(DenseKernels), typeof(DiagonalKernels)]).SelectMany(type => type.GetMethods(Public));

    private static string Compile(Context context, int architecture, MethodInfo kernel)
    {
        Exact.Prepare();
        var target = new CudaArchitecture(architecture / 10, architecture % 10);
        using var backend = new PTXBackend(context, new CudaCapabilityContext(target), target, CudaInstructionSet.ISA_80, null!);
        var entry = kernel.GetParameters()[0].ParameterType == typeof(Index1D)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
            : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        return ((PTXCompiledKernel)backend.Compile(entry, default)).PTXAssembly;
    }
}
