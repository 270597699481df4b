using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>Exact solutions for data and weights from files: their conditions are measured.</summary>
public sealed class FileTheoryTests : IDisposable
{
    private const string Kinds = "'init': { 'kind': 'lambda-balanced', 'lambda': 2, 'scale': 0.25 }, "
        + "'task': { 'kind': 'gaussian-regression', 'inputs': 3, 'outputs': 3, 'samples': 10, 'whiten': true }";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 1e-9)]
    [InlineData(true, 1e-4)] // values of single precision
    public void Theory_WeightsAndDataFromFiles_IsThatOfTheKindsThatMadeThem(bool single, double tolerance)
    {
        var kinds = Spec.Bind(Text(Kinds));
        Save(kinds, single);
        var (expected, found) = (Spec.Train(kinds)[0].Records, Spec.Train(Spec.Bind(Text(Files)))[0].Records);
        Assert.Equal(expected.Columns, found.Columns);
        Assert.NotEqual(expected[0, 0], expected[expected.Rows - 1, 0], 0.1); // something happens
        for (int row = 0; row < expected.Rows; row++)
            for (int column = 0; column < expected.Columns.Count; column++) Assert.Equal(expected[row, column], found[row, column], tolerance);
    }

    [Fact]
    public void Theory_DataFromFileThatIsNotWhite_IsRefusedWithHowMuch()
    {
        var kinds = Spec.Bind(Text(Kinds));
        Save(kinds, single: false, stretch: 1.1); // one input's second moment becomes 1.21
        Assert.Contains("differs from the identity by 0.21", Assert.Single(Spec.Problems(Text(Files).Replace("'mode-strength', ", ""))).ToString());
    }

    [Fact]
    public void Theory_WeightsFromFileThatAreNotBalanced_IsRefusedWithHowMuch()
    {
        var kinds = Spec.Bind(Text(Kinds));
        Save(kinds, single: false, tilt: 0.5);
        Assert.Contains("W2^T W2 - W1 W1^T of these differs from", Assert.Single(Spec.Problems(Text(Files))).ToString());
    }

    [Fact]
    public void Theory_UncorrelatedInputsFromFile_SolveADiagonalNetwork()
    {
        // Two inputs that are never on together: uncorrelated, with second moments 2 and 0.5.
        File.WriteAllBytes(_folder["X.npy"], Npy.Write(FileArray.Of([2.0, 0, 0, 1], 2, 2)));
        File.WriteAllBytes(_folder["Y.npy"], Npy.Write(FileArray.Of([2.0, 3], 2, 1)));
        string text = Text($"'init': {{ 'kind': 'balanced-constant', 'product': 0.1 }}, {Task}").Replace("'deep-linear', 'widths': [3, 3, 3]", "'diagonal-linear', 'depth': 2")
            .Replace(", 'kernel-distance'", "");
        var records = Spec.Train(Spec.Bind(text))[0].Records;
        int strength = records.Columns.ToList().IndexOf("mode-strength.1");
        double t = 0.01 * records.Steps[^1];
        Assert.Equal(1 / (1 + (1 / 0.1 - 1) * Math.Exp(-2 * 2 * t)), records[records.Rows - 1, strength], 1e-6); // the sigmoid of S = 1 and E[x^2] = 2
    }

    private string Task => $"'task': {{ 'kind': 'file', 'inputs': '{_folder["X.npy"]}', 'targets': '{_folder["Y.npy"]}' }}";

    private string Files => $"'init': {{ 'kind': 'file', 'paths': ['{_folder["W1.npy"]}', '{_folder["W2.npy"]}'] }}, {Task}";

    private static string Text(string problem) => "{ 'model': { 'kind': 'deep-linear', 'widths': [3, 3, 3] }, " + problem
        + ", 'optimizer': { 'kind': 'gd', 'learningRate': 0.01 }, 'steps': 200, 'engine': 'theory', 'weightsFrom': 'seed', "
        + "'measure': { 'at': [0, 50, 100, 200], 'observables': ['loss', 'mode-strength', 'kernel-distance'] } }";

    private void Save(Experiment kinds, bool single, double stretch = 1, double tilt = 0)
    {
        var train = kinds.Task.Create(0).Train;
        double[][] weights = kinds.Init.Create(kinds.Model, kinds.Task.Shape, RandomStream.ForWeights(kinds));
        for (int i = 0; i < train.Count; i++) train.X[i, 0] *= stretch;
        weights[0][1] += tilt;
        Write("X", train.X.Data, train.X.Columns);
        Write("Y", train.Y.Data, train.Y.Columns);
        Write("W1", weights[0], 3);
        Write("W2", weights[1], 3);

        void Write(string name, double[] values, int columns) => File.WriteAllBytes(_folder[name + ".npy"],
            Npy.Write(FileArray.Of(single ? Array.ConvertAll(values, value => (double)(float)value) : values, values.Length / columns, columns)));
    }
}
