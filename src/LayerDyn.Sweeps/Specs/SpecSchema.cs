using System.Text.Json;
using System.Text.Json.Nodes;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Parametrisations;
using LayerDyn.Science.Tasks;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Refinement;

namespace LayerDyn.Sweeps.Specs;

/// <summary>
/// Writes a JSON Schema (draft 7) of specs from the catalog of kinds, by which editors complete and check them. It refuses nothing that a sweep
/// accepts, and not all that a sweep refuses: an axis or a variant may set what is not written, and what parts have to do with each other is
/// looked at by <c>layerdyn validate</c>.
/// </summary>
public static class SpecSchema
{
    private static readonly Type[] Families = [typeof(Model), typeof(Initialisation), typeof(LearningTask), typeof(Optimizer), typeof(Schedule), typeof(Parametrisation), typeof(Observable), typeof(CurveSpec)];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as JSON text that ends with a line break.</summary>
    public static string Write() => new JsonObject
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "LayerDyn sweep",
        ["type"] = "object",
        ["required"] = new JsonArray("name"),
        ["not"] = new JsonObject { ["required"] = new JsonArray("steps", "epochs") },
        ["additionalProperties"] = false,
        ["properties"] = Keys(),
        ["definitions"] = new JsonObject(Families.Select(family => KeyValuePair.Create<string, JsonNode?>(NameOf(family), OfFamily(family)))),
    }.ToJsonString(Indented) + "\n";

    private static JsonObject Keys()
    {
        (string Key, JsonObject Value)[] keys =
        [
            ("name", Name()),
            ("description", Text()),
            ("figure", Text()),
            ("model", Reference(typeof(Model))),
            ("init", Reference(typeof(Initialisation))),
            ("task", Reference(typeof(LearningTask))),
            ("optimizer", Reference(typeof(Optimizer))),
            ("loss", Choice(typeof(LossKind))),
            ("steps", Whole(1)),
            ("epochs", Whole(1)),
            ("measure", Closed(("at", Times()), ("observables", List(Reference(typeof(Observable)), 1)))),
            ("stopWhen", OrNull(Text())),
            (KeepBinder.Key, OrNull(Closed([.. KeepBinder.Names.Select(name => (name, name == KeepBinder.Data ? new JsonObject { ["type"] = "boolean" } : Kept()))]))),
            ("dtype", Choice(typeof(DType))),
            ("engine", Choice(typeof(Engine))),
            ("weightsFrom", Choice(typeof(WeightsFrom))),
            ("axes", new() { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = Axis() }),
            ("zip", AnyOf(List(Text(), 2), List(List(Text(), 2), 1))),
            (SamplesReader.Key, AnyOf(Whole(1), Closed(("count", Whole(1)), ("by", Choice(SamplesReader.Methods)), ("seed", Whole(0))))),
            ("seeds", AnyOf(Whole(1), Closed(("count", Whole(1)), ("first", Whole(0))))),
            (RefineReader.Key, Closed(("axes", AnyOf(Text(), List(Text(), 1, RefinementSpec.MostAxes))), ("of", Text()),
                ("at", AnyOf(Number(null), List(Number(null), 1), Choice(RefineReader.Steepest))), ("until", Closed(("points", Whole(1)))), ("start", Whole(1)))),
            (DeriveReader.Key, new() { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number") } }),
            ("curves", List(Reference(typeof(CurveSpec)))),
            ("resources", Closed(("device", Choice(ResourcesReader.Devices)), ("minMemoryGiB", Number(0)), ("slots", Whole(0)))),
            ("limits", Closed(("pointTime", Duration()), ("sweepTime", Duration()), ("failures", Whole(1)))),
            ("variants", new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "object" } }),
            (PinSection.Key, new() { ["type"] = "object", ["description"] = "what the data files held when the sweep was planned; filled in by layerdyn" }),
        ];
        var all = new JsonObject();
        foreach (var (key, value) in keys)
        {
            if (SpecReference.MeaningOf(key) is { } meaning) all[key] = Described(value, meaning);
            else all[key] = value;
        }

        return all;
    }

    private static JsonObject Times() => AnyOf(
        Closed(("logPerDecade", Whole(1))), Closed(("every", Whole(1))), Closed(("steps", List(Whole(0), 1))), List(Whole(0), 1));

    private static JsonObject Kept() =>
        OrNull(AnyOf(Whole(0), Choice([KeepSteps.LastName, KeepSteps.AllName]), List(AnyOf(Whole(0), Choice([KeepSteps.LastName])), 1)));

    private static JsonObject Axis()
    {
        var space = new JsonObject { ["type"] = "array", ["items"] = new JsonArray(Number(null), Number(null), Whole(1)), ["minItems"] = 3, ["maxItems"] = 3 };
        var positive = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 };
        var axis = Closed(
            ("values", AnyOf(List(null, 1), Text())),
            ("linspace", space),
            ("logspace", new() { ["type"] = "array", ["items"] = new JsonArray(positive.DeepClone(), positive.DeepClone(), Whole(1)), ["minItems"] = 3, ["maxItems"] = 3 }),
            ("range", List(Number(null), 3, 3)),
            ("uniform", List(Number(null), 2, 3)),
            ("logUniform", List(positive, 2, 3)),
            ("choice", List(null, 1)),
            ("cases", new() { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = new JsonObject { ["type"] = "object" } }),
            ("sets", AnyOf(Text(), List(Text(), 1))));
        foreach (var (form, meaning) in SpecReference.Forms)
            if (axis["properties"]![form[..form.IndexOf(':')]] is JsonObject known) Described(known, meaning);
        axis["oneOf"] = new JsonArray([.. AxisReader.Forms.Select(JsonNode (form) => form == "cases"
            ? new JsonObject { ["required"] = new JsonArray(form), ["not"] = new JsonObject { ["required"] = new JsonArray("sets") } }
            : new JsonObject { ["required"] = new JsonArray(form, "sets") })]);
        return axis;
    }

    private static JsonObject OfFamily(Type family)
    {
        var kinds = ScienceCatalog.Kinds(family).Values.OrderBy(kind => kind.Name, StringComparer.Ordinal).ToList();
        // A curve has to have a name; of the others the kind alone may be written.
        bool isCurve = family == typeof(CurveSpec);
        var forms = kinds.Select(kind => OfKind(kind, isCurve));
        return AnyOf([.. isCurve ? [] : (JsonObject[])[Choice([.. kinds.Select(kind => kind.Name)])], .. forms]);
    }

    /// <param name="kind">The kind.</param>
    /// <param name="isFixed">Whether no axis can set its parameters, so that those without a default must be written.</param>
    private static JsonObject OfKind(KindDescriptor kind, bool isFixed)
    {
        var schema = Closed([("kind", new() { ["const"] = kind.Name }), .. kind.Parameters.Select(parameter => (parameter.Name, OfParameter(parameter)))]);
        schema["title"] = kind.Name;
        if (!isFixed) return Described(schema, kind.Summary);
        schema["properties"]!["name"] = Described(Name(), "its name, and that of its files");
        schema["required"] = new JsonArray(["kind", .. kind.Parameters.Where(parameter => parameter.Required).Select(parameter => JsonValue.Create(parameter.Name))]);
        return Described(schema, kind.Summary);
    }

    private static JsonObject OfParameter(ParameterDescriptor parameter)
    {
        string meaning = parameter.Attribute.Summary + (parameter.Required ? "" : $" (default: {SpecReference.Default(parameter)})");
        var type = parameter.Type;
        var schema = parameter.Attribute.OrSingle ? AnyOf(OfType(type.GetGenericArguments()[0], parameter.Attribute), OfType(type, parameter.Attribute)) : OfType(type, parameter.Attribute);
        return Described(parameter is { Required: false, Default: null } ? OrNull(schema) : schema, meaning);
    }

    private static JsonObject OfType(Type type, ParameterAttribute range) =>
        type == typeof(double) ? InRange(new() { ["type"] = "number" }, range)
        : type == typeof(int) || type == typeof(long) ? InRange(new() { ["type"] = "integer" }, range)
        : type == typeof(bool) ? new() { ["type"] = "boolean" }
        : type == typeof(string) ? Text()
        : type.IsEnum ? Choice(type)
        : type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>) ? new() { ["type"] = "object" }
        : ScienceCatalog.IsFamily(type) ? Reference(type)
        : List(OfType(type.GetGenericArguments()[0], range), range.MinCount);

    private static JsonObject InRange(JsonObject number, ParameterAttribute range)
    {
        if (double.IsFinite(range.Min)) number[range.AboveMin ? "exclusiveMinimum" : "minimum"] = range.Min;
        if (double.IsFinite(range.Max)) number["maximum"] = range.Max;
        return number;
    }

    /// <summary>The same, or null: as a resolved spec has what is not there.</summary>
    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue type) schema["type"] = new JsonArray(type.DeepClone(), "null");
        else if (schema["enum"] is JsonArray names) names.Add(null);
        else return AnyOf(schema, new JsonObject { ["type"] = "null" });
        return schema;
    }

    private static JsonObject Closed(params (string Name, JsonObject Value)[] members) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value))),
    };

    private static JsonObject List(JsonObject? items, int least = 0, int most = int.MaxValue)
    {
        var list = new JsonObject { ["type"] = "array" };
        if (items is not null) list["items"] = items;
        if (least > 0) list["minItems"] = least;
        if (most < int.MaxValue) list["maxItems"] = most;
        return list;
    }

    private static JsonObject AnyOf(params JsonObject[] forms) => new() { ["anyOf"] = new JsonArray(forms) };

    // Beside a reference, draft 7 reads nothing else.
    private static JsonObject Reference(Type family) => new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{NameOf(family)}" }) };

    private static JsonObject Described(JsonObject schema, string meaning)
    {
        schema["description"] = meaning;
        return schema;
    }

    private static JsonObject Choice(Type type) => Choice([.. Enum.GetValues(type).Cast<Enum>().Select(ExperimentText.KebabCase)]);

    private static JsonObject Choice(params string[] names) => new() { ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };

    // JavaScript, by which JSON Schema matches, knows no \A and \z.
    private static JsonObject Name() => new() { ["type"] = "string", ["pattern"] = SpecReader.KebabCase().ToString().Replace(@"\A", "^").Replace(@"\z", "$") };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Duration() => new() { ["type"] = "string", ["pattern"] = @"^(\d+(\.\d+)?d)?(\d+(\.\d+)?h)?(\d+(\.\d+)?m)?(\d+(\.\d+)?s)?$", ["examples"] = new JsonArray("90s", "2h", "1d12h") };

    private static JsonObject Whole(long least) => new() { ["type"] = "integer", ["minimum"] = least };

    private static JsonObject Number(double? least) => least is { } bound ? new() { ["type"] = "number", ["minimum"] = bound } : new() { ["type"] = "number" };

    private static string NameOf(Type family) => JsonNamingPolicy.KebabCaseLower.ConvertName(family.Name);
}
