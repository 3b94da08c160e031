"""Makes statistics.json: reference values from SciPy and NumPy. Run: python3 statistics.py > statistics.json"""

import json

import numpy as np
from scipy import special, stats

rng = np.random.default_rng(7)


def ln_gamma():
    return [[x, float(special.gammaln(x))] for x in [1e-3, 0.1, 0.5, 1, 1.5, 2, 7.25, 41, 1e3, 1e6]]


def beta():
    cases = []
    for a in [0.05, 0.5, 1, 3, 39, 200]:
        for b in [0.05, 0.5, 1, 13, 50, 1000]:
            for x in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999]:
                cases.append([x, a, b, float(special.betainc(a, b, x))])
    return cases


def beta_quantile():
    return [[q, a, b, float(stats.beta.ppf(q, a, b))] for q in [0.05, 0.5, 0.95] for a, b in [(39, 13), (1, 1), (2, 50), (0.5, 3)]]


def negative_binomial_tail():
    cases = []
    for mean in [0.02, 0.5, 3, 40]:
        for size in [0.1, 0.8, 4, 20]:
            for n in [1, 2, 5, 30, 200]:
                cases.append([n, mean, size, float(stats.nbinom.logsf(n - 1, size, size / (size + mean)))])
    return [case for case in cases if np.isfinite(case[3]) and case[3] > -500]


def spread():
    cases = []
    for n in [1, 2, 3, 4, 7, 30, 31]:
        for values in [rng.poisson(0.4, n), rng.poisson(5, n), rng.normal(0, 3, n).round(4), np.zeros(n)]:
            values = np.sort(values.astype(float))
            middle = np.median(values)
            cases.append(
                {
                    "values": values.tolist(),
                    "median": float(middle),
                    "mad": float(stats.median_abs_deviation(values)),
                    "meanAd": float(np.mean(np.abs(values - middle))),
                    "q05": float(np.quantile(values, 0.05)),
                    "q95": float(np.quantile(values, 0.95)),
                }
            )
    return cases


print(
    json.dumps(
        {
            "lnGamma": ln_gamma(),
            "beta": beta(),
            "betaQuantile": beta_quantile(),
            "negativeBinomialTail": negative_binomial_tail(),
            "spread": spread(),
        }
    )
)
