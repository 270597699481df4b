using LayerDyn.Client.Commands;

namespace LayerDyn.Client.Tests.Commands;

public sealed class CommandTextTests
{
    [Theory]
    [InlineData("layerdyn run spec.yaml --set init.std=0.1 -o out/a_b", "run", "spec.yaml", "--set", "init.std=0.1", "-o", "out/a_b")]
    [InlineData("layerdyn run 'my spec.yaml' --set 'task={ kind: x }' ''", "run", "my spec.yaml", "--set", "task={ kind: x }", "")]
    [InlineData("layerdyn run 'it'\\''s' '$HOME' '*' 'a b'", "run", "it's", "$HOME", "*", "a\nb")]
    [InlineData("layerdyn")]
    public void Arguments_AreQuotedForAShell(string expected, params string[] arguments) => Assert.Equal(expected, CommandText.Of(arguments));

    [Fact]
    public void LongLines_AreCut()
    {
        string text = CommandText.Of([new string('x', 2000)]);
        Assert.Equal((1000, '…'), (text.Length, text[^1]));
    }
}
