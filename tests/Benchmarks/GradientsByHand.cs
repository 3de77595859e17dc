namespace NetGen.Benchmarks;

/// <summary>The gradients of some of <see cref="DifferentiatedFunctions"/> as one writes them by hand.</summary>
internal static partial class GradientsByHand
{
    /// <summary>Goes back through the steps, which keep angle, speed and sine.</summary>
    public static double Euler(double gravity, double length, double damping, double theta, double omega, double dt, int steps, Span<double> g, Span<double> tape)
    {
        var gl = gravity / length;
        for (var i = 0; i < steps; i++)
        {
            var s = Math.Sin(theta);
            tape[3 * i] = theta;
            tape[3 * i + 1] = omega;
            tape[3 * i + 2] = s;
            omega += dt * (-gl * s - damping * omega);
            theta += dt * omega;
        }
        double dTheta = 1;
        double dOmega = 0;
        double dgl = 0;
        double dDamping = 0;
        double dDt = 0;
        for (var i = steps - 1; i >= 0; i--)
        {
            var th = tape[3 * i];
            var om = tape[3 * i + 1];
            var s = tape[3 * i + 2];
            var a = -gl * s - damping * om;
            var om2 = om + dt * a;
            dDt += dTheta * om2;
            dOmega += dTheta * dt;
            dDt += dOmega * a;
            var da = dOmega * dt;
            dgl -= da * s;
            dDamping -= da * om;
            dTheta -= da * gl * Math.Cos(th);
            dOmega -= da * damping;
        }
        g[0] = dgl / length;
        g[1] = -dgl * gl / length;
        g[2] = dDamping;
        g[3] = dTheta;
        g[4] = dOmega;
        g[5] = dDt;
        return theta;
    }

