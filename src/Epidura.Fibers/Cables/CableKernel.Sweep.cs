using System.Runtime.CompilerServices;

namespace Epidura.Fibers.Cables;

/// <content>The pass through the internodes.</content>
internal sealed partial class CableKernel<TVector, TScalar>
{
    private const int ChainBundles = Internodal * 2;
    private const int SourceBundles = Internodal * 4;

    private void Sweep<TScheme>(int part)
        where TScheme : struct, IStepScheme
    {
        if (_startsRight)
            SweepAll<TScheme, Rightwards>(part);
        else
            SweepAll<TScheme, Leftwards>(part);
    }

    /// <summary>Two internodes at a time: each waits for its own last result, so two keep the processor busy where one does not.</summary>
    /// <remarks>The old elimination began at the near end; the new one begins at the far end and walks back with the solution.</remarks>
    private void SweepAll<TScheme, TDirection>(int part)
        where TScheme : struct, IStepScheme
        where TDirection : struct, IDirection
    {
        var direction = TDirection.Sign;
        // A midpoint step keeps the nodes at its middle in the work space; the states hold its end.
        ref var solved = ref At(TScheme.IsMidpoint ? _work : _nodeState, part);
        var stride = TScheme.IsMidpoint ? 2 : NodeStates;
        ref var axial = ref At(_axial, part);
        var stimulus = Load(ref At(_input, part), 0);
        var carry = TVector.Create(0);
        var left = Load(ref solved, 0);
        var k = 0;
        for (; k + 1 < _nodes - 1; k += 2)
        {
            var middle = Load(ref solved, (k + 1) * stride);
            var right = Load(ref solved, (k + 2) * stride);
            var (leftA, rightA, leftB, rightB) = SweepPair<TScheme>(k, direction, left, middle, right, stimulus, part);
            Store(ref axial, k, carry + leftA);
            Store(ref axial, k + 1, rightA + leftB);
            carry = rightB;
            left = right;
        }

        if (k < _nodes - 1)
        {
            var right = Load(ref solved, (k + 1) * stride);
            var (leftCurrent, rightCurrent) = SweepOne<TScheme>(k, direction, left, right, stimulus, part);
            Store(ref axial, k, carry + leftCurrent);
            carry = rightCurrent;
        }

        Store(ref axial, _nodes - 1, carry);
    }

    /// <summary>One internode; direction +1 walks its compartments from left to right.</summary>
    /// <returns>Currents of the new elimination into its left and its right node.</returns>
    private (TVector Left, TVector Right) SweepOne<TScheme>(
        int internode, int direction, TVector left, TVector right, TVector stimulus, int part)
        where TScheme : struct, IStepScheme
    {
        ref var coefficient = ref At(_coefficients, part);
        var compartment = (internode * Internodal) + (direction > 0 ? 0 : Internodal - 1);
        ref var chain = ref Unsafe.Add(ref At(_chain, part), compartment * 2 * Lanes);
        ref var source = ref Unsafe.Add(ref At(_source, part), ((compartment * 4) + (direction > 0 ? 0 : 2)) * Lanes);
        ref var past = ref TScheme.IsMidpoint ? ref Unsafe.Add(ref At(_past!, part), compartment * 2 * Lanes) : ref chain;
        var zero = TVector.Create(0);
        var (oldNear, w) = direction > 0 ? (right, left) : (left, right);
        var (y, newW, newY, near) = (zero, zero, zero, zero);
        for (var t = 0; t < Internodal; t++)
        {
            (w, y) = Solve(ref coefficient, ref chain, 0, oldNear, w, y);
            var (endW, endY) = TScheme.IsMidpoint ? GoOn(ref past, 0, w, y) : (w, y);
            (newW, newY) = Eliminate<TScheme>(ref coefficient, ref source, 0, stimulus, endW, endY, newW, newY);
            near = Near(ref coefficient, newW, newY, near);
            Store(ref chain, 0, newW);
            Store(ref chain, 1, newY);
            chain = ref Unsafe.Add(ref chain, direction * 2 * Lanes);
            past = ref Unsafe.Add(ref past, direction * 2 * Lanes);
            source = ref Unsafe.Add(ref source, direction * 4 * Lanes);
            coefficient = ref Unsafe.Add(ref coefficient, CoefficientsPerPosition * Lanes);
        }

        var far = Constant(NodeCoupling, part) * newW;
        return direction > 0 ? (near, far) : (far, near);
    }

