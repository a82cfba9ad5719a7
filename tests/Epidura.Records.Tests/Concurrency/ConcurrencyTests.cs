using System.Globalization;

namespace Epidura.Records.Tests.Concurrency;

/// <summary>Eight clients at once on one clinic, with restarts of the database (T17), and a killed PostgreSQL (T9).</summary>
public class ConcurrencyTests
{
    public static TheoryData<string> Databases => Clinic.Databases;

    [Theory]
    [Trait("Requirement", "T17")]
    [MemberData(nameof(Databases))]
    public async Task Eight_clients_lose_no_update(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var patients = await Clinic.FillAsync(await clinic.OpenAsync(), 6, 0);
        var clients = new Clients(clinic.Settings, 8, seed: 3);
        await clients.RunAsync(patients, 400);
        var (written, refused, wrong) = await clients.JudgeAsync(patients);
        Assert.Empty(wrong);
        Assert.True(written > 80 && refused > 20, $"{written} written, {refused} refused");
    }

    [Fact]
    [Trait("Requirement", "T9")]
    public async Task A_killed_server_loses_nothing_that_was_acknowledged()
    {
        if (PostgresServer.IsWanted)
            await KillAsync(cycles: 2, operationsPerCycle: 60, seed: 5);
    }

    [Fact]
    [Trait("Requirement", "T9")]
    [Trait("Category", "Campaign")]
    public async Task Fifteen_kills()
    {
        var (cycles, written, unknown) = await KillAsync(cycles: 15, operationsPerCycle: 400, seed: 1);
        Ledger.Write("records-kill", string.Create(CultureInfo.InvariantCulture,
            $"records: {cycles} kills of PostgreSQL's first process during writes by 8 clients, seed 1: {written} acknowledged, "
            + $"{unknown} with an unknown end, 0 acknowledged lost"));
    }

    [Fact]
    [Trait("Requirement", "T17")]
    [Trait("Category", "Campaign")]
    public async Task A_hundred_thousand_operations_with_restarts()
    {
        using var server = new PostgresServer();
        using var clinic = await Clinic.CreateAsync(server);
        var patients = await Clinic.FillAsync(await clinic.OpenAsync(), 300, 0);
        var clients = new Clients(clinic.Settings, 8, seed: 1);
        var run = clients.RunAsync(patients, 100_000);
        var restarts = 0;
        while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(25))) != run)
        {
            server.Kill();
            server.Start();
            restarts++;
        }

        await run;
        var (written, refused, wrong) = await clients.JudgeAsync(patients);
        Ledger.Write("records-clients", string.Create(CultureInfo.InvariantCulture,
            $"records: 8 clients, 100000 operations on PostgreSQL, seed 1, {restarts} kills and restarts: {written} written, "
            + $"{refused} refused, {clients.Unknown} with an unknown end; {wrong.Count} violations"));
        Assert.Empty(wrong);
    }

    private static async Task<(int Cycles, int Written, int Unknown)> KillAsync(int cycles, int operationsPerCycle, int seed)
    {
        using var server = new PostgresServer();
        using var clinic = await Clinic.CreateAsync(server);
        var patients = await Clinic.FillAsync(await clinic.OpenAsync(), 40, 0);
        var written = 0;
        var unknown = 0;
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            var before = (await RecordStore.VerifyAsync(clinic.Settings)).Events;
            var clients = new Clients(clinic.Settings, 8, seed + cycle);
            var run = clients.RunAsync(patients, operationsPerCycle);
            while (clients.Operations < operationsPerCycle / 3)
                await Task.Delay(5);
            server.Kill();
            server.Start();
            await run;
            var after = (await RecordStore.VerifyAsync(clinic.Settings)).Events;
            var (now, _, wrong) = await clients.JudgeAsync(patients, isWhole: false);
            Assert.Empty(wrong);
            Assert.InRange(after - before, now, now + clients.Unknown);
            written += now;
            unknown += clients.Unknown;
        }

        return (cycles, written, unknown);
    }
}