    /// <summary>The Jacobian of the reprojection error: by the rotated point first, then through the rotation, whose derivatives both results share.</summary>
    public static (double, double) Reproject(ReadOnlySpan<double> cam, ReadOnlySpan<double> point, double w, double fx, double fy, Span<double> J)
    {
        var c0 = cam[0];
        var c1 = cam[1];
        var c2 = cam[2];
        var x = point[0] - cam[3];
        var y = point[1] - cam[4];
        var z = point[2] - cam[5];
        var f = cam[6];
        var k1 = cam[9];
        var k2 = cam[10];
        var theta2 = c0 * c0 + c1 * c1 + c2 * c2;
        double rx;
        double ry;
        double rz;
        // dR/dX rows (3x3) and dR/dc rows (3x3)
        double m00;
        double m01;
        double m02;
        double m10;
        double m11;
        double m12;
        double m20;
        double m21;
        double m22;
        double d00;
        double d01;
        double d02;
        double d10;
        double d11;
        double d12;
        double d20;
        double d21;
        double d22;
        if (theta2 != 0)
        {
            var theta = Math.Sqrt(theta2);
            var (s, c) = Math.SinCos(theta);
            var it = 1 / theta;
            var w0 = c0 * it;
            var w1 = c1 * it;
            var w2 = c2 * it;
            var cr0 = w1 * z - w2 * y;
            var cr1 = w2 * x - w0 * z;
            var cr2 = w0 * y - w1 * x;
            var dot = w0 * x + w1 * y + w2 * z;
            var omc = 1 - c;
            var tmp = dot * omc;
            rx = x * c + cr0 * s + w0 * tmp;
            ry = y * c + cr1 * s + w1 * tmp;
            rz = z * c + cr2 * s + w2 * tmp;
            m00 = c + w0 * w0 * omc;
            m01 = -w2 * s + w0 * w1 * omc;
            m02 = w1 * s + w0 * w2 * omc;
            m10 = w2 * s + w1 * w0 * omc;
            m11 = c + w1 * w1 * omc;
            m12 = -w0 * s + w1 * w2 * omc;
            m20 = -w1 * s + w2 * w0 * omc;
            m21 = w0 * s + w2 * w1 * omc;
            m22 = c + w2 * w2 * omc;
            // d r / d theta (w fixed), and d r / d w
            var tmpt = dot * s;
            var rt0 = -x * s + cr0 * c + w0 * tmpt;
            var rt1 = -y * s + cr1 * c + w1 * tmpt;
            var rt2 = -z * s + cr2 * c + w2 * tmpt;
            var ox = omc * x;
            var oy = omc * y;
            var oz = omc * z;
            var e00 = tmp + w0 * ox;
            var e01 = s * z + w0 * oy;
            var e02 = -s * y + w0 * oz;
            var e10 = -s * z + w1 * ox;
            var e11 = tmp + w1 * oy;
            var e12 = s * x + w1 * oz;
            var e20 = s * y + w2 * ox;
            var e21 = -s * x + w2 * oy;
            var e22 = tmp + w2 * oz;
            // dw/dc = (I - w w^T)/theta ; dtheta/dc = w
            var q0 = (e00 * w0 + e01 * w1 + e02 * w2) * it;
            var q1 = (e10 * w0 + e11 * w1 + e12 * w2) * it;
            var q2 = (e20 * w0 + e21 * w1 + e22 * w2) * it;
            var a0 = rt0 - q0;
            var a1 = rt1 - q1;
            var a2 = rt2 - q2;
            d00 = e00 * it + a0 * w0;
            d01 = e01 * it + a0 * w1;
            d02 = e02 * it + a0 * w2;
            d10 = e10 * it + a1 * w0;
            d11 = e11 * it + a1 * w1;
            d12 = e12 * it + a1 * w2;
            d20 = e20 * it + a2 * w0;
            d21 = e21 * it + a2 * w1;
            d22 = e22 * it + a2 * w2;
        }
        else
        {
            rx = x + c1 * z - c2 * y;
            ry = y + c2 * x - c0 * z;
            rz = z + c0 * y - c1 * x;
            m00 = 1;
            m01 = -c2;
            m02 = c1;
            m10 = c2;
            m11 = 1;
            m12 = -c0;
            m20 = -c1;
            m21 = c0;
            m22 = 1;
            d00 = 0;
            d01 = z;
            d02 = -y;
            d10 = -z;
            d11 = 0;
            d12 = x;
            d20 = y;
            d21 = -x;
            d22 = 0;
        }
        var iz = 1 / rz;
        var px = rx * iz;
        var py = ry * iz;
        var r2 = px * px + py * py;
        var L = 1 + k1 * r2 + k2 * r2 * r2;
        var dL = k1 + 2 * k2 * r2;
        var u = px * L * f + cam[7];
        var v = py * L * f + cam[8];
        var wf = w * f;
        var ux = wf * (L + 2 * px * px * dL);
        var uy = wf * (2 * px * py * dL);
        var vy = wf * (L + 2 * py * py * dL);
        var ua = ux * iz;
        var ub = uy * iz;
        var uc = -(ux * px + uy * py) * iz;
        var va = uy * iz;
        var vb = vy * iz;
        var vc = -(uy * px + vy * py) * iz;
        J[0] = ua * d00 + ub * d10 + uc * d20;
        J[1] = ua * d01 + ub * d11 + uc * d21;
        J[2] = ua * d02 + ub * d12 + uc * d22;
        var u0 = ua * m00 + ub * m10 + uc * m20;
        var u1 = ua * m01 + ub * m11 + uc * m21;
        var u2 = ua * m02 + ub * m12 + uc * m22;
        J[3] = -u0;
        J[4] = -u1;
        J[5] = -u2;
        J[6] = w * px * L;
        J[7] = w;
        J[8] = 0;
        J[9] = wf * px * r2;
        J[10] = wf * px * r2 * r2;
        J[11] = u0;
        J[12] = u1;
        J[13] = u2;
        J[14] = u - fx;
        J[15] = va * d00 + vb * d10 + vc * d20;
        J[16] = va * d01 + vb * d11 + vc * d21;
        J[17] = va * d02 + vb * d12 + vc * d22;
        var v0 = va * m00 + vb * m10 + vc * m20;
        var v1 = va * m01 + vb * m11 + vc * m21;
        var v2 = va * m02 + vb * m12 + vc * m22;
        J[18] = -v0;
        J[19] = -v1;
        J[20] = -v2;
        J[21] = w * py * L;
        J[22] = 0;
        J[23] = w;
        J[24] = wf * py * r2;
        J[25] = wf * py * r2 * r2;
        J[26] = v0;
        J[27] = v1;
        J[28] = v2;
        J[29] = v - fy;
        return (w * (u - fx), w * (v - fy));
    }

    private const double Factor = 19.0 / 81.0;

