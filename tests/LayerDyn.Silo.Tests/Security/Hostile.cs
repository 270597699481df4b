using System.Text;

namespace LayerDyn.Silo.Tests.Security;

/// <summary>A request of a stranger, and the statuses that refuse it.</summary>
public sealed record Hostile(string Method, string Target, string Who, int[] Refusals, string Body = "", string Type = "text/yaml", string Headers = "")
{
    private const string Id = "small-00000000";
    private static readonly int[] Absent = [400, 404];

    public static IEnumerable<Hostile> All() => [.. Paths(), .. Roles(), .. Credentials(), .. Bodies(), .. Labels(), .. Reports(), .. Queries(), .. Methods(), .. Protocol(), .. Smuggled()];

    public override string ToString() => $"{Method} {(Target.Length > 60 ? Target[..60] : Target)} as {Who} {Headers.Replace("\r\n", "|", StringComparison.Ordinal)} {Body.Length} {(Body.Length > 24 ? Body[..24] : Body).Replace('\n', '|')}";

    private static IEnumerable<Hostile> Paths()
    {
        string[] names =
        [
            "..", "../..", "..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2fetc", "..%5c..%5cwindows", "%00", "small%00-00000000", "small-0000000g", "SMALL-00000000",
            "small-00000000%2f..%2f..", "....//....//etc", "%252e%252e%252f", "active", "index", "small-00000000.json", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "a%0d%0aSet-Cookie:x=1",
            "'%20or%201=1--", "$%7Bjndi:ldap:%2f%2fx%7D", new string('a', 4000), "%F0%9F%92%A9", "-00000000", "con-00000000%20", "~root", "%c0%ae%c0%ae%2f",
        ];
        foreach (string name in names)
        {
            yield return new("GET", $"/api/v1/sweeps/{name}", "read", [400, 404]);
            yield return new("GET", $"/api/v1/sweeps/{name}/spec/resolved", "read", [400, 404]);
            yield return new("GET", $"/api/v1/sweeps/{name}/table", "read", [400, 404]);
        }

        string[] files = ["..%2f..%2fmanifest.json", "x.exe", "x.png%00.svg", "..", "distance.php", "%2e%2e%2fspec.yaml"];
        foreach (string file in files) yield return new("GET", $"/api/v1/sweeps/{Id}/curves/{file}", "read", Absent);
        foreach (string recipe in (string[])["..%2fappsettings", "..%2f..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "stages%00"]) yield return new("GET", $"/api/v1/recipes/{recipe}", "read", Absent);
        foreach (string asset in (string[])["..%2fappsettings.json", "..%2f..%2fetc%2fpasswd", "%2e%2e%2fx"]) yield return new("GET", $"/assets/{asset}", "nobody", [401, 404]);
        foreach (string point in (string[])["-1", "99999999999999999999", "1e3", "NaN", "0x10", "..", "1;2"]) yield return new("GET", $"/api/v1/sweeps/{Id}/points/{point}", "read", Absent);
        foreach (string step in (string[])["-1", "99999999999999999999", "1e3", "0.safetensors", "..%2f0", "7"]) yield return new("GET", $"/api/v1/sweeps/{Id}/points/0/checkpoints/{step}", "read", Absent);
    }

    private static IEnumerable<Hostile> Roles()
    {
        string[] reads = ["about", "recipes", "sweeps", "cluster", "quota", "silo/load", "reports", "reports/x", $"sweeps/{Id}", $"sweeps/{Id}/events", $"sweeps/{Id}/points", $"sweeps/{Id}/points/0/records", $"sweeps/{Id}/points/0/checkpoints/7", $"sweeps/{Id}/table", $"sweeps/{Id}/log", $"sweeps/{Id}/differences?with={Id}", $"sweeps/{Id}/table?format=parquet", $"sweeps/{Id}/curves/distance.png"];
        foreach (string read in reads) yield return new("GET", $"/api/v1/{read}", "nobody", [401]);
        yield return new("GET", "/openapi/v1.json", "nobody", [401]);
        yield return new("GET", "/orleans", "read", [403, 404]);
        yield return new("GET", "/metrics", "nobody", [401, 404]);
        foreach (string who in (string[])["nobody", "read"])
        {
            int[] refusals = who == "read" ? [403] : [401];
            yield return new("POST", "/api/v1/sweeps", who, refusals, Specs.Small());
            yield return new("POST", $"/api/v1/sweeps/{Id}/extend", who, refusals, Specs.Small());
            foreach (string action in (string[])["pause", "resume", "cancel", "retry"]) yield return new("POST", $"/api/v1/sweeps/{Id}/{action}", who, refusals);
            yield return new("PUT", $"/api/v1/sweeps/{Id}/priority", who, refusals, """{"priority":"high"}""", "application/json");
            yield return new("PATCH", $"/api/v1/sweeps/{Id}", who, refusals, """{"note":"mine"}""", "application/json");
            yield return new("PUT", "/api/v1/reports/x", who, refusals, """{"text":"x"}""", "application/json");
            yield return new("DELETE", "/api/v1/reports/x", who, refusals);
        }
    }

    private static IEnumerable<Hostile> Credentials()
    {
        string[] headers =
        [
            "Bearer", "Bearer ", "Bearer x", "Bearer ldk_", "Bearer ldk_" + new string('0', 64), "Basic YWRtaW46YWRtaW4=", "Bearer " + new string('A', 5000), "bearer null", "Digest x",
            "Bearer eyJhbGciOiJub25lIn0.eyJyb2xlcyI6ImFkbWluIn0.", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "Bearer a.b.c", "Bearer sha256:" + new string('0', 64), "Bearer ldk_%00", "Negotiate TlRMTVNTUA==",
        ];
        foreach (string header in headers) yield return new("GET", "/api/v1/sweeps", "nobody", [401], Headers: $"Authorization: {header}");
        foreach (string cookie in (string[])["layerdyn-session=x", "layerdyn-session=CfDJ8AAAA", "layerdyn-session=" + new string('A', 3000)]) yield return new("GET", "/api/v1/sweeps", "nobody", [401], Headers: $"Cookie: {cookie}");
        foreach (string login in (string[])["{}", """{"key":null}""", """{"key":""}""", """{"key":"ldk_x"}"""]) yield return new("POST", "/api/v1/session", "nobody", [401], login, "application/json");
        foreach (string login in (string[])["", "[]", "{", """{"key":[1]}""", """{"key":{"a":1}}"""]) yield return new("POST", "/api/v1/session", "nobody", [400], login, "application/json");
        yield return new("POST", "/api/v1/session", "nobody", [401, 415], "key=x", "application/x-www-form-urlencoded");
    }

    private static IEnumerable<Hostile> Bodies()
    {
        string small = Specs.Small();
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) bomb.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]");
        string[] specs =
        [
            "", "   ", "null", "[]", "a: *a", "a: &a [*a]", bomb.ToString(), new string('[', 9000), string.Concat(Enumerable.Repeat("{a: ", 3000)), "a: !!python/object:os.system [x]", "--- \n---\n", "\t: x", "name: [",
            small.Replace("name: small", "name: ../../etc"), small.Replace("name: small", "name: <script>alert(1)</script>"), small.Replace("name: small", "name: " + new string('a', 500)), small.Replace("name: small", "name: con\u0000"),
            small.Replace("name: distance", "name: ../../x"), small.Replace("linspace: [-2, 2, 5]", "linspace: [-2, 2, 1000000000]"), small.Replace("seeds: 1", "seeds: 2000000000"), small.Replace("seeds: 1", "seeds: -1"),
            small.Replace("widths: [2, 2, 2]", "widths: [1000000000, 1000000000]"), small.Replace("widths: [2, 2, 2]", "widths: [2, 2, 2], parametrisation: { kind: abc, a: [1e308, -1e308, 0], b: .inf }"), small.Replace("learningRate: 0.01", "learningRate: .nan"), small.Replace("steps: 100", "steps: 99999999999999999999999"),
            small.Replace("kind: gd", "kind: System.Diagnostics.Process"), small.Replace("{ kind: gaussian-regression, samples: 10, whiten: true }", "{ kind: file, inputs: /etc/passwd, targets: /etc/shadow }"),
            .. Files(small), .. Floods(small), small.Replace("samples: 10", "samples: 9999999999"), "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        ];
        foreach (string spec in specs)
        {
            yield return new("POST", "/api/v1/sweeps", "submit", [400, 413, 422], spec);
            yield return new("POST", "/api/v1/validate", "read", [400, 413, 422], spec);
        }

        yield return new("POST", "/api/v1/sweeps", "submit", [413], "name: " + new string('x', 30_000));
        foreach (string type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "text/html", "text/yaml2"]) yield return new("POST", "/api/v1/sweeps", "submit", [415], small, type);
        foreach (string body in (string[])["", "[]", "{", "\"high\"", """{"priority":"root"}""", """{"priority":1}""", "{}"]) yield return new("PUT", $"/api/v1/sweeps/{Id}/priority", "submit", [400], body, "application/json");
    }

