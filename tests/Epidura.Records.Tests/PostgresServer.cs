using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Epidura.Records.Tests;

/// <summary>A PostgreSQL server of these tests alone: own data folder, loopback, free port; ended by its own process number.</summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Password = "only-for-tests";
    private static readonly Lazy<PostgresServer> OfAllTests = new(() =>
    {
        var server = new PostgresServer();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    });

    private readonly string _folder;
    private readonly string _binaries;
    private readonly int _port;

    public PostgresServer()
    {
        _binaries = Binaries ?? throw new InvalidOperationException("PostgreSQL is missing (package postgresql); ./test installs it.");
        _folder = Directory.CreateTempSubdirectory("epidura-postgres-").FullName;
        using (var socket = new TcpListener(IPAddress.Loopback, 0))
        {
            socket.Start();
            _port = ((IPEndPoint)socket.LocalEndpoint).Port;
        }

        File.WriteAllText(Path.Combine(_folder, "password"), Password);
        if (IsRoot)
            Run("chown", "-R", "postgres", _folder);
        Command("initdb", "-D", Data, "-U", "owner", "-A", "scram-sha-256", "--pwfile", Path.Combine(_folder, "password"), "-E", "UTF8",
            "--locale=C", "--no-sync");
        Start();
    }

    /// <summary>The server that tests share.</summary>
    public static PostgresServer Shared => OfAllTests.Value;

    /// <summary>False where <c>./test</c> found neither PostgreSQL nor a way to install it, and has said so.</summary>
    public static bool IsWanted => Environment.GetEnvironmentVariable("EPIDURA_TEST_WITHOUT_POSTGRES") != "1";

    private static bool IsRoot => Environment.UserName == "root";

    private static string? Binaries => new[] { "/usr/lib/postgresql", "/usr/local/pgsql" }.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "initdb", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
        .Select(Path.GetDirectoryName).LastOrDefault();

    private string Data => Path.Combine(_folder, "data");

    private int Pid => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public string Connection(string database, int timeoutSecond = 15) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = "owner",
        Password = Password,
        Database = database,
        Timeout = timeoutSecond,
        CommandTimeout = 60,
        MaxPoolSize = 40,
    }.ToString();

    /// <summary>An empty database.</summary>
    public string NewDatabase()
    {
        var name = $"t{Guid.NewGuid():N}";
        using var connection = new NpgsqlConnection(Connection("postgres"));
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return Connection(name);
    }

    public void Start()
    {
        // After a kill, what is left of the old server's processes may hold its memory for a moment.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Command("pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_folder, "log"), "-o",
                    $"-p {_port} -h 127.0.0.1 -k {_folder}", "start");
                Watch(Pid);
                return;
            }
            catch (InvalidOperationException) when (attempt < 50)
            {
                Task.Delay(200).Wait();
            }
        }
    }

    /// <summary>Ends the server when this process is gone, however it went.</summary>
    private void Watch(int server)
    {
        var script = $"while kill -0 {Environment.ProcessId} 2>/dev/null; do sleep 1; kill -0 {server} 2>/dev/null || exit 0; done; "
            + $"kill -QUIT {server}; sleep 2; rm -rf {_folder}";
        Run("sh", "-c", $"({script}) &");
    }

    /// <summary>Ends the server's first process as a power switch would; its children end when they see it.</summary>
    public void Kill() => Run("kill", "-9", Pid.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            Command("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, true);
    }

    private void Command(string name, params string[] arguments)
    {
        var program = Path.Combine(_binaries, name);
        if (IsRoot)
            Run("runuser", ["-u", "postgres", "--", program, .. arguments]);
        else
            Run(program, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        // A server that goes on must hold nothing of ours: no pipe, no lock that this process was given.
        const string alone = "exec \"$@\" >/dev/null 2>&1 </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-";
        var start = new ProcessStartInfo("sh", ["-c", alone, "sh", program, .. arguments])
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {arguments[^1]} ended with {process.ExitCode}.");
    }
}
