namespace Epidura.Field;

/// <summary>Small dense matrices of contacts.</summary>
internal static class DenseMatrix
{
    /// <summary>Inverse of a symmetric positive definite matrix by Cholesky's method.</summary>
    /// <exception cref="InvalidOperationException">A pivot is not above zero.</exception>
    public static double[,] Invert(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var lower = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.5 * (matrix[i, j] + matrix[j, i]);
                for (var k = 0; k < j; k++)
                    sum -= lower[i, k] * lower[j, k];
                if (i == j && !(sum > 0))
                    throw new InvalidOperationException(
                        $"The contact conductance matrix has pivot {sum} S at contact {i}; it must be above zero.");
                lower[i, j] = i == j ? Math.Sqrt(sum) : sum / lower[j, j];
            }
        }

        var inverse = new double[n, n];
        for (var column = 0; column < n; column++)
        {
            var y = new double[n];
            for (var i = 0; i < n; i++)
            {
                var sum = i == column ? 1.0 : 0.0;
                for (var k = 0; k < i; k++)
                    sum -= lower[i, k] * y[k];
                y[i] = sum / lower[i, i];
            }

            for (var i = n - 1; i >= 0; i--)
            {
                var sum = y[i];
                for (var k = i + 1; k < n; k++)
                    sum -= lower[k, i] * inverse[k, column];
                inverse[i, column] = sum / lower[i, i];
            }
        }

        return inverse;
    }
}
