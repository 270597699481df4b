using System.Text;
using LayerDyn.Science.Files;

namespace LayerDyn.Science.Tests.Files;

/// <summary>The base64 texts are files that NumPy 1.24 wrote.</summary>
public sealed class NpyTests
{
    private const string TextUnicode =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPFUzJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAphAAAAAAAAAAAAAABiAAAAYwAAAGQAAAC7AwAAAAAAAAAAAAA=";

    private const string TextEmpty =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPFUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDAsKSwgfSAgICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo=";

    private const string MatrixC =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAD4PwAAAAAAAADAAAAAAAAACEAAAAAAAAAQQAAAAAAA"
        + "ABRAAAAAAAAA+H8=";

    private const string MatrixFortran =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAD4PwAAAAAAABBAAAAAAAAAAMAAAAAAAAAUQAAAAAAA"
        + "AAhAAAAAAAAA+H8=";

    private const string SinglesVersion2 =
        "k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIArNzMw9AAAAQAAAAIA=";

    private const string LongsVersion3 =
        "k05VTVBZAwB0AAAAeydkZXNjcic6ICc8aTgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMSksIH0gICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAAAAAAAAIAAAAAAAAA";

    private const string Ints3dFortran =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMywgNCksIH0gICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAADAAAAAQAAAAQAAAACAAAABQAAAABAAAADQAAAAUAAAAR"
        + "AAAACQAAABUAAAACAAAADgAAAAYAAAASAAAACgAAABYAAAADAAAADwAAAAcAAAATAAAACwAAABcAAAA=";

    private const string Scalar =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAcQA==";

    private const string Empty =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDAsIDMpLCB9ICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo=";

    private const string BigEndian =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPmY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/8AAAAAAAAA==";

    [Fact]
    public void Read_NumpyMatrix_InEitherOrderIsTheSame()
    {
        foreach (string file in (string[])[MatrixC, MatrixFortran])
        {
            var array = Read(file);
            Assert.Equal(ElementType.Float64, array.Type);
            Assert.Equal([2, 3], array.Dimensions);
            Assert.Equal([1.5, -2, 3, 4, 5, double.NaN], array.ToDoubles());
        }
    }

    [Fact]
    public void Read_NumpySinglesVersion2_AreWidenedExactly()
    {
        var array = Read(SinglesVersion2);
        Assert.Equal((ElementType.Float32, 3L), (array.Type, Assert.Single(array.Dimensions)));
        Assert.Equal([0.1f, 2.0, -0.0], array.ToDoubles());
    }

    [Fact]
    public void Read_NumpyLongsVersion3_AreIntegers()
    {
        var array = Read(LongsVersion3);
        Assert.Equal([2, 1], array.Dimensions);
        Assert.Equal([1, 2], array.ToIntegers());
    }

    [Fact]
    public void Read_NumpyInts3dInFortranOrder_AreInRowMajorOrder()
    {
        var array = Read(Ints3dFortran);
        Assert.Equal([2, 3, 4], array.Dimensions);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (long)i), array.ToIntegers());
    }

    [Fact]
    public void Read_NumpyScalarAndEmpty_AreArrays()
    {
        Assert.Equal([7.0], Read(Scalar).ToDoubles());
        Assert.Empty(Read(Scalar).Dimensions);
        Assert.Equal([0, 3], Read(Empty).Dimensions);
        Assert.Empty(Read(Empty).ToDoubles());
    }

    [Fact]
    public void Write_Matrix_IsByteForByteWhatNumpyWrites() =>
        Assert.Equal(MatrixC, Convert.ToBase64String(Npy.Write(Read(MatrixFortran))));

    [Fact]
    public void WriteText_IsByteForByteWhatNumpyWrites()
    {
        Assert.Equal(TextUnicode, Convert.ToBase64String(Npy.WriteText(["a", "bcd", "\u03bb"])));
        Assert.Equal(TextEmpty, Convert.ToBase64String(Npy.WriteText([])));
    }

    [Fact]
    public void Write_ScalarAndEmpty_AreByteForByteWhatNumpyWrites()
    {
        Assert.Equal(Scalar, Convert.ToBase64String(Npy.Write(Read(Scalar))));
        Assert.Equal(Empty, Convert.ToBase64String(Npy.Write(Read(Empty))));
    }

    [Fact]
    public void Write_EveryType_ReadsBack()
    {
        foreach (string file in (string[])[SinglesVersion2, LongsVersion3, Ints3dFortran])
        {
            var array = Read(file);
            var again = Npy.Read(Npy.Write(array));
            Assert.Equal(array.Type, again.Type);
            Assert.Equal(array.Data, again.Data);
            Assert.Equal(array.Dimensions, again.Dimensions);
        }
    }

    [Fact]
    public void Read_BigEndian_SaysWhatToDo() =>
        Assert.Contains("astype", Assert.Throws<FormatException>(() => Read(BigEndian)).Message);

    [Fact]
    public void Read_CutOffAnywhere_Throws()
    {
        byte[] file = Convert.FromBase64String(MatrixC);
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<FormatException>(() => Npy.Read(file.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => Npy.Read([.. file, 0]));
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", "more than")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 2), }", "more than")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "not understood")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "'|O'")]
    [InlineData("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", "not understood")]
    [InlineData("{'descr': '<f8', 'shape': (1,), }", "not understood")]
    [InlineData("", "not understood")]
    public void Read_BadHeader_SaysWhatIsWrong(string header, string reason)
    {
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[8]];
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Npy.Read(file)).Message);
    }

    [Fact]
    public void Read_UnknownVersion_SaysSo()
    {
        byte[] file = Convert.FromBase64String(MatrixC);
        file[6] = 4;
        Assert.Contains("version 4", Assert.Throws<FormatException>(() => Npy.Read(file)).Message);
    }

    private static FileArray Read(string base64) => Npy.Read(Convert.FromBase64String(base64));
}