    private static IEnumerable<Hostile> Labels()
    {
        string[] changes =
        [
            "", "[]", "{", "{}", "null", "\"x\"", """{"title":null}""", """{"title":1}""", """{"title":"a\u0000b"}""", """{"title":"a\nb"}""", $$"""{"title":"{{new string('a', 121)}}"}""", $$"""{"note":"{{new string('a', 4001)}}"}""",
            """{"note":"\u001b[2J"}""", """{"addTags":"x"}""", """{"addTags":[null]}""", """{"addTags":[""]}""", """{"addTags":["<script>"]}""", """{"addTags":["a b"]}""", """{"addTags":["../x"]}""", """{"addTags":["--"]}""", """{"addTags":[{"a":1}]}""",
            $$"""{"addTags":["{{new string('a', 41)}}"]}""", $$"""{"removeTags":[{{string.Join(',', Enumerable.Range(0, 33).Select(i => $"\"t{i}\""))}}]}""", """{"__proto__":{"title":"x"}}""",
        ];
        foreach (string change in changes) yield return new("PATCH", $"/api/v1/sweeps/{Id}", "submit", [400], change, "application/json");
        yield return new("PATCH", $"/api/v1/sweeps/{Id}", "submit", [404], """{"title":"x"}""", "application/json");
        yield return new("PATCH", $"/api/v1/sweeps/{Id}", "submit", [415], """{"title":"x"}""", "text/plain");
        yield return new("PATCH", $"/api/v1/sweeps/{Id}", "submit", [403], """{"title":"x"}""", "application/json", "Sec-Fetch-Site: cross-site");
    }

