using System.Buffers.Binary;
using System.Text;
using LayerDyn.Science.Files;

namespace LayerDyn.Science.Tests.Files;

public sealed class SafetensorsTests
{
    [Fact]
    public void Read_FileMadeByHand_HasTensorsAndMetadata()
    {
        byte[] data = [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f), .. BitConverter.GetBytes(7L)];
        var file = Safetensors.Read(File(
            """{"steps":{"dtype":"I64","shape":[],"data_offsets":[8,16]},"__metadata__":{"who":"me"},"W":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""", data));
        Assert.Equal(["W", "steps"], file.Tensors.Keys);
        Assert.Equal([1, 2], file.Tensors["W"].Dimensions);
        Assert.Equal([1.5, -2], file.Tensors["W"].ToDoubles());
        Assert.Equal([7], file.Tensors["steps"].ToIntegers());
        Assert.Equal("me", file.Metadata["who"]);
    }

    [Fact]
    public void Write_OneTensor_IsTheBytesOfTheFormat()
    {
        const string Header = """{"__metadata__":{"a":"b"},"W":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""";
        byte[] written = Safetensors.Write(
            new Dictionary<string, FileArray> { ["W"] = FileArray.Of([1.0], 1) }, new Dictionary<string, string> { ["a"] = "b" });
        int padded = (Header.Length + 7) / 8 * 8;
        Assert.Equal(File(Header.PadRight(padded), BitConverter.GetBytes(1.0)), written);
    }

    [Fact]
    public void Write_AnyOrderOfNames_SameBytesThatReadBack()
    {
        var tensors = new Dictionary<string, FileArray> { ["b"] = FileArray.Of([1L, 2], 2), ["a"] = FileArray.Of([0.5, double.NaN], 1, 2) };
        byte[] file = Safetensors.Write(tensors);
        Assert.Equal(file, Safetensors.Write(tensors.Reverse().ToDictionary()));
        Assert.Equal([0.5, double.NaN], Safetensors.Read(file).Tensors["a"].ToDoubles());
        Assert.Empty(Safetensors.Read(file).Metadata);
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(file) % 8);
    }

    [Theory]
    [InlineData("""{"W":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}""", 2, "BF16")]
    [InlineData("""{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", 8, "should take 16 bytes")]
    [InlineData("""{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", 8, "outside the file")]
    [InlineData("""{"W":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 9, "should hold 8 bytes")]
    [InlineData("""{"W":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}""", 16, "gaps")]
    [InlineData("""{"V":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"W":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8, "overlap")]
    [InlineData("""{"W":{"dtype":"F64","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "more than")]
    [InlineData("""{"W":{"dtype":"F64","shape":[1.5],"data_offsets":[0,8]}}""", 8, "not a whole number")]
    [InlineData("""{"W":{"dtype":"F64","data_offsets":[0,8]}}""", 8, "damaged")]
    [InlineData("""{"W":5}""", 0, "damaged")]
    [InlineData("""{"W":""", 0, "damaged")]
    [InlineData("[]", 0, "damaged")]
    public void Read_BadHeader_SaysWhatIsWrong(string header, int bytes, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Safetensors.Read(File(header, new byte[bytes]))).Message);

    [Fact]
    public void Read_CutOffAnywhere_Throws()
    {
        byte[] file = Safetensors.Write(new Dictionary<string, FileArray> { ["W"] = FileArray.Of([1.0, 2], 2) });
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<FormatException>(() => Safetensors.Read(file.AsSpan(0, length)));
    }

    [Fact]
    public void Read_HugeHeaderLength_Throws() =>
        Assert.Throws<FormatException>(() => Safetensors.Read([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0]));

    private static byte[] File(string header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
