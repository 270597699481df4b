using LayerDyn.Client.Output;

namespace LayerDyn.Client;

/// <summary>Files that a user names, outside of any store.</summary>
internal static class UserFile
{
    /// <summary>The name that stands for standard output.</summary>
    public const string Output = "-";

    /// <summary>Writes a file, making its folder where that is missing. One that could not be written to its end is deleted.</summary>
    /// <exception cref="UserException">It cannot be written there.</exception>
    /// <exception cref="OutputException">It is <see cref="Output"/>, which cannot be written.</exception>
    public static async Task WriteAsync(string file, Func<Stream, Task> write)
    {
        if (file == Output)
        {
            await write(StandardStreams.Output);
            return;
        }

        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
            await using var output = File.Create(file);
            try
            {
                await write(output);
            }
            catch
            {
                if (File.Exists(file)) File.Delete(file); // not a pipe or a device
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{file}' cannot be written: {error.Message}", "name a file in a folder that you may write to, on a disk with room");
        }
    }
}