    private static IEnumerable<Hostile> Reports()
    {
        foreach (string name in (string[])["..", "..%2fmanifest", "a%2f..%2fb", "A", "-a", "a.json", "%00", new string('a', 65), "%3Cscript%3E"])
        {
            yield return new("GET", $"/api/v1/reports/{name}", "read", Absent);
            yield return new("PUT", $"/api/v1/reports/{name}", "submit", [400, 404, 405], """{"text":"x"}""", "application/json");
            yield return new("DELETE", $"/api/v1/reports/{name}", "submit", [400, 404, 405]);
        }

        foreach (string body in (string[])["", "[]", "{", "{}", "null", """{"text":null}""", """{"text":1}""", """{"text":"a\u0000b"}""", """{"text":"\u001b[2J"}""", """{"text":"x","version":1}"""])
            yield return new("PUT", "/api/v1/reports/x", "submit", [400], body, "application/json");
        yield return new("PUT", "/api/v1/reports/x", "submit", [409], """{"text":"x","version":"no such"}""", "application/json");
        yield return new("PUT", "/api/v1/reports/x", "submit", [413], $$"""{"text":"{{new string('a', 30_000)}}"}""", "application/json");
        yield return new("PUT", "/api/v1/reports/x", "submit", [415], """{"text":"x"}""", "text/plain");
        yield return new("PUT", "/api/v1/reports/x", "submit", [403], """{"text":"x"}""", "application/json", "Sec-Fetch-Site: cross-site");
    }

    private const string Gaussian = "{ kind: gaussian-regression, samples: 10, whiten: true }";

    private static IEnumerable<string> Files(string small)
    {
        const string Task = Gaussian, Init = "{ kind: lambda-balanced, lambda: 0, scale: 1 }";
        foreach (string file in (string[])["/proc/self/environ", "/dev/zero", "data/../../../../etc/passwd", "../../etc/passwd", "/etc/passwd#X", "/etc/no-such-file.npy", "//etc/passwd", "x\\0.npy", ""])
        {
            yield return small.Replace(Task, $"{{ kind: file, inputs: \"{file}\", targets: \"{file}\" }}", StringComparison.Ordinal);
            yield return small.Replace(Init, $"{{ kind: file, paths: [\"{file}\"] }}", StringComparison.Ordinal);
            yield return small.Replace(Task, $"{{ kind: sequence, tasks: [{Task}, {{ kind: file, inputs: \"{file}\", targets: \"{file}\" }}], switchAt: [10] }}", StringComparison.Ordinal);
            yield return small.Replace(Task, $"{{ kind: adaptation, from: {{ kind: file, inputs: \"{file}\", targets: \"{file}\" }}, to: {Task} }}", StringComparison.Ordinal);
        }

        foreach (string folder in (string[])["/etc", "/no-such-folder", "data/../../etc", "/"]) yield return small.Replace(Task, $"{{ kind: mnist, path: \"{folder}\" }}", StringComparison.Ordinal);
    }

