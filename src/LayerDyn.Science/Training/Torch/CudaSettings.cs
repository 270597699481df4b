using System.Runtime.InteropServices;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>What makes sums on a GPU come out the same on every run.</summary>
internal static partial class CudaSettings
{
    /// <summary>cuBLAS reads it when its handle is made; eight buffers of 4 MB are what its manual names for repeatable sums.</summary>
    public const string WorkspaceVariable = "CUBLAS_WORKSPACE_CONFIG";

    /// <summary>The value that is set unless the user has set one.</summary>
    public const string Workspace = ":4096:8";

    private static readonly Lazy<bool> Done = new(Set);

    /// <summary>Applies them once, before the process's first work on a GPU.</summary>
    public static void Apply() => _ = Done.Value;

    /// <summary>Sets the variable where native code sees it: .NET's own setter changes a managed copy on Unix.</summary>
    internal static void SetWorkspace()
    {
        if (OperatingSystem.IsWindows()) Environment.SetEnvironmentVariable(WorkspaceVariable, Environment.GetEnvironmentVariable(WorkspaceVariable) ?? Workspace);
        else _ = SetNative(WorkspaceVariable, Workspace, overwrite: 0);
    }

    private static bool Set()
    {
        SetWorkspace();
        // TF32 keeps 10 bits of a float's 23.
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
        return true;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
