using System.Text.RegularExpressions;
using Epidura.Care.Options;
using Epidura.Care.Patients;
using Epidura.Care.Rules;

namespace Epidura.Care.Tests.Options;

public partial class DecisionAidTests
{
    [Theory]
    [InlineData("001-failed-back-leg-before-a-trial")]
    [InlineData("008-diabetic-feet-in-order")]
    [InlineData("042-slip-with-stenosis-that-moves")]
    [InlineData("034-cauda-equina")]
    public void The_text_for_the_patient_can_be_read_at_the_age_of_twelve(string vignette)
    {
        var text = DecisionAid.Text(Options(vignette));
        var sentences = Sentence().Split(text).Count(part => part.Trim().Length > 0);
        var words = Word().Matches(text).Select(match => match.Value).ToList();
        var syllables = words.Sum(word => Math.Max(1, Vowels().Count(word.ToLowerInvariant()) - (Silent().IsMatch(word) ? 1 : 0)));

        // Flesch-Kincaid grade (Kincaid 1975); grade 6 to 7 is read at the age of 12.
        var grade = (0.39 * words.Count / sentences) + (11.8 * syllables / words.Count) - 15.59;
        Assert.True(grade <= 7, $"grade {grade:0.0}");
        Assert.True(words.Count > 200);
    }

    [Fact]
    public void The_text_promises_nothing_and_says_that_studies_differ()
    {
        var text = DecisionAid.Text(Options("001-failed-back-leg-before-a-trial"));
        Assert.Contains("No one can tell in advance if it will help you.", text, StringComparison.Ordinal);
        Assert.Contains("Studies do not all agree.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cure", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("will be better", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_option_says_what_it_involves_and_every_figure_has_a_source()
    {
        foreach (var option in Options("001-failed-back-leg-before-a-trial"))
        {
            Assert.True(option.Before.Length > 10 && option.During.Length > 10 && option.After.Length > 10 && option.Recovery.Length > 10);
            Assert.NotEmpty(option.Risks);
            Assert.NotEmpty(option.Benefits.Concat(option.Risks));
            Assert.All(option.Benefits.Concat(option.Risks), item => Assert.True(item.Source.Length > 5 && item.Plain.Length > 10));
            Assert.All(option.Benefits.Concat(option.Risks).Where(item => item.Figure.Length == 0 && item.What != "medicines"),
                item => Assert.NotEmpty(item.Dispute));
        }
    }

    [Fact]
    public void Benefits_of_stimulation_show_the_dispute()
    {
        var stimulation = Options("001-failed-back-leg-before-a-trial").Single(option => option.Key == "scs-trial");
        Assert.Contains(stimulation.Benefits, item => item.Dispute.Contains("Cochrane", StringComparison.Ordinal));
        Assert.Contains(stimulation.For, reason => reason.StartsWith("M08", StringComparison.Ordinal));
    }

    private static IReadOnlyList<TreatmentOption> Options(string vignette)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vignettes", vignette + ".yaml"));
        return OptionComparison.Of(Evaluation.Of(PatientReader.Read(text, vignette).Patient!));
    }

    [GeneratedRegex(@"[.?!]+\s+")]
    private static partial Regex Sentence();

    [GeneratedRegex("[A-Za-z']+")]
    private static partial Regex Word();

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();

    [GeneratedRegex("[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxczgh]es$")]
    private static partial Regex Silent();
}
