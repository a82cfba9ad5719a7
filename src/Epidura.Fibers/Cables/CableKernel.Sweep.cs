using System.Runtime.CompilerServices;

namespace Epidura.Fibers.Cables;

/// <content>The pass through the internodes.</content>
internal sealed partial class CableKernel<TVector, TScalar>
{
    private void Sweep<TScheme>(int part)
        where TScheme : struct, IStepScheme
    {
        // A midpoint step keeps the nodes at its middle in the work space; the states hold its end.
        ref var solved = ref At(TScheme.IsMidpoint ? _work : _nodeState, part);
        var stride = TScheme.IsMidpoint ? 2 : NodeStates;
        ref var axial = ref At(_axial, part);
        var stimulus = Load(ref At(_input, part), 0);
        var carry = TVector.Create(0);
        for (var k = 0; k < _nodes - 1; k++)
        {
            var left = Load(ref solved, k * stride);
            var right = Load(ref solved, (k + 1) * stride);
            // The old elimination began at the near end; the new one begins at the far end and walks back with the solution.
            var (near, far) = _startsRight
                ? SweepInternode<TScheme>(k, 1, right, left, stimulus, part)
                : SweepInternode<TScheme>(k, -1, left, right, stimulus, part);
            Store(ref axial, k, carry + (_startsRight ? near : far));
            carry = _startsRight ? far : near;
        }

        Store(ref axial, _nodes - 1, carry);
    }

    /// <summary>One internode; direction +1 walks its compartments from left to right.</summary>
    /// <returns>Currents of the new elimination into its near end (where this pass began) and its far end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector Near, TVector Far) SweepInternode<TScheme>(
        int internode, int direction, TVector oldNear, TVector oldFar, TVector stimulus, int part)
        where TScheme : struct, IStepScheme
    {
        ref var coefficient = ref At(_coefficients, part);
        var compartment = (internode * Internodal) + (direction > 0 ? 0 : Internodal - 1);
        ref var chain = ref Unsafe.Add(ref At(_chain, part), compartment * 2 * Lanes);
        ref var source = ref Unsafe.Add(ref At(_source, part), ((compartment * 4) + (direction > 0 ? 0 : 2)) * Lanes);
        ref var past = ref TScheme.IsMidpoint ? ref Unsafe.Add(ref At(_past!, part), compartment * 2 * Lanes) : ref chain;
        var zero = TVector.Create(0);
        var (w, y) = (oldFar, zero);
        var (newW, newY) = (zero, zero);
        var near = zero;
        for (var t = 0; t < Internodal; t++)
        {
            // x = c + Near W(node) + After x(previous of this walk)
            var solvedW = TVector.MultiplyAdd(Load(ref coefficient, 0), oldNear, Load(ref chain, 0));
            var solvedY = TVector.MultiplyAdd(Load(ref coefficient, 1), oldNear, Load(ref chain, 1));
            solvedW = TVector.MultiplyAdd(Load(ref coefficient, 3), y, solvedW);
            solvedY = TVector.MultiplyAdd(Load(ref coefficient, 5), y, solvedY);
            solvedW = TVector.MultiplyAdd(Load(ref coefficient, 2), w, solvedW);
            solvedY = TVector.MultiplyAdd(Load(ref coefficient, 4), w, solvedY);
            w = solvedW;
            y = solvedY;
            if (TScheme.IsMidpoint)
            {
                solvedW = (w + w) - Load(ref past, 0);
                solvedY = (y + y) - Load(ref past, 1);
                Store(ref past, 0, solvedW);
                Store(ref past, 1, solvedY);
                past = ref Unsafe.Add(ref past, direction * 2 * Lanes);
            }

            // c' = History x + s source + Before c'(previous)
            var nextW = TScheme.HasField ? Load(ref source, 0) * stimulus : zero;
            var nextY = TScheme.HasField ? Load(ref source, 1) * stimulus : zero;
            nextW = TVector.MultiplyAdd(Load(ref coefficient, 10), newW, nextW);
            nextY = TVector.MultiplyAdd(Load(ref coefficient, 12), newW, nextY);
            nextW = TVector.MultiplyAdd(Load(ref coefficient, 11), newY, nextW);
            nextY = TVector.MultiplyAdd(Load(ref coefficient, 13), newY, nextY);
            nextW = TVector.MultiplyAdd(Load(ref coefficient, 6), solvedW, nextW);
            nextY = TVector.MultiplyAdd(Load(ref coefficient, 8), solvedW, nextY);
            newW = TVector.MultiplyAdd(Load(ref coefficient, 7), solvedY, nextW);
            newY = TVector.MultiplyAdd(Load(ref coefficient, 9), solvedY, nextY);
            near = TVector.MultiplyAdd(Load(ref coefficient, 14), newW, near);
            near = TVector.MultiplyAdd(Load(ref coefficient, 15), newY, near);
            Store(ref chain, 0, newW);
            Store(ref chain, 1, newY);

            chain = ref Unsafe.Add(ref chain, direction * 2 * Lanes);
            source = ref Unsafe.Add(ref source, direction * 4 * Lanes);
            coefficient = ref Unsafe.Add(ref coefficient, CoefficientsPerPosition * Lanes);
        }

        return (near, Constant(NodeCoupling, part) * newW);
    }
}
