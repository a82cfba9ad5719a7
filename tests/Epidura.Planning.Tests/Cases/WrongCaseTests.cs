using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Epidura.Planning.Cases;

namespace Epidura.Planning.Tests.Cases;

/// <summary>
/// Every file of wrong-cases/ names in its first lines what must be found in it: <c># expect LINE:COLUMN FIELD | words of the message</c>,
/// a dash for the whole file. The files were written with these lines before the reader met them.
/// </summary>
public partial class WrongCaseTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "wrong-cases");

    public static TheoryData<string> Files =>
        new(Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileName(path)!).Order());

    [Fact]
    public void There_are_many() => Assert.True(Files.Count >= 100, $"{Files.Count} files");

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_case_is_refused_at_the_right_place_and_in_words(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        var result = CaseReader.Read(text, file);
        Assert.Null(result.Case);
        var expected = Expect().Matches(text).Select(match => match.Groups).ToList();
        Assert.NotEmpty(expected);
        foreach (var item in expected)
        {
            var (line, column) =
                (int.Parse(item[1].Value, CultureInfo.InvariantCulture), int.Parse(item[2].Value, CultureInfo.InvariantCulture));
            var field = item[3].Value == "-" ? "" : item[3].Value;
            var found = result.Errors.Where(error => (error.Line, error.Column, error.Field) == (line, column, field)).ToList();
            Assert.True(found.Count > 0, $"nothing at {line}:{column} {field}; found: {string.Join(" // ", result.Errors)}");
            Assert.Contains(found, error => error.Message.Contains(item[4].Value, StringComparison.Ordinal));
        }

        foreach (var error in result.Errors)
        {
            Assert.StartsWith($"{file}:{error.Line}:{error.Column}: ", error.ToString(), StringComparison.Ordinal);
            Assert.True(error.Value.Length > 0 && error.Allowed.Length > 0, error.ToString());
            Assert.Matches(@"[.?]$", error.Message);
        }
    }

    [Fact]
    public void A_wrong_case_gives_only_the_errors_it_has()
    {
        var extra =
            from file in Directory.EnumerateFiles(Folder, "*.yaml")
            where !file.Contains("charge-density", StringComparison.Ordinal)
            let text = File.ReadAllText(file)
            let errors = CaseReader.Read(text, file).Errors
            where errors.Count != Expect().Count(text)
            select $"{Path.GetFileName(file)}: {string.Join(" // ", errors.Select(error => error.Message))}";
        Assert.Empty(extra);
    }

    [Fact]
    public void A_file_of_100_MB_is_refused_after_one() =>
        AssertRefused(new EndlessStream(100L << 20), "too large", stream => Assert.InRange(((EndlessStream)stream).Given, 1, 2 << 20));

    [Fact]
    public void An_endless_stream_is_refused() => AssertRefused(new EndlessStream(long.MaxValue), "too large");

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0 }, "binary")]
    [InlineData(new byte[] { 0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0 }, "binary")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x73, 0x00 }, "UTF-16")]
    [InlineData(new byte[] { 0x74, 0x69, 0x74, 0x6C, 0x65, 0x3A, 0x20, 0xE9, 0x0A }, "not UTF-8")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0x1B, 0x5B, 0x31, 0x6D }, "control character")]
    [InlineData(new byte[0], "empty")]
    [InlineData(new byte[] { 0x23, 0x20, 0x6E, 0x0A, 0x0A }, "empty")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "empty")]
    public void What_is_not_a_text_is_refused(byte[] bytes, string says) => AssertRefused(new MemoryStream(bytes), says);

    [Fact]
    public void The_place_of_a_byte_that_is_not_UTF_8_is_named()
    {
        using var stream = new MemoryStream([.. "schema: epidura-case/1\ntitle: caf"u8, 0xE9, 0x0A]);
        var error = Assert.Single(CaseReader.Read(stream, "latin.yaml").Errors);
        Assert.Equal((2, 11), (error.Line, error.Column));
        Assert.Contains("0xE9", error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_once()
    {
        var text = new StringBuilder("schema: epidura-case/1\na: &a [x, x, x, x, x, x, x, x, x]\n");
        for (var letter = 'b'; letter < 'l'; letter++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{letter}: &{letter} [{string.Join(", ", Enumerable.Repeat($"*{(char)(letter - 1)}", 9))}]\n");
        var result = CaseReader.Read(text.ToString(), "bomb.yaml");
        Assert.Null(result.Case);
        Assert.Contains(result.Errors, error => error.Message.Contains("Aliases", StringComparison.Ordinal));
        Assert.True(result.Errors.Count <= 50);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Deep_nesting_is_refused(char bracket)
    {
        var result = CaseReader.Read("pain: " + new string(bracket, 400_000), "deep.yaml");
        Assert.Null(result.Case);
        Assert.NotEmpty(result.Errors);
    }

    [Fact]
    public void Deep_nesting_by_dashes_is_refused() =>
        Assert.Contains(
            "nested too deeply",
            Assert.Single(CaseReader.Read(string.Concat(Enumerable.Repeat("- ", 50_000)) + "x", "deep.yaml").Errors).Message);

    [Fact]
    public void Too_many_values_are_refused() =>
        Assert.Contains(
            "too many values",
            Assert.Single(CaseReader.Read("pain: [" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "]", "a.yaml").Errors).Message);

    [Fact]
    public void A_text_cut_anywhere_or_changed_anywhere_is_a_case_or_refused_in_words()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", "failed-back.yaml"));
        text = text[text.IndexOf("schema", StringComparison.Ordinal)..];
        var random = new Random(7);
        const string letters = "[]{}:,-#&*!|>'\"%@`\n\t ?~0aé";
        for (var i = 0; i < 450; i++)
        {
            var at = random.Next(text.Length);
            var changed = (i % 3) switch
            {
                0 => text[..at],
                1 => text.Remove(at, 1),
                _ => text.Insert(at, letters[random.Next(letters.Length)].ToString()),
            };
            var result = CaseReader.Read(changed, "changed.yaml");
            Assert.Equal(result.Case is null, result.Errors.Count > 0);
        }
    }

    private static void AssertRefused(Stream stream, string says, Action<Stream>? then = null)
    {
        var error = Assert.Single(CaseReader.Read(stream, "file.yaml").Errors);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.True(error.Value.Length > 0 && error.Allowed.Length > 0);
        then?.Invoke(stream);
    }

    [GeneratedRegex(@"^# expect (\d+):(\d+) (\S+) \| (.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Expect();

    /// <summary>Gives the letter a for as long as asked, and counts.</summary>
    private sealed class EndlessStream(long length) : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var now = (int)Math.Min(count, length - Given);
            buffer.AsSpan(offset, now).Fill((byte)'a');
            Given += now;
            return now;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