    /// <summary>As <see cref="SweepOne"/> for an internode and the one to its right, compartment by compartment in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector LeftA, TVector RightA, TVector LeftB, TVector RightB) SweepPair<TScheme>(
        int internode, int direction, TVector left, TVector middle, TVector right, TVector stimulus, int part)
        where TScheme : struct, IStepScheme
    {
        ref var coefficient = ref At(_coefficients, part);
        var compartment = (internode * Internodal) + (direction > 0 ? 0 : Internodal - 1);
        ref var chain = ref Unsafe.Add(ref At(_chain, part), compartment * 2 * Lanes);
        ref var source = ref Unsafe.Add(ref At(_source, part), ((compartment * 4) + (direction > 0 ? 0 : 2)) * Lanes);
        ref var past = ref TScheme.IsMidpoint ? ref Unsafe.Add(ref At(_past!, part), compartment * 2 * Lanes) : ref chain;
        var zero = TVector.Create(0);
        var (oldA, wA) = direction > 0 ? (middle, left) : (left, middle);
        var (oldB, wB) = direction > 0 ? (right, middle) : (middle, right);
        var (yA, newWA, newYA, nearA) = (zero, zero, zero, zero);
        var (yB, newWB, newYB, nearB) = (zero, zero, zero, zero);
        for (var t = 0; t < Internodal; t++)
        {
            (wA, yA) = Solve(ref coefficient, ref chain, 0, oldA, wA, yA);
            (wB, yB) = Solve(ref coefficient, ref chain, ChainBundles, oldB, wB, yB);
            var (endWA, endYA) = TScheme.IsMidpoint ? GoOn(ref past, 0, wA, yA) : (wA, yA);
            var (endWB, endYB) = TScheme.IsMidpoint ? GoOn(ref past, ChainBundles, wB, yB) : (wB, yB);
            (newWA, newYA) = Eliminate<TScheme>(ref coefficient, ref source, 0, stimulus, endWA, endYA, newWA, newYA);
            (newWB, newYB) = Eliminate<TScheme>(ref coefficient, ref source, SourceBundles, stimulus, endWB, endYB, newWB, newYB);
            nearA = Near(ref coefficient, newWA, newYA, nearA);
            nearB = Near(ref coefficient, newWB, newYB, nearB);
            Store(ref chain, 0, newWA);
            Store(ref chain, 1, newYA);
            Store(ref chain, ChainBundles, newWB);
            Store(ref chain, ChainBundles + 1, newYB);
            chain = ref Unsafe.Add(ref chain, direction * 2 * Lanes);
            past = ref Unsafe.Add(ref past, direction * 2 * Lanes);
            source = ref Unsafe.Add(ref source, direction * 4 * Lanes);
            coefficient = ref Unsafe.Add(ref coefficient, CoefficientsPerPosition * Lanes);
        }

        var coupling = Constant(NodeCoupling, part);
        return direction > 0
            ? (nearA, coupling * newWA, nearB, coupling * newWB)
            : (coupling * newWA, nearA, coupling * newWB, nearB);
    }

    /// <summary>x = c + Near W(node) + After x(previous of this walk).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector W, TVector Y) Solve(
        ref TScalar coefficient, ref TScalar chain, int at, TVector oldNear, TVector w, TVector y)
    {
        var solvedW = TVector.MultiplyAdd(Load(ref coefficient, 0), oldNear, Load(ref chain, at));
        var solvedY = TVector.MultiplyAdd(Load(ref coefficient, 1), oldNear, Load(ref chain, at + 1));
        solvedW = TVector.MultiplyAdd(Load(ref coefficient, 3), y, solvedW);
        solvedY = TVector.MultiplyAdd(Load(ref coefficient, 5), y, solvedY);
        solvedW = TVector.MultiplyAdd(Load(ref coefficient, 2), w, solvedW);
        solvedY = TVector.MultiplyAdd(Load(ref coefficient, 4), w, solvedY);
        return (solvedW, solvedY);
    }

    /// <summary>From the middle of a step to its end, which is the past of the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector W, TVector Y) GoOn(ref TScalar past, int at, TVector w, TVector y)
    {
        var endW = (w + w) - Load(ref past, at);
        var endY = (y + y) - Load(ref past, at + 1);
        Store(ref past, at, endW);
        Store(ref past, at + 1, endY);
        return (endW, endY);
    }

    /// <summary>c' = History x + s source + Before c'(previous).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector W, TVector Y) Eliminate<TScheme>(
        ref TScalar coefficient, ref TScalar source, int at, TVector stimulus, TVector w, TVector y, TVector newW, TVector newY)
        where TScheme : struct, IStepScheme
    {
        var nextW = TScheme.HasField ? Load(ref source, at) * stimulus : TVector.Create(0);
        var nextY = TScheme.HasField ? Load(ref source, at + 1) * stimulus : TVector.Create(0);
        nextW = TVector.MultiplyAdd(Load(ref coefficient, 10), newW, nextW);
        nextY = TVector.MultiplyAdd(Load(ref coefficient, 12), newW, nextY);
        nextW = TVector.MultiplyAdd(Load(ref coefficient, 11), newY, nextW);
        nextY = TVector.MultiplyAdd(Load(ref coefficient, 13), newY, nextY);
        nextW = TVector.MultiplyAdd(Load(ref coefficient, 6), w, nextW);
        nextY = TVector.MultiplyAdd(Load(ref coefficient, 8), w, nextY);
        return (TVector.MultiplyAdd(Load(ref coefficient, 7), y, nextW), TVector.MultiplyAdd(Load(ref coefficient, 9), y, nextY));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Near(ref TScalar coefficient, TVector newW, TVector newY, TVector near) =>
        TVector.MultiplyAdd(
            Load(ref coefficient, 15), newY, TVector.MultiplyAdd(Load(ref coefficient, 14), newW, near));
}