    // Little text that asks for much work or memory.
    private static IEnumerable<string> Floods(string small)
    {
        string endless = small.Replace("steps: 100", "steps: 1000000000000", StringComparison.Ordinal);
        yield return endless.Replace("logPerDecade: 5", "every: 1", StringComparison.Ordinal);
        yield return endless.Replace("logPerDecade: 5", "logPerDecade: 2000000000", StringComparison.Ordinal);
        yield return endless.Replace("{ logPerDecade: 5 }", "[0, 99999999999999999999]", StringComparison.Ordinal);
        yield return small.Replace("steps: 100", "steps: 9000000000000000000", StringComparison.Ordinal);
        yield return small.Replace("steps: 100", "epochs: 9000000000000000", StringComparison.Ordinal).Replace("kind: gd", "kind: sgd, batchSize: 1", StringComparison.Ordinal);
        yield return small.Replace("linspace: [-2, 2, 5]", "range: [0, 1000000000000, 1]", StringComparison.Ordinal);
        yield return small.Replace("linspace: [-2, 2, 5]", "logspace: [1, 1e300, 2000000000]", StringComparison.Ordinal);
        yield return small.Replace("linspace: [-2, 2, 5]", "linspace: [-1e308, 1e308, 4999]", StringComparison.Ordinal);
        yield return small.Replace("  scale: {", string.Concat(Enumerable.Range(0, 7).Select(i => $"  a{i}: {{ linspace: [-2, 2, 500], sets: init.lambda }}\n")) + "  scale: {", StringComparison.Ordinal);
        yield return small.Replace("widths: [2, 2, 2]", $"widths: [{string.Join(',', Enumerable.Repeat("2", 4900))}]", StringComparison.Ordinal);
        yield return small.Replace(Gaussian, $"{{ kind: sequence, tasks: [{string.Join(',', Enumerable.Repeat(Gaussian, 4000))}], switchAt: [10] }}", StringComparison.Ordinal);
        yield return small.Replace(Gaussian, string.Concat(Enumerable.Repeat("{ kind: adaptation, from: gaussian-regression, to: ", 900)) + Gaussian + new string('}', 900), StringComparison.Ordinal);
        yield return small + "steps: 100\n"; // a key twice
        yield return small.Replace("init: {", "init: { <<: [{ lambda: 1 }, 2], ", StringComparison.Ordinal);
        yield return small.Replace("init: {", "init: { <<: { exec: /bin/sh }, ", StringComparison.Ordinal);
        yield return small.Replace("name: small", "name: !!js/function 'x'", StringComparison.Ordinal);
        yield return small.Replace("name: small", "? [a, b]\n: small", StringComparison.Ordinal);
    }

    private static IEnumerable<Hostile> Queries()
    {
        foreach (string query in (string[])["limit=-1", "limit=0", "limit=abc", "limit=99999999999", "limit=1001", "state=%3Cscript%3E", "state=running'--", "sort=", "sort=-", "sort=--name", "sort=__proto__", "sort=%3Cscript%3E", "sort=submitted%20desc"]) yield return new("GET", $"/api/v1/sweeps?{query}", "read", [400]);
        foreach (string query in (string[])["level=loud", "level=", "level=%00", "point=-1", "point=x", "point=99999999999999999999", "limit=0", "limit=1001"]) yield return new("GET", $"/api/v1/sweeps/{Id}/log?{query}", "read", Absent);
        foreach (string query in (string[])["set=x", "set=__proto__.x=1", "set=name=../x", "variant=..%2f..", "batch=-1", "batch=x", "batch=99999999999", "priority=root"]) yield return new("POST", $"/api/v1/sweeps?{query}", "submit", [400, 422], Specs.Small());
    }

