using System.Diagnostics;
using Epidura.Fibers;
using Epidura.Field;
using Epidura.Planning;
using Epidura.Planning.Cases;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Planning.Steps;
using Epidura.Stimulation.Programs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Bench;

/// <summary>Recruitment of a case's whole fibre population by one bipole, with the lead fields at hand.</summary>
internal static class RecruitmentBench
{
    private static readonly Waveform Pulse = new Waveform.Biphasic(210e-6);

    /// <summary>Best of three, s: wall time of potentials along the fibres, of every threshold, and processor time of both.</summary>
    public static (double Potentials, double Thresholds, double Processor, int Count) Measure(string caseFile, SolverMode mode, int threads)
    {
        using var stream = File.OpenRead(caseFile);
        var read = CaseReader.Read(stream, caseFile).Case ?? throw new InvalidOperationException($"{caseFile} is not a case.");
        var options = new PlanOptions(Threads: threads, Quality: FieldQuality.Draft);
        var study = new PlanStudy(read, options, CancellationToken.None);
        var body = study.PlaceLeads();
        var fields = study.SolveContacts(body);
        var pattern = new CurrentPattern(
            [new ContactFraction(body.Contacts[2], -1000), new ContactFraction(body.Contacts[4], 1000)], "bipole");
        var cable = new CableRecruitment(new ThresholdOptions(Tolerance: 0.01, Mode: mode), threads);
        var (potentials, thresholds, processor, count) = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, 0);
        for (var i = 0; i < 3; i++)
        {
            var (begun, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var model = study.SampleFibres(body, fields);
            var fibres = study.Crop(body, model.Population.Sites, model.Fibres, pattern);
            potentials = Math.Min(potentials, Stopwatch.GetElapsedTime(begun).TotalSeconds);
            begun = Stopwatch.GetTimestamp();
            count = cable.Run(fibres, model.Fields.Fractions(pattern.Contacts), Pulse, null, null, CancellationToken.None).Count;
            thresholds = Math.Min(thresholds, Stopwatch.GetElapsedTime(begun).TotalSeconds);
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }

        return (potentials, thresholds, processor, count);
    }
}
