using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Specs;

public sealed class SpecReferenceTests
{
    [Fact]
    public void Write_ListsKindsWithTheirParameters()
    {
        string text = SpecReference.Write();
        Assert.Contains("### `toy-net`\n\nA model of given widths.\n", text, StringComparison.Ordinal);
        Assert.Contains("| widths | list of whole numbers | required | &gt;= 1, at least 2 elements | widths |", text, StringComparison.Ordinal);
        Assert.Contains("| scale | number | 1 | &gt; 0 | scale |", text, StringComparison.Ordinal);
        Assert.Contains("| schedule | kind of schedule | constant |  | learning-rate schedule |", text, StringComparison.Ordinal);
        Assert.Contains("| loss | mse, mse-mean, cross-entropy |", text, StringComparison.Ordinal);
        Assert.Contains("### `toy-map`", text, StringComparison.Ordinal);
    }
}
