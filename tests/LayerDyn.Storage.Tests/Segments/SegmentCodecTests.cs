using System.Text;
using LayerDyn.Science.Training;
using LayerDyn.Storage.Export;
using LayerDyn.Storage.Segments;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Tables;
using Parquet;
using Parquet.Schema;

namespace LayerDyn.Storage.Tests.Segments;

public sealed class SegmentCodecTests
{
    private static readonly double[] Odd =
    [
        double.NaN, BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_1234), double.PositiveInfinity, double.NegativeInfinity,
        -0.0, double.Epsilon, double.MaxValue, 1.0 / 3.0,
    ];

    private static readonly Axis[] Axes =
    [
        new("lambda", ["-9", "0", "9"], [-9, 0, 9], ["init.lambda"]),
        new("act", ["tanh", "relu"], null, ["model.activation"]),
    ];

    [Fact]
    public void Read_OddDoublesAndStatuses_ComeBackBitForBit()
    {
        var results = new[]
        {
            Result(4, OutcomeStatus.Finished, ["loss", "skill-strength.1"], [0, 1, 100, 4000], k => Odd[k % Odd.Length]),
            Result(2, OutcomeStatus.Diverged, ["loss", "skill-strength.1"], [0, 1], k => Odd[(k + 3) % Odd.Length]),
            Result(3, OutcomeStatus.Stopped, ["loss", "skill-strength.1"], [0, 1, 40], k => Odd[(k + 1) % Odd.Length]),
        };
        AssertSame(results, RoundTrip(results));
    }

    [Fact]
    public void Read_PointsWithDifferentColumnsOrdersAndNoRows_ComeBackExactly()
    {
        var results = new[]
        {
            Result(0, OutcomeStatus.Finished, ["loss", "accuracy"], [0, 5], k => k),
            Result(1, OutcomeStatus.Finished, ["accuracy", "kernel-distance.theory", "loss"], [0], k => -k),
            Result(2, OutcomeStatus.Diverged, ["loss"], [], k => k),
            Result(3, OutcomeStatus.Finished, ["loss", "accuracy"], [7], k => double.NaN),
        };
        AssertSame(results, RoundTrip(results));
    }

    [Fact]
    public void Read_FilesOfWhatIsKept_ComeBackAndLeaveOtherSegmentsAsTheyWere()
    {
        PointResult[] without = [Result(0, OutcomeStatus.Finished, ["loss"], [0, 5], k => k), Result(1, OutcomeStatus.Diverged, ["loss"], [0], k => k)];
        PointResult[] with = [without[0] with { Kept = [new(0, 640, new string('a', 64)), new(5, 1L << 33, new string('b', 64)), new(null, 12, new string('c', 64))] }, without[1]];
        AssertSame(with, RoundTrip(with));
        Assert.All(RoundTrip(without), result => Assert.Empty(result.Kept));
        Assert.DoesNotContain("layerdyn.kept", Encoding.Latin1.GetString(SegmentCodec.WriteResults(SchemaOf(without), Rows(without), without)));
    }

    [Fact]
    public void Read_NoPoints_IsEmpty() => Assert.Empty(RoundTrip([]));

    [Fact]
    public void Write_SamePointsTwice_SameBytes()
    {
        var results = Enumerable.Range(0, 50).Select(i => Result(i, OutcomeStatus.Finished, ["loss"], [0, 10], k => Math.Sin(i + k))).ToArray();
        Assert.Equal(SegmentCodec.WriteRecords(SchemaOf(results), Rows(results), results), SegmentCodec.WriteRecords(SchemaOf(results), Rows(results), results));
        Assert.Equal(SegmentCodec.WriteResults(SchemaOf(results), Rows(results), results), SegmentCodec.WriteResults(SchemaOf(results), Rows(results), results));
    }

    [Fact]
    public async Task WriteRecords_Schema_IsWhatUsersAreToldOf()
    {
        var results = new[] { Result(5, OutcomeStatus.Finished, ["loss"], [0, 10], k => k) };
        using var stream = new MemoryStream(SegmentCodec.WriteRecords(SchemaOf(results), Rows(results), results));
        await using var reader = await ParquetReader.CreateAsync(stream);
        Assert.Equal(
            ["point:Int64", "id:String", "lambda:Int64", "act:String", "seed:Int64", "status:String", "step:Int64", "loss:Double?"],
            reader.Schema.GetDataFields().Select(Describe));
        Assert.Equal(2, reader.RowGroups[0].RowCount);
    }

    [Fact]
    public void Csv_WritesEachValueAsItIs_AlsoBelowOneThatIsEqual()
    {
        double[] values = [0.0, -0.0, -0.0, 1.0 / 3.0, 1.0 / 3.0, double.NaN, double.NegativeInfinity, 5e-324];
        var results = new[]
        {
            Result(5, OutcomeStatus.Finished, ["loss"], [.. values.Select((_, step) => (long)step)], k => values[k]),
            Result(4, OutcomeStatus.Diverged, ["accuracy"], [1], k => 2),
        };
        string point = $"5,{IdOf(5)},9,relu,0,finished", other = $"4,{IdOf(4)},9,tanh,0,diverged";
        Assert.Equal(
            $"point,id,lambda,act,seed,status,step,loss,accuracy\n{point},0,0,\n{point},1,-0,\n{point},2,-0,\n{point},3,0.3333333333333333,\n{point},4,0.3333333333333333,\n"
            + $"{point},5,NaN,\n{point},6,-Infinity,\n{point},7,5E-324,\n{other},1,,2\n",
            Encoding.UTF8.GetString(CsvTable.Write(RecordRows.Of(SchemaOf(results), Rows(results), results)).Span));
    }

    [Fact]
    public async Task WriteResults_DivergedPoint_HasItsLastMeasuredStepTheStepOfDivergenceAndNoFinalValues()
    {
        var results = new[]
        {
            Result(4, OutcomeStatus.Finished, ["loss"], [0, 10], k => k),
            Result(5, OutcomeStatus.Diverged, ["loss"], [0, 10], k => k) with { LastStep = 17 },
            Result(6, OutcomeStatus.Diverged, ["loss"], [], k => k),
        };
        using var stream = new MemoryStream(SegmentCodec.WriteResults(SchemaOf(results), Rows(results), results));
        await using var reader = await ParquetReader.CreateAsync(stream);
        var fields = reader.Schema.GetDataFields();
        Assert.Equal(
            [
                "point:Int64", "id:String", "lambda:Int64", "act:String", "seed:Int64", "status:String",
                "last_step:Int64?", "diverged_at:Int64?", "rows:Int64", "loss:Double?",
            ],
            fields.Select(Describe));
        using var group = reader.OpenRowGroupReader(0);
        string?[] statuses = new string?[3];
        long?[] lastSteps = new long?[3], divergedAt = new long?[3];
        double?[] final = new double?[3];
        await group.ReadAsync(fields[5], statuses.AsMemory());
        await group.ReadAsync(fields[6], lastSteps.AsMemory());
        await group.ReadAsync(fields[7], divergedAt.AsMemory());
        await group.ReadAsync(fields[9], final.AsMemory());
        Assert.Equal("finished, diverged, diverged", string.Join(", ", statuses));
        Assert.True(lastSteps is [10, 10, null]);
        Assert.True(divergedAt is [null, 17, 0]);
        Assert.True(final is [1.0, null, null]);
    }

    [Fact]
    public void Write_ColumnThatTheSchemaDoesNotHave_IsNamed()
    {
        var results = new[] { Result(3, OutcomeStatus.Finished, ["loss", "weight-norm.3"], [0], k => k) };
        var schema = new TableSchema(Axes, ["loss"]);
        Assert.Contains("point 3 measured 'weight-norm.3'", Assert.Throws<ArgumentException>(() => SegmentCodec.WriteRecords(schema, Rows(results), results)).Message);
        Assert.Throws<ArgumentException>(() => SegmentCodec.WriteResults(schema, Rows(results), results));
    }

    [Fact]
    public async Task Read_SegmentOfAnotherFormat_SaysWhichItIs()
    {
        var rows = new DataField<int>("rows", false);
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(rows), stream))
        {
            writer.CustomMetadata = new Dictionary<string, string> { ["layerdyn.format"] = "results/9" };
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(rows, new ReadOnlyMemory<int>([1]));
        }

        var results = new[] { Result(1, OutcomeStatus.Finished, ["loss"], [0], k => k) };
        byte[] records = SegmentCodec.WriteRecords(SchemaOf(results), Rows(results), results);
        Assert.Equal("a results/9 segment of another version of LayerDyn: this one reads results/1 and results/2",
            Assert.Throws<FormatException>(() => SegmentCodec.Read(records, stream.ToArray())).Message);
    }

    [Fact]
    public void Write_PointsThatAreNotTheResults_Throws()
    {
        var results = new[] { Result(1, OutcomeStatus.Finished, ["loss"], [0], k => k) };
        Assert.Throws<ArgumentException>(() => SegmentCodec.WriteRecords(SchemaOf(results), [new PointRow(2, IdOf(2), 0, [0, 0])], results));
        Assert.Throws<ArgumentException>(() => SegmentCodec.WriteResults(SchemaOf(results), [], results));
    }

    [Fact]
    public void Read_SegmentsOfDifferentPoints_Throws()
    {
        var first = new[] { Result(1, OutcomeStatus.Finished, ["loss"], [0, 1], k => k) };
        var second = new[] { Result(2, OutcomeStatus.Finished, ["loss"], [0, 1], k => k) };
        Assert.Throws<FormatException>(() => SegmentCodec.Read(
            SegmentCodec.WriteRecords(SchemaOf(first), Rows(first), first), SegmentCodec.WriteResults(SchemaOf(second), Rows(second), second)));
    }

    [Fact]
    public void Read_SegmentsSwapped_Throws()
    {
        var results = new[] { Result(1, OutcomeStatus.Finished, ["loss"], [0, 1], k => k) };
        byte[] records = SegmentCodec.WriteRecords(SchemaOf(results), Rows(results), results), finals = SegmentCodec.WriteResults(SchemaOf(results), Rows(results), results);
        Assert.Throws<FormatException>(() => SegmentCodec.Read(finals, records));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(-1)]
    public void Read_Truncated_Throws(int length)
    {
        var results = new[] { Result(1, OutcomeStatus.Finished, ["loss"], [0, 1], k => k) };
        byte[] records = SegmentCodec.WriteRecords(SchemaOf(results), Rows(results), results), finals = SegmentCodec.WriteResults(SchemaOf(results), Rows(results), results);
        byte[] cut = records[..(length < 0 ? records.Length + length : length)];
        Assert.Throws<FormatException>(() => SegmentCodec.Read(cut, finals));
    }

    private static string Describe(DataField field) =>
        $"{field.Name}:{(field.ClrType == typeof(ReadOnlyMemory<char>) ? "String" : field.ClrType.Name)}{(field.IsNullable ? "?" : "")}";

    private static TableSchema SchemaOf(IEnumerable<PointResult> results) =>
        new(Axes, [.. results.SelectMany(result => result.Records.Columns).Distinct()]);

    private static PointId IdOf(long index) => PointId.Of($"point {index}");

    private static PointRow[] Rows(IReadOnlyList<PointResult> results) =>
        [.. results.Select(result => new PointRow(result.Index, IdOf(result.Index), 0, [(int)(result.Index / 2 % 3), (int)(result.Index % 2)]))];

    private static IReadOnlyList<PointResult> RoundTrip(PointResult[] results) =>
        SegmentCodec.Read(SegmentCodec.WriteRecords(SchemaOf(results), Rows(results), results), SegmentCodec.WriteResults(SchemaOf(results), Rows(results), results));

    private static PointResult Result(long index, OutcomeStatus status, string[] columns, long[] steps, Func<int, double> value)
    {
        var table = new MeasurementTable(columns);
        for (int row = 0; row < steps.Length; row++)
            table.Add(steps[row], [.. Enumerable.Range(0, columns.Length).Select(c => value(row * columns.Length + c))]);
        return new PointResult(index, status, steps.LastOrDefault(), table);
    }

    private static void AssertSame(IReadOnlyList<PointResult> expected, IReadOnlyList<PointResult> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (e, a) in expected.Zip(actual))
        {
            Assert.Equal((e.Index, e.Status, e.LastStep), (a.Index, a.Status, a.LastStep));
            Assert.Equal(e.Kept, a.Kept);
            Assert.Equal(e.Records.Columns, a.Records.Columns);
            Assert.Equal(e.Records.Steps, a.Records.Steps);
            for (int row = 0; row < e.Records.Rows; row++)
                for (int column = 0; column < e.Records.Columns.Count; column++)
                    Assert.Equal(BitConverter.DoubleToInt64Bits(e.Records[row, column]), BitConverter.DoubleToInt64Bits(a.Records[row, column]));
        }
    }
}
