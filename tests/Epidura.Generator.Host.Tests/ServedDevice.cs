using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Host.Serving;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;

namespace Epidura.Generator.Host.Tests;

/// <summary>A device in its own folder behind a real Unix socket, until disposed.</summary>
internal sealed class ServedDevice : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly bool _ownsFolder;
    private CancellationTokenSource _ending = new();
    private DeviceFolder? _memory;
    private DeviceServer? _server;
    private Task _running = Task.CompletedTask;

    public ServedDevice(string? folder = null)
    {
        _ownsFolder = folder is null;
        _folder = folder is null ? Directory.CreateTempSubdirectory("epidura-") : Directory.CreateDirectory(folder);
        Address = LinkAddress.Parse("unix:" + Path.Combine(_folder.FullName, "link.sock"))!;
        Start();
    }

    public LinkAddress Address { get; }

    public string Folder => _folder.FullName;

    public int? PairingCode { get; private set; }

    public DeviceNews? News { get; private set; }

    public static SystemEntropy Entropy { get; } = new();

    public static GeneratorConfiguration Configuration()
    {
        Assert.True(DeviceCatalogue.TryGet("reference-rechargeable", out var device));
        Assert.True(LeadCatalogue.TryGet("octrode-3-4", out var lead));
        return GeneratorConfiguration.Create(device!, [("left", lead!)]);
    }

    public byte[] Card() => DeviceFolder.ReadCard(File.ReadAllText(_memory!.CardPath))!;

    public string Bond(string name) => Path.Combine(Folder, name + ".json");

    public void Start()
    {
        _ending = new CancellationTokenSource();
        _memory = DeviceFolder.Open(Folder, Entropy);
        _server = new DeviceServer(_memory, Configuration(), Address, new ServingOptions(), TimeProvider.System, Entropy, Hear);
        _running = _server.RunAsync(_ending.Token);
    }

    public async Task StopAsync()
    {
        await _ending.CancelAsync();
        await _running;
        await _server!.DisposeAsync();
        _memory!.Dispose();
        _ending.Dispose();
    }

    public async Task WorldAsync(string line) => Assert.Equal("done", await WorldClient.SayAsync(Folder, line, default));

    public async Task OpenWindowAsync()
    {
        await WorldAsync("magnet on");
        for (var attempt = 0; attempt < 100; attempt++)
        {
            await Task.Delay(100);
            using var file = ClientFile.Create(Bond($"probe{attempt}"), Role.Reader, Address.ToString(), Entropy);
            try
            {
                await Pairing.RunAsync(file, Address, Card(), null, _ => Task.FromResult(false), TimeProvider.System, Entropy, default);
                return;
            }
            catch (LinkException)
            {
                // The window is not open yet.
            }
        }
        throw new InvalidOperationException("The pairing window did not open in ten seconds.");
    }

    public async Task PairAsync(string name, Role role)
    {
        using var file = ClientFile.Create(Bond(name), role, Address.ToString(), Entropy);
        using var clinic = role == Role.Clinician ? Pairing.OpenClinic(Path.Combine(Folder, "clinic.pem")) : null;
        Assert.Null(await Pairing.RunAsync(file, Address, Card(), clinic, SameCode, TimeProvider.System, Entropy, default));
    }

    public async Task<T> AsAsync<T>(string name, Func<GeneratorClient, Task<T>> act)
    {
        using var file = await ClientFile.OpenAsync(Bond(name), TimeProvider.System, default);
        await using var client = await GeneratorClient.OpenAsync(file, Address, TimeProvider.System, Entropy, default);
        return await act(client);
    }

    public Task<DeviceStatus> StatusAsync(string name) => AsAsync(name, client => client.StatusAsync(default));

    public Task<string> SendAsync(string name, Command command) =>
        AsAsync(name, async client => LinkWords.Of(await client.SendAsync(command, default)));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder)
            _folder.Delete(recursive: true);
    }

    private async Task<bool> SameCode(int code)
    {
        for (var attempt = 0; attempt < 100 && PairingCode != code; attempt++)
            await Task.Delay(10);
        return PairingCode == code;
    }

    private void Hear(DeviceNews news)
    {
        News = news;
        PairingCode = news.PairingCode ?? PairingCode;
    }
}
