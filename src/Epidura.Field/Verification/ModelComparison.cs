using System.Text.Json;
using Epidura.Field.Accuracy;
using Epidura.Numerics.Verification;
using Epidura.Quantities;

namespace Epidura.Field.Verification;

/// <summary>Compares one solved model with the reference file.</summary>
internal sealed class ModelComparison
{
    private const double PotentialLimit = 0.01;
    private const double DifferenceLimit = 0.02;
    private const double ObliqueDifferenceLimit = 0.03;
    private const double ProxyLimit = 0.02;
    private const double ImpedanceLimit = 0.02;
    private const double SymmetryLimit = 1e-6;
    private const double CurrentLimit = 1e-8;
    private const int IterationLimit = 15;
    private readonly string _id;
    private readonly JsonElement _model;
    private readonly ReferenceModel _reference;
    private readonly LeadFields _fields;
    private readonly List<VerificationCase> _cases = [];

    public ModelComparison(string id, JsonElement model, ReferenceModel reference, LeadFields fields)
    {
        _id = id;
        _model = model;
        _reference = reference;
        _fields = fields;
    }

    public IReadOnlyList<VerificationCase> Compare()
    {
        CompareImpedance();
        foreach (var line in _model.GetProperty("lines").EnumerateObject())
            CompareLine(line.Name, line.Value);
        var d = _fields.Diagnostics;
        Add("asymmetry of the contact conductances, ratio", d.SymmetryError, 0, d.SymmetryError, SymmetryLimit);
        Add("sum of currents, A per A", d.CurrentSumError, 0, d.CurrentSumError, CurrentLimit);
        _cases.Add(new VerificationCase(
            _id, "iterations to 1e-8", null, d.Iterations, null, null, IterationLimit, d.Converged && d.Iterations <= IterationLimit));
        _cases.Add(new VerificationCase(_id, "cells", null, d.Cells, null, null, null, null));
        return _cases;
    }

    private void Add(string quantity, double ours, double theirs, double relative, double? limit) =>
        _cases.Add(new VerificationCase(
            _id, quantity, null, ours, theirs, relative, limit, limit is null ? null : Math.Abs(relative) <= limit));

    private void CompareImpedance()
    {
        var rows = Rows(_model.GetProperty("Z_ohm"));
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows.Length; j++)
            {
                var ours = _fields.AccessResistance[_reference.Index(i), _reference.Index(j)];
                Add($"access resistance {i},{j}, ohm", ours, rows[i][j], (ours - rows[i][j]) / rows[i][j], ImpedanceLimit);
            }
        }
    }

    private void CompareLine(string name, JsonElement line)
    {
        Position[] points =
        [
            .. line.GetProperty("points_mm").EnumerateArray().Select(p =>
                Position.FromMillimetres(p[0].GetDouble(), p[1].GetDouble(), p[2].GetDouble())),
        ];
        var theirs = Rows(line.GetProperty("phi_V_per_A"));
        var sampled = new double[points.Length * _reference.Contacts];
        _fields.Sample(points, sampled);
        var ours = Enumerable.Range(0, theirs.Length)
            .Select(k => sampled.AsSpan(_reference.Index(k) * points.Length, points.Length).ToArray()).ToArray();
        for (var k = 0; k < theirs.Length; k++)
            CompareField($"{name}, contact {k}", ours[k], theirs[k], name.StartsWith("dc_", StringComparison.Ordinal));
        if (theirs.Length <= 4)
            return;
        var (bipole, reference) = (Minus(ours[3], ours[4]), Minus(theirs[3], theirs[4]));
        CompareField($"{name}, bip45", bipole, reference, name.StartsWith("dc_", StringComparison.Ordinal), true);
        CompareProxy(name, "mono4", ours[3], points);
        CompareProxy(name, "bip45", bipole, points);
    }

    /// <summary>The potential of a bipole is for information: the reference itself is uncertain by half the limit there.</summary>
    private void CompareField(string what, double[] ours, double[] theirs, bool isAxial, bool isBipole = false)
    {
        Worst($"potential {what}, V/A", ours, theirs, isBipole ? null : PotentialLimit);
        if (isAxial)
            Worst(
                $"second difference {what}, V/A", LineDifferences.Differences(ours), LineDifferences.Differences(theirs),
                _reference.Yaw == 0 ? DifferenceLimit : ObliqueDifferenceLimit);
    }

    /// <summary>The point of the line that differs most, as a ratio of the line's largest value.</summary>
    private void Worst(string what, double[] ours, double[] theirs, double? limit)
    {
        var scale = theirs.Max(Math.Abs);
        var at = 0;
        for (var n = 1; n < ours.Length; n++)
            if (!(Math.Abs(ours[n] - theirs[n]) <= Math.Abs(ours[at] - theirs[at])))
                at = n;
        Add($"{what} (of the line's largest)", ours[at], theirs[at], (ours[at] - theirs[at]) / scale, limit);
    }

    private void CompareProxy(string name, string pattern, double[] ours, Position[] points)
    {
        if (!_model.TryGetProperty("threshold_proxy_mV_per_mA", out var proxies)
            || !proxies.TryGetProperty(pattern, out var lines) || !lines.TryGetProperty(name, out var value))
            return;
        var mine = LinearCable.Depolarisation(ours, points[1].DistanceTo(points[0]));
        var theirs = value.GetDouble();
        Add($"threshold proxy {name}, {pattern}, mV/mA", mine, theirs, (mine - theirs) / theirs, ProxyLimit);
    }

    private static double[][] Rows(JsonElement table) =>
        [.. table.EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())];

    private static double[] Minus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];
}
