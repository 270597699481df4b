using System.Reflection;
using System.Text;
using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Contracts.Tests.Wire;

/// <summary>
/// What crosses the wire, against a reviewed text: silos of two versions read each other's messages during a rolling restart as long
/// as no line of it changes or goes. New lines may come.
/// </summary>
public sealed class WireManifestTests
{
    [Fact]
    public void Messages_AndMethods_AreThoseOfTheReviewedManifest()
    {
        string file = RepositoryRoot.Of("tests", "LayerDyn.Contracts.Tests", "Wire", "wire-manifest.txt");
        string[] found = [.. Lines()];
        if (Environment.GetEnvironmentVariable("LAYERDYN_WRITE_WIRE_MANIFEST") is not null) File.WriteAllLines(file, found);
        Assert.Equal(File.ReadAllLines(file), found);
    }

    private static IEnumerable<string> Lines()
    {
        foreach (var type in typeof(ISweepGrain).Assembly.GetExportedTypes().Where(type => type.Namespace!.StartsWith("LayerDyn.", StringComparison.Ordinal)).OrderBy(Alias, StringComparer.Ordinal))
        {
            if (type.IsEnum)
                yield return $"{Alias(type)} {string.Join(' ', Enum.GetNames(type).Select(name => $"{Convert.ToInt64(Enum.Parse(type, name))}={name}"))}";
            else if (type.IsInterface)
                foreach (var method in type.GetMethods().OrderBy(method => Alias(method), StringComparer.Ordinal))
                    yield return $"{Alias(type)} {Alias(method)}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}) {Name(method.ReturnType)}";
            else
                foreach (var (property, id) in type.GetProperties()
                    .Select(property => (property, property.GetCustomAttribute<IdAttribute>())).Where(member => member.Item2 is not null).OrderBy(member => member.Item2!.Id))
                    yield return $"{Alias(type)} {id!.Id} {Name(property.PropertyType)} {property.Name}";
        }
    }

    private static string Alias(MemberInfo member) =>
        member.GetCustomAttribute<AliasAttribute>()?.Alias ?? throw new InvalidOperationException($"{member.DeclaringType?.Name}.{member.Name} has no alias: its name on the wire would follow its name in the code");

    private static string Name(Type type)
    {
        if (!type.IsGenericType) return type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.Name;
        var text = new StringBuilder(type.Name[..type.Name.IndexOf('`')]).Append('<');
        return text.AppendJoin(", ", type.GetGenericArguments().Select(Name)).Append('>').ToString();
    }
}
