using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Keeping;

namespace LayerDyn.Science.Experiments;

/// <summary>
/// The canonical text of an experiment: JSON with every parameter spelled out, members in ordinal order, numbers in their
/// shortest round-trip form. It is what a point's identity hashes and what crosses the wire.
/// </summary>
public static class ExperimentText
{
    private static readonly ConcurrentDictionary<Enum, string> EnumNames = [];
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    /// <summary>The canonical text of the whole experiment.</summary>
    public static string Write(Experiment experiment) => Render(json =>
    {
        json.WriteStartObject();
        json.WriteString("dtype", KebabCase(experiment.DType));
        json.WriteString("engine", KebabCase(experiment.Engine));
        WritePart(json, "init", experiment.Init);
        if (experiment.Keep is { } keep) KeepBinder.Write(json, keep);
        json.WriteString("loss", KebabCase(experiment.Loss));
        json.WriteStartObject("measure");
        WriteSchedule(json, experiment.MeasureAt);
        json.WriteStartArray("observables");
        foreach (var observable in experiment.Observables) WriteValue(json, observable);
        json.WriteEndArray();
        json.WriteEndObject();
        WritePart(json, "model", experiment.Model);
        json.WriteNumber("numerics", NumericsVersion.Current);
        WritePart(json, "optimizer", experiment.Optimizer);
        json.WriteNumber("seed", experiment.Seed);
        json.WriteNumber("steps", experiment.Steps);
        if (experiment.StopWhen is { } condition) json.WriteString("stopWhen", condition.ToString());
        WritePart(json, "task", experiment.Task);
        json.WriteString("weightsFrom", KebabCase(experiment.WeightsFrom));
        json.WriteEndObject();
    });

    /// <summary>
    /// The part that decides the trajectory: without steps, measurements and engine, so that measuring more or training longer
    /// starts from the same weights.
    /// </summary>
    public static string WriteDynamics(Experiment experiment) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"dtype":"{{KebabCase(experiment.DType)}}","init":{{WriteKind(experiment.Init)}},"loss":"{{KebabCase(experiment.Loss)}}","model":{{WriteKind(experiment.Model)}},"optimizer":{{WriteKind(experiment.Optimizer)}},"seed":{{experiment.Seed}},"task":{{WriteKind(experiment.Task)}}}
        """);

    /// <summary>The canonical text of one kind with its parameters, e.g. a task.</summary>
    public static string WriteKind(object instance) => KindTexts.Of(instance, static kind => Render(json => WriteValue(json, kind)));

    /// <summary>Reads a canonical text back.</summary>
    /// <exception cref="FormatException">It is not the text of a valid experiment of this numerics version.</exception>
    public static Experiment Read(string text)
    {
        var problems = new ProblemList();
        using var document = JsonDocument.Parse(text);
        var experiment = ExperimentBinder.Bind(document.RootElement, problems, validate: false);
        return experiment is not null && problems.IsEmpty
            ? experiment
            : throw new FormatException("not a canonical experiment: " + string.Join("; ", problems.Problems));
    }

    /// <summary>The name of an enum value as written in a spec, e.g. <c>cross-entropy</c>.</summary>
    public static string KebabCase(Enum value) =>
        EnumNames.GetOrAdd(value, static value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    private static string Render(Action<Utf8JsonWriter> write)
    {
        // The thread's own, unless it is in use further up.
        var (buffer, json) = _writer ?? (new ArrayBufferWriter<byte>(1024), new Utf8JsonWriter(Stream.Null, Options));
        _writer = null;
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        write(json);
        json.Flush();
        _writer = (buffer, json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Points of a sweep share the parts that no axis touches: their texts are written once.
    private static void WritePart(Utf8JsonWriter json, string name, object part)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(WriteKind(part), skipInputValidation: true);
    }

    private static void WriteMember(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        WriteValue(json, value);
    }

    private static void WriteSchedule(Utf8JsonWriter json, MeasureSchedule schedule)
    {
        json.WriteStartObject("at");
        if (schedule.Every is { } every) json.WriteNumber("every", every);
        if (schedule.LogPerDecade is { } perDecade) json.WriteNumber("logPerDecade", perDecade);
        if (schedule.Steps is { } steps) WriteMember(json, "steps", steps);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number == 0 ? 0.0 : number); break; // -0 and 0 are one identity
            case string text: json.WriteStringValue(text); break;
            case Enum name: json.WriteStringValue(KebabCase(name)); break;
            case IReadOnlyDictionary<string, IReadOnlyList<string>> mapping:
                json.WriteStartObject();
                foreach (var (name, values) in mapping) WriteMember(json, name, values);
                json.WriteEndObject();
                break;
            case IEnumerable list:
                json.WriteStartArray();
                foreach (object? item in list) WriteValue(json, item);
                json.WriteEndArray();
                break;
            default:
                var kind = ScienceCatalog.Describe(value);
                json.WriteStartObject();
                json.WriteString("kind", kind.Name);
                foreach (var parameter in kind.Parameters)
                {
                    object? own = parameter.Get(value);
                    if (!parameter.Attribute.OmittedAtDefault || !Equals(own, parameter.Default)) WriteMember(json, parameter.Name, own);
                }

                json.WriteEndObject();
                break;
        }
    }
}
