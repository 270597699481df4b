using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Sweeps.Tests.Tables;

public sealed class TableSchemaTests
{
    private const string Base = """
        name: types
        model: { kind: mlp, widths: [4, 3, 1] }
        init: { kind: normal, std: 0.5 }
        task: { kind: gaussian-regression, samples: 20, inputs: 4, outputs: 1 }
        optimizer: { kind: sgd, batchSize: 5, learningRate: 0.05 }
        steps: 4
        measure: { at: { every: 2 }, observables: [weight-norm, loss] }

        """;

    [Theory]
    [InlineData("{ values: [true, false], sets: task.whiten }", ColumnType.Boolean)]
    [InlineData("{ values: [4, 8], sets: steps }", ColumnType.Integer)]
    [InlineData("{ range: [1, 4, 1], sets: init.std }", ColumnType.Integer)]
    [InlineData("{ values: [1, 0.5], sets: init.std }", ColumnType.Number)]
    [InlineData("{ linspace: [0.5, 1.5, 3], sets: init.std }", ColumnType.Number)]
    [InlineData("{ values: [[4, 3, 1], [4, 1]], sets: model.widths }", ColumnType.Text)]
    [InlineData("{ cases: { a: { init.std: 1 }, b: { init.std: 2 } } }", ColumnType.Text)]
    public void Axes_OfEachKindOfValues_HaveTheirType(string axis, ColumnType type)
    {
        var plan = SweepPlan.Load($"{Base}axes:\n  x: {axis}\n");
        Assert.Equal(type, Assert.Single(plan.Tables.Axes).Type);
    }

    [Fact]
    public void Columns_AreInTheOrderThatIsDocumented_ComponentsBesideTheirSiblings()
    {
        var tables = SweepPlan.Load(Base + "axes: { w: { values: [[4, 1], [4, 3, 3, 1]], sets: model.widths } }").Tables;
        string[] measured = [.. Enumerable.Range(1, 6).Select(parameter => $"weight-norm.{parameter}"), "loss"]; // weights and biases of three layers
        Assert.Equal(["point", "id", "w", "seed", "status", "step", .. measured], tables.Records.Select(column => column.Name));
        Assert.Equal(["point", "id", "w", "seed", "status", "last_step", "diverged_at", "rows", .. measured], tables.Results.Select(column => column.Name));
        Assert.Equal(["last_step", "diverged_at", .. measured], tables.Results.Where(column => column.IsNullable).Select(column => column.Name));
    }

    [Theory]
    [InlineData("loss", "axis.loss")]
    [InlineData("Loss", "axis.Loss")]
    [InlineData("lossy", "lossy")]
    public void Axis_NamedLikeAMeasurement_HasAPrefixInBothTables(string axis, string column)
    {
        var tables = SweepPlan.Load($"{Base}axes: {{ {axis}: {{ values: [mse, mse-mean], sets: loss }} }}").Tables;
        Assert.Equal((column, column), (tables.Records[2].Name, tables.Results[2].Name));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("-x", "'-x")]
    [InlineData("+a,b", "\"'+a,b\"")]
    [InlineData("\tx", "'\tx")]
    [InlineData("-1e-3", "-1e-3")]
    [InlineData("[4, 1]", "\"[4, 1]\"")]
    [InlineData("say \"so\"", "\"say \"\"so\"\"\"")]
    public void CsvText_ThatASpreadsheetWouldRun_IsMarkedAsText(string text, string cell) => Assert.Equal(cell, CsvCell.Text(text));
}
