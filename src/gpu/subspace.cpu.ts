import { entryOf, flooredEigenvalue, windowFitter } from "./fit.cpu.ts";
import { gramBuilder } from "./gram.cpu.ts";
import { createLeaveOneOutScratch, leaveOneOut } from "./leaveOneOut.cpu.ts";
import {
  createSubspaceRows,
  historyDays,
  rankRule,
  type SubspaceInput,
  type SubspaceRows,
  scoredDays,
} from "./subspace.input.ts";

/**
 * The subspace of each user's days before each scored day, what that day leaves unexplained, and the same for each
 * history day by the others; users `fromUser` to `toUser` (exclusive), float64.
 *
 * X (n × E): transformed counts, G = X·Xᵀ = U·Λ·Uᵀ, y the scored day, g = X·y:
 * SPE = ‖y‖² − Σ_{k≤r} (u_kᵀg)²/λ_k, λ floored at 1e-6·λ₁.
 * @param leavesOut whether each history day is judged by the others; without it `loo` stays 0
 */
export function subspaceRange(
  input: SubspaceInput,
  fromUser: number,
  toUser: number,
  { leavesOut = true } = {},
): SubspaceRows {
  const rows = createSubspaceRows(input, toUser - fromUser);
  const builder = gramBuilder(input);
  const fitWindow = windowFitter(input, builder);
  const scratch = createLeaveOneOutScratch(input.history);
  const errors = new Float64Array(input.history);
  const rule = rankRule(input);
  const scored = scoredDays(input);
  const { days, origin, gram } = builder;
  for (let user = fromUser; user < toUser; user++) {
    const first = input.first[user]!;
    if (historyDays(input, first, input.to) < input.minHistory) {
      for (let s = 0; s < scored; s++)
        rows.history[(user - fromUser) * scored + s] = historyDays(input, first, input.from + s);
      continue;
    }
    builder.fill(user);
    for (let s = 0; s < scored; s++) {
      const item = (user - fromUser) * scored + s;
      const n = historyDays(input, first, input.from + s);
      rows.history[item] = n;
      if (n < input.minHistory || n === 0) continue;
      const today = input.from + s - origin;
      const fit = fitWindow(today - n, n);
      const line = today * days + today - n;
      let left = gram[line + n]!;
      for (let k = 0; k < fit.rank; k++) {
        let along = 0;
        for (let i = 0; i < n; i++) along += entryOf(fit, i, k) * gram[line + i]!;
        left -= (along * along) / flooredEigenvalue(fit.lambda, k);
      }
      rows.rank[item] = input.rank === "auto" || fit.trace === 0 ? fit.rank : Math.min(n, rule.most);
      rows.spe[item] = Math.max(0, left);
      rows.energy[item] = fit.trace > 0 ? Math.min(1, fit.held / fit.trace) : 0;
      let phi1 = 0;
      let phi2 = 0;
      let phi3 = 0;
      for (let k = fit.rank; k < fit.size; k++) {
        const variance = fit.lambda[k]! / n;
        phi1 += variance;
        phi2 += variance * variance;
        phi3 += variance * variance * variance;
      }
      rows.tail[item * 3] = phi1;
      rows.tail[item * 3 + 1] = phi2;
      rows.tail[item * 3 + 2] = phi3;
      if (!leavesOut) continue;
      leaveOneOut(fit, rule, errors, scratch);
      for (let i = 0; i < n; i++) rows.loo[item * input.history + i] = errors[fit.rowOf[i]!]!;
    }
  }
  return rows;
}
