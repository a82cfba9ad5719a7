using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Epidura.Generator;
using Epidura.Generator.Commands;
using Epidura.Generator.Host;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Host.Serving;
using Epidura.Generator.Link.Commands;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Tests.Generator;

/// <summary>A device as a process of its own, <c>epidura generator run</c>, in a scratch folder; bonds lie beside it.</summary>
internal sealed class DeviceProcess : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<JsonElement> _lines = [];
    private readonly string[] _arguments;
    private Process _process;

    private DeviceProcess(string[] arguments)
    {
        _arguments = arguments;
        _process = new Process();
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "epidura.dll");

    public static SystemEntropy Entropy { get; } = new();

    public string Folder => _folder.File("device");

    public LinkAddress Address => LinkAddress.Parse("unix:" + Path.Combine(Folder, "link.sock"))!;

    public static async Task<DeviceProcess> StartAsync(params string[] arguments)
    {
        var device = new DeviceProcess(arguments);
        await device.StartAgainAsync();
        return device;
    }

    public string Bond(string name) => _folder.File(name + ".json");

    public string File(string name) => _folder.File(name);

    public async Task StartAgainAsync()
    {
        _process.Dispose();
        lock (_lines)
            _lines.Clear();
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet")
            {
                RedirectStandardOutput = true,
                ArgumentList = { Program, "generator", "run", "--state", Folder, "--json" },
            },
        };
        foreach (var argument in _arguments)
            _process.StartInfo.ArgumentList.Add(argument);
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text)
                lock (_lines)
                    _lines.Add(JsonDocument.Parse(text).RootElement);
        };
        _process.Start();
        _process.BeginOutputReadLine();
        await WaitAsync(() => Lines().Any(line => line.TryGetProperty("listening", out _)), "the device listens");
    }

    /// <summary>SIGKILL, as a loss of power.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns the exit code and how long the end took.</summary>
    public async Task<(int Code, TimeSpan Took)> EndAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        return (_process.ExitCode, Stopwatch.GetElapsedTime(started));
    }

    public static async Task WaitAsync(Func<bool> condition, string what)
    {
        for (var attempt = 0; attempt < 1500; attempt++)
        {
            if (condition())
                return;
            await Task.Delay(20);
        }

        Assert.Fail($"Not in thirty seconds: {what}");
    }

    public async Task WorldAsync(string line) => Assert.Equal("done", await WorldClient.SayAsync(Folder, line, default));

    /// <summary>Holds the magnet until the window is open, pairs, and sets the clock when there is a clinician.</summary>
    public async Task PairAsync(params (string Name, Role Role)[] bonds)
    {
        await WorldAsync("magnet on");
        foreach (var (name, role) in bonds)
            for (var attempt = 0; !await TryPairAsync(name, role); attempt++)
            {
                Assert.True(attempt < 100, "the pairing window did not open");
                await Task.Delay(200);
            }

        foreach (var (name, _) in bonds.Where(bond => bond.Role == Role.Clinician).Take(1))
            await SetClockAsync(name);
        await WorldAsync("magnet off");
    }

    public async Task SetClockAsync(string name)
    {
        await WorldAsync("magnet on");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal("done", await AsAsync(name, async client =>
        {
            var reply = await client.SendAsync(new DeviceCommand.SetClock(now), default);
            await client.AskAsync(Opcode.ReleaseLock, default, default);
            return LinkWords.Of(reply);
        }));
        await WorldAsync("magnet off");
    }

    public async Task<T> AsAsync<T>(string name, Func<GeneratorClient, Task<T>> act)
    {
        using var file = await ClientFile.OpenAsync(Bond(name), TimeProvider.System, default);
        await using var client = await GeneratorClient.OpenAsync(file, Address, TimeProvider.System, Entropy, default);
        return await act(client);
    }

    public Task<DeviceStatus> StatusAsync(string name) => AsAsync(name, client => client.StatusAsync(default));

    public Task<string> SendAsync(string name, DeviceCommand command) =>
        AsAsync(name, async client => LinkWords.Of(await client.SendAsync(command, default)));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> TryPairAsync(string name, Role role)
    {
        try
        {
            using var file = ClientFile.Create(Bond(name), role, Address.ToString(), Entropy);
            using var clinic = role == Role.Clinician ? Pairing.OpenClinic(_folder.File("clinic.pem")) : null;
            var card = DeviceFolder.ReadCard(await System.IO.File.ReadAllTextAsync(Path.Combine(Folder, "implant-card.txt")))!;
            return await Pairing.RunAsync(file, Address, card, clinic, SameCodeAsync, TimeProvider.System, Entropy, default) is null;
        }
        catch (LinkException)
        {
            return false;
        }
    }

    private async Task<bool> SameCodeAsync(int code)
    {
        var digits = code.ToString("D6", CultureInfo.InvariantCulture);
        await WaitAsync(() => Lines().Any(line => line.TryGetProperty("pairing_code", out var shown)
            && shown.ValueKind == JsonValueKind.String && shown.GetString() == digits), "the device shows the digits");
        return true;
    }

    private JsonElement[] Lines()
    {
        lock (_lines)
            return [.. _lines];
    }
}
