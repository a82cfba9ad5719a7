using Epidura.Care.Demo;
using Epidura.Care.Pathway;
using Epidura.Care.Registry;
using Epidura.Care.Trials;

namespace Epidura.Care.Tests.Demo;

public class SyntheticClinicTests
{
    [Fact]
    public void Sixty_patients_stand_in_every_state_and_the_pathway_takes_every_event()
    {
        var clinic = SyntheticClinic.Create(seed: 1, count: 60, everyState: true).ToList();
        Assert.Equal(
            EventSchema.States.Where(state => state.Kind != "start").Select(state => state.Name).Order(),
            clinic.Select(patient => patient.View.State).Distinct().Order());
        foreach (var patient in clinic)
        {
            var (view, refused) = Care.Pathway.Pathway.Fold(patient.Events);
            Assert.Empty(refused);
            Assert.Equal(patient.View.State, view.State);
            Assert.All(patient.Events, item => Assert.True(item.OccurredAt <= SyntheticClinic.Today));
        }
    }

    [Fact]
    public void A_patient_depends_on_seed_and_index_only_and_reads_back_from_its_text()
    {
        var (one, again) = (SyntheticClinic.Patient(7, 4, true), SyntheticClinic.Create(7, 6, true).ElementAt(4));
        Assert.Equal(one.Events, again.Events);
        Assert.NotEqual(one.Events, SyntheticClinic.Patient(8, 4, true).Events);
        Assert.All(one.Events, item => Assert.Equal(item, PathwayEventJson.Read(PathwayEventJson.Write(item)).Event));
    }

    [Fact]
    public void The_diary_says_what_the_trial_was_judged_to_be()
    {
        foreach (var patient in SyntheticClinic.Create(3, 150, false))
        {
            if (TrialView.Of(patient.View) is not [{ Outcome: { } outcome } trial])
                continue;
            var relief = Relief.Of(Needs(patient.View), trial.StartedOn, trial.EndedOn ?? trial.StartedOn.AddDays(7));
            var expected = outcome switch
            {
                "success" => ReliefVerdict.Reached,
                "equivocal" => ReliefVerdict.Equivocal,
                _ => ReliefVerdict.NotReached,
            };
            Assert.True(expected == relief.Verdict, $"{patient.Label}: {outcome}, {relief.Verdict} {relief.Percent} {relief.Reason}");
        }
    }

    [Fact]
    public void A_broken_lead_shows_in_the_impedances_before_its_revision_and_relief_is_lost_before_the_explant_for_it()
    {
        var (fractures, losses) = (0, 0);
        foreach (var patient in SyntheticClinic.Create(5, 400, false))
        {
            var view = patient.View;
            foreach (var revision in view.All("revision.started").Where(entry => Reason(entry) == "fracture"))
            {
                var read = view.All("generator.read").Last(entry => entry.Number < revision.Number
                    && entry.Effective!.OccurredAt <= revision.Effective!.OccurredAt.AddDays(-4));
                Assert.Contains(read.Effective!.Fields.Numbers("impedances_ohm"), value => value > 2500);
                fractures++;
            }

            if (view.Latest("explant.performed") is { } explant && explant.Effective!.Fields.Text("explant_reason") == "lost-relief"
                && view.Latest("salvage.started") is { } salvage)
            {
                Assert.True(view.Latest("relief.lost")!.Number < salvage.Number && salvage.Number < explant.Number);
                losses++;
            }
        }

        Assert.True(fractures > 5 && losses > 5, $"{fractures} fractures, {losses} losses");
    }

    [Fact]
    public void The_registry_over_two_thousand_synthetic_patients_comes_near_the_published_survival()
    {
        var report = Registry(2000);
        Assert.All(report.Rows, row => Assert.True(row.Low <= row.Value && row.Value <= row.High, row.What));
        Assert.All(
            report.Rows.Where(row => row.Quantity.StartsWith("explant-", StringComparison.Ordinal) && row.Limit == 2),
            row => Assert.True(Math.Abs(row.Value - row.Published) < 4, $"{row.What}: {row.Value:0.0} against {row.Published:0.0}"));
    }

    [Fact]
    [Trait("Category", "Campaign")]
    public void The_registry_over_ten_thousand_synthetic_patients_is_within_its_limits()
    {
        Assert.All(Registry(10_000).Rows, row =>
            Assert.True(row.IsWithin, $"{row.What}: {row.Value:0.00} against {row.Published:0.00}, limit {row.Limit:0.00}"));
    }

    private static RegistryReport Registry(int count) => RegistryReport.Of(
        [.. SyntheticClinic.Create(1, count, false).Select(patient => RegistryPatient.Of(patient.View, SyntheticClinic.Today))]);

    private static string? Reason(HistoryEntry entry) => entry.Effective!.Fields.Text("revision_reason");

    private static List<DiaryEntry> Needs(PathwayView view) =>
    [
        .. view.All("diary.entered").Select(entry => entry.Effective!.Fields).Select(fields => new DiaryEntry(
            fields.Date("on")!.Value, fields.Exact("nrs")!.Value, fields.Exact("stimulation_percent"), null, null)),
    ];
}