    private static IEnumerable<Hostile> Methods()
    {
        foreach (string method in (string[])["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"]) yield return new(method, "/api/v1/sweeps", "admin", [405]);
        yield return new("DELETE", $"/api/v1/sweeps/{Id}", "admin", [404]);
        yield return new("DELETE", $"/api/v1/sweeps/{Id}", "read", [403]);
        yield return new("POST", "/api/v1/gc", "submit", [403]);
        yield return new("GET", $"/api/v1/sweeps/{Id}/pause", "admin", [405]);
        foreach (string method in (string[])["POST", "PUT", "DELETE"]) yield return new(method, $"/api/v1/sweeps/{Id}/table", "admin", [405]);
        yield return new("GET", "/api/v1/validate", "admin", [405]);
    }

    private static IEnumerable<Hostile> Protocol()
    {
        foreach (string host in (string[])["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "169.254.169.254"]) yield return new("GET", "/api/v1/sweeps", "read", [400], Headers: $"Host: {host}");
        foreach (string header in (string[])["Origin: https://evil.example", "Origin: null", "Origin: http://localhost:1", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"])
            yield return new("POST", "/api/v1/sweeps", "submit", [403], Specs.Small(), Headers: header);
        yield return new("GET", "/api/v1/sweeps", "read", [400], Headers: "X-Bad: a\0b");
        yield return new("GET", "/api/v1/sweeps", "read", [431], Headers: "X-Long: " + new string('x', 40_000));
        foreach (string header in (string[])["Origin: https://evil.example", "Sec-Fetch-Site: cross-site"])
        {
            yield return new("POST", "/api/v1/session", "nobody", [403], """{"key":"ldk_x"}""", "application/json", header); // signing a victim in as somebody else
            yield return new("DELETE", "/api/v1/session", "nobody", [403], Headers: header);
            yield return new("PUT", $"/api/v1/sweeps/{Id}/priority", "submit", [403], """{"priority":"low"}""", "application/json", header);
        }

        foreach (string header in (string[])["X-Forwarded-For: 127.0.0.1", "X-Original-URL: /health/live", "X-Rewrite-URL: /health/live", "X-Forwarded-User: admin", "X-Remote-User: admin", "Forwarded: for=127.0.0.1;host=localhost"])
            yield return new("GET", "/api/v1/sweeps", "nobody", [401], Headers: header);
        yield return new("GET", "/api/v1/sweeps", "nobody", [401], Headers: "X-HTTP-Method-Override: POST");
        yield return new("POST", $"/api/v1/sweeps/{Id}/cancel", "read", [403], Headers: "X-HTTP-Method-Override: GET");
        yield return new("GET", $"/api/v1/sweeps/{Id}/events", "nobody", [401], Headers: "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        yield return new("GET", "/../../etc/passwd", "read", [400, 404]);
        yield return new("GET", "/.env", "admin", [404]);
        yield return new("GET", "/.git/config", "admin", [404]);
        yield return new("GET", "/appsettings.json", "admin", [404]);
    }

    // Headers that two readers of one request may understand differently; the body's length is among them, so these bring no body of their own.
    private static IEnumerable<Hostile> Smuggled()
    {
        const string Post = "POST /api/v1/sweeps HTTP/1.1";
        yield return new("GET", "/api/v1/sweeps", "read", [400], Headers: "Content-Length: 5\r\nContent-Length: 6");
        yield return new("GET", "/api/v1/sweeps", "read", [400], Headers: "Content-Length: -1");
        yield return new("GET", "/api/v1/sweeps", "read", [400], Headers: "Transfer-Encoding: chunked, identity");
        yield return new("GET", "/api/v1/sweeps", "read", [400], Headers: "Transfer-Encoding: xchunked");
        yield return new("GET", "/api/v1/sweeps", "read", [400], Headers: "X-A : b");
        yield return new("GET", "/api/v1/sweeps", "read", [400], Headers: "X-A: b\r\n folded: c");
        yield return new("GET", "/api/v1/sweeps", "read", [400], Headers: "X-A: b\rX-B: c");
        yield return new("GET", $"/api/v1/sweeps HTTP/1.1\r\nHost: evil.example\r\n\r\n{Post}", "read", [400]);
        yield return new("GET", "http://evil.example/api/v1/sweeps", "read", [400]);
        yield return new("CONNECT", "evil.example:443", "read", [400, 404, 405]);
        yield return new("GET", "/api/v1/sweeps?name=%0d%0aSet-Cookie:%20a=b&state=%0d%0aX: y", "read", [400]);
        yield return new("GET", "/" + new string('a', 20_000), "read", [404, 414]);
    }
}