    /// <summary>Goes back through the reviews, which keep what their derivatives need.</summary>
    public static double Fsrs(ReadOnlySpan<double> w, ReadOnlySpan<int> ratings, ReadOnlySpan<double> days, Span<double> g, Span<double> tape)
    {
        g.Clear();
        var first = Math.Exp(w[5] * (ratings[0] - 1));
        var s = w[ratings[0] - 1];
        var d0 = w[4] - first + 1;
        var d = d0 < 1 ? 1 : d0 > 10 ? 10 : d0;
        var e3 = Math.Exp(w[5] * 3);
        var target = w[4] - e3 + 1;
        var ew8 = Math.Exp(w[8]);
        var loss = 0.0;
        const int K = 8;
        for (var i = 1; i < ratings.Length; i++)
        {
            var t = tape.Slice(K * i, K);
            var r = ratings[i];
            t[0] = s;
            t[1] = d;
            var b = 1 + Factor * days[i] / s;
            var R = 1 / Math.Sqrt(b);
            t[2] = R;
            loss -= r > 1 ? Math.Log(R) : Math.Log(1 - R);
            if (days[i] < 1)
            {
                var e = Math.Exp(w[17] * (r - 3 + w[18]));
                t[3] = e;
                s *= e;
            }
            else if (r > 1)
            {
                var p = Math.Pow(s, -w[9]);
                var e = Math.Exp(w[10] * (1 - R));
                t[3] = p;
                t[4] = e;
                s *= 1 + ew8 * (11 - d) * p * (e - 1) * (r == 2 ? w[15] : 1) * (r == 4 ? w[16] : 1);
            }
            else
            {
                var p = Math.Pow(d, -w[12]);
                var q = Math.Pow(s + 1, w[13]);
                var e = Math.Exp(w[14] * (1 - R));
                t[3] = p;
                t[4] = q;
                t[5] = e;
                var n = w[11] * p * (q - 1) * e;
                t[6] = n;
                s = Math.Min(s, n);
            }
            var nd = d - w[6] * (r - 3) * (10 - d) / 9;
            var v = w[7] * target + (1 - w[7]) * nd;
            t[7] = v;
            d = v < 1 ? 1 : v > 10 ? 10 : v;
        }
        var count = ratings.Length - 1;
        double ds = 0;
        double dd = 0;
        double dTarget = 0;
        var scale = 1.0 / count;
        for (var i = count; i >= 1; i--)
        {
            var t = tape.Slice(K * i, K);
            var r = ratings[i];
            var S = t[0];
            var D = t[1];
            var R = t[2];
            var v = t[7];
            var dv = v < 1 || v > 10 ? 0 : dd;
            var nd = D - w[6] * (r - 3) * (10 - D) / 9;
            g[7] += dv * (target - nd);
            dTarget += dv * w[7];
            var dnd = dv * (1 - w[7]);
            g[6] -= dnd * (r - 3) * (10 - D) / 9;
            var dD = dnd * (1 + w[6] * (r - 3) / 9);
            double dS;
            double dR = 0;
            if (days[i] < 1)
            {
                var e = t[3];
                dS = ds * e;
                var de = ds * S * e;
                g[17] += de * (r - 3 + w[18]);
                g[18] += de * w[17];
            }
            else if (r > 1)
            {
                var p = t[3];
                var e = t[4];
                double hard = r == 2 ? w[15] : 1;
                double easy = r == 4 ? w[16] : 1;
                var m = ew8 * (11 - D) * p;
                var he = hard * easy;
                var f = m * (e - 1);
                dS = ds * (1 + f * he);
                var df = ds * S * he;
                g[8] += df * f;
                dD -= df * ew8 * p * (e - 1);
                var dp = df * f;
                g[9] -= dp * Math.Log(S);
                dS -= dp * w[9] / S;
                var de = df * m * e;
                g[10] += de * (1 - R);
                dR -= de * w[10];
                if (r == 2) g[15] += ds * S * f * easy;
                if (r == 4) g[16] += ds * S * f * hard;
            }
            else
            {
                var p = t[3];
                var q = t[4];
                var e = t[5];
                var n = t[6];
                if (S < n) dS = ds;
                else
                {
                    dS = 0;
                    g[11] += ds * n / w[11];
                    g[12] -= ds * n * Math.Log(D);
                    dD -= ds * n * w[12] / D;
                    var dq = ds * w[11] * p * e;
                    g[13] += dq * q * Math.Log(S + 1);
                    dS += dq * w[13] * q / (S + 1);
                    g[14] += ds * n * (1 - R);
                    dR -= ds * n * w[14];
                }
            }
            dR += r > 1 ? -scale / R : scale / (1 - R);
            // R = b^-1/2
            var db = -0.5 * dR * R * R * R;
            dS -= db * Factor * days[i] / (S * S);
            ds = dS;
            dd = dD;
        }
        g[4] += dTarget;
        g[5] -= dTarget * 3 * e3;
        if (d0 >= 1 && d0 <= 10) { g[4] += dd; g[5] -= dd * first * (ratings[0] - 1); }
        g[ratings[0] - 1] += ds;
        return loss / count;
    }
}
