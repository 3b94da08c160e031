/** Standard normal quantile of 99 %. */
const quantile99 = 2.3263478740408408;

/**
 * The textbook threshold of the squared prediction error at 99 % (Jackson & Mudholkar 1979; Lakhina et al. 2004), for
 * reference only: with fewer days than types it raises far more alarms than its nominal 1 %.
 * `phi`: Σ λ, Σ λ², Σ λ³ of the components left out, λ as variances. Where its exponent h₀ is not above 0 the
 * normal approximation φ₁ + c·√(2φ₂) stands in; 0 where nothing is left out.
 */
export function jacksonMudholkar(
  [phi1, phi2, phi3]: readonly [number, number, number],
  { quantile = quantile99 }: { readonly quantile?: number } = {},
): number {
  if (!(phi1 > 0) || !(phi2 > 0)) return 0;
  const h0 = 1 - (2 / 3) * (phi1 / phi2) * (phi3 / phi2);
  const spread = Math.sqrt(2 * phi2);
  if (h0 <= 0) return phi1 + quantile * spread;
  const inner = (quantile * spread * h0) / phi1 + 1 + ((phi2 / phi1) * h0 * (h0 - 1)) / phi1;
  return phi1 * Math.max(0, inner) ** (1 / h0);
}
