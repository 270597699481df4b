using LayerDyn.Science.Files;

namespace LayerDyn.Science.Tests.Files;

/// <summary>The base64 texts are files that NumPy 1.24 wrote.</summary>
public sealed class NpzTests
{
    private const string Stored =
        "UEsDBBQAAAAAAAAAIQCKmWdDsAAAALAAAAAGABQAVzEubnB5AQAQALAAAAAAAAAAsAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjgnLC"
        + "AnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
        + "ICAgICAgICAgICAgICAgICAgCgAAAAAAAPg/AAAAAAAAAMAAAAAAAAAIQAAAAAAAABBAAAAAAAAAFEAAAAAAAAD4f1BLAwQUAAAAAAAAACEAC/"
        + "mqLYgAAACIAAAABgAUAFcyLm5weQEAEACIAAAAAAAAAIgAAAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3JkZXIn"
        + "OiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC"
        + "AgIAoBAAAAAgAAAFBLAQIUAxQAAAAAAAAAIQCKmWdDsAAAALAAAAAGAAAAAAAAAAAAAACAAQAAAABXMS5ucHlQSwECFAMUAAAAAAAAACEAC/mq"
        + "LYgAAACIAAAABgAAAAAAAAAAAAAAgAHoAAAAVzIubnB5UEsFBgAAAAACAAIAaAAAAKgBAAAAAA==";

    private const string Deflated =
        "UEsDBBQAAAAIAAAAIQAkIeErTAAAAJgAAAAGABQAVzEubnB5AQAQAJgAAAAAAAAATAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrq"
        + "OgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOpo6CrUKFAAuBhTwwR7KcAAAUEsBAhQDFAAAAAgAAAAhACQh4StMAAAAmAAAAAYAAAAA"
        + "AAAAAAAAAIABAAAAAFcxLm5weVBLBQYAAAAAAQABADQAAACEAAAAAAA=";

    [Fact]
    public void Read_NumpySavez_HasItsArraysByName()
    {
        var arrays = Npz.Read(Convert.FromBase64String(Stored));
        Assert.Equal(["W1", "W2"], arrays.Keys);
        Assert.Equal([1.5, -2, 3, 4, 5, double.NaN], arrays["W1"].ToDoubles());
        Assert.Equal([1, 2], arrays["W2"].ToIntegers());
    }

    [Fact]
    public void Read_NumpySavezCompressed_HasItsArraysByName() =>
        Assert.Equal([0, 1, 2], Npz.Read(Convert.FromBase64String(Deflated))["W1"].ToDoubles());

    [Fact]
    public void Write_SameArrays_SameBytesThatReadBack()
    {
        var arrays = Npz.Read(Convert.FromBase64String(Stored));
        byte[] file = Npz.Write(arrays);
        Assert.Equal(file, Npz.Write(arrays.Reverse().ToDictionary()));
        Assert.Equal(arrays["W1"].Data, Npz.Read(file)["W1"].Data);
    }

    [Fact]
    public void Read_LengthThatIsNotTheArchives_Throws()
    {
        byte[] file = Convert.FromBase64String(Deflated);
        int central = file.AsSpan().IndexOf("PK\x01\x02"u8); // the directory's entry; the unpacked size is 24 bytes in
        foreach (int length in (int[])[1, 0x97, 0x99, 1 << 20])
        {
            BitConverter.GetBytes(length).CopyTo(file, central + 24);
            Assert.Throws<FormatException>(() => Npz.Read(file));
        }
    }

    [Fact]
    public void Read_MoreThanAShareOfTheMachinesMemory_ThrowsBeforeItIsUnpacked()
    {
        byte[] file = Convert.FromBase64String(Deflated);
        BitConverter.GetBytes(int.MaxValue).CopyTo(file, file.AsSpan().IndexOf("PK\x01\x02"u8) + 24);
        // 2 GB may be a share of a large machine's memory; so small a file does not hold them.
        Assert.Matches("unpack to 2147483647, which they cannot|holds 2.1 GB, and at most", Assert.Throws<FormatException>(() => Npz.Read(file)).Message);
    }

    [Fact]
    public void Read_NotAZip_Throws() => Assert.Throws<FormatException>(() => Npz.Read("not a zip"u8.ToArray()));

    [Theory]
    [InlineData(Stored)]
    [InlineData(Deflated)]
    public void Read_CutOffAnywhere_Throws(string base64)
    {
        byte[] file = Convert.FromBase64String(base64);
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<FormatException>(() => Npz.Read(file[..length]));
    }
}
