namespace LayerDyn.Science.Tests.Training;

/// <summary>A point of each engine, without its steps, its measurements and its end.</summary>
internal static class EnginePoints
{
    private const string Regression = "'task':{'kind':'gaussian-regression','samples':12,'whiten':false}";
    private const string Perceptron = "'model':{'kind':'mlp','widths':[8,17,4],'activation':'relu'},'init':{'kind':'normal','std':1,'fanIn':true},"
        + "'task':{'kind':'modular-addition','modulus':4,'trainFraction':0.8,'encoding':'one-hot'},'loss':'cross-entropy'";

    private static readonly (string Name, string Parts)[] Engines =
    [
        ("two by two", "'model':{'kind':'deep-linear','widths':[2,2,2]},'init':{'kind':'normal','std':0.4},'task':{'kind':'gaussian-regression','samples':12,'whiten':true},'optimizer':{'kind':'gd','learningRate':0.05}"),
        ("dense", $"'model':{{'kind':'deep-linear','widths':[4,3,2]}},'init':{{'kind':'normal','std':0.4}},{Regression},'optimizer':{{'kind':'gd','learningRate':0.05,'momentum':0.3}}"),
        ("wide", $"'model':{{'kind':'deep-linear','widths':[40,40,9]}},'init':{{'kind':'normal','std':0.1}},{Regression},'optimizer':{{'kind':'gd','learningRate':0.02}}"),
        ("diagonal", "'model':{'kind':'diagonal-linear','depth':3},'init':{'kind':'normal','std':0.7},'task':{'kind':'gaussian-regression','samples':12,'inputs':5,'outputs':1,'whiten':true},'optimizer':{'kind':'gd','learningRate':0.05}"),
        ("signs", $"'model':{{'kind':'deep-linear','widths':[4,3,2]}},'init':{{'kind':'normal','std':0.4}},{Regression},'optimizer':{{'kind':'sign','learningRate':0.01}}"),
        ("one pass", "'model':{'kind':'linear'},'init':{'kind':'normal','std':0.4},'task':{'kind':'power-law-regression','dimension':7,'labelNoise':0.2},'optimizer':{'kind':'sgd','learningRate':0.1,'batchSize':3}"),
        ("flow", $"'model':{{'kind':'deep-linear','widths':[4,3,2]}},'init':{{'kind':'normal','std':0.4}},{Regression},'optimizer':{{'kind':'gradient-flow','learningRate':0.05}}"),
        ("attention", "'model':{'kind':'linear-attention','heads':4},'init':{'kind':'normal','std':0.5},'task':{'kind':'in-context-regression','dimension':4},'optimizer':{'kind':'gd','learningRate':0.5}"),
        ("attention flow", "'model':{'kind':'linear-attention','heads':4},'init':{'kind':'normal','std':0.5},'task':{'kind':'in-context-regression','dimension':4},'optimizer':{'kind':'gradient-flow','learningRate':0.05}"),
        ("perceptron", Perceptron + ",'optimizer':{'kind':'adam','learningRate':0.01,'batchSize':5}"),
        ("transformer", "'model':{'kind':'transformer','heads':2,'dModel':12,'dMlp':20},'init':{'kind':'normal','std':1,'fanIn':true},"
            + "'task':{'kind':'modular-addition','modulus':5,'trainFraction':0.8,'encoding':'tokens'},'loss':'cross-entropy','optimizer':{'kind':'adam','learningRate':0.01,'batchSize':5}"),
        ("linear at rates by layer", $"'model':{{'kind':'deep-linear','widths':[4,3,2],'parametrisation':{{'kind':'mup','baseWidth':2}}}},'init':{{'kind':'normal','fanIn':true}},{Regression},'optimizer':{{'kind':'gd','learningRate':0.05,'momentum':0.3}}"),
        ("perceptron at rates by layer", Perceptron.Replace("'relu'", "'relu','parametrisation':{'kind':'mup','baseWidth':5}") + ",'optimizer':{'kind':'adam','learningRate':0.01,'batchSize':5}"),
        ("torch at rates by layer", Perceptron.Replace("'relu'", "'gelu','parametrisation':{'kind':'abc','a':[-0.5,0,0.5],'b':0.5}") + ",'optimizer':{'kind':'sgd','learningRate':0.01,'momentum':0.9,'batchSize':5}"),
        ("torch", Perceptron.Replace("relu", "gelu") + ",'optimizer':{'kind':'adam','learningRate':0.01,'batchSize':5}"),
    ];

    /// <summary>The engines' names.</summary>
    public static TheoryData<string> Names => [.. All];

    /// <summary>The same as a list.</summary>
    public static IEnumerable<string> All => Engines.Select(engine => engine.Name);

    /// <summary>The point of an engine.</summary>
    public static string Of(string engine) => Engines.Single(known => known.Name == engine).Parts;
}
