"""Makes profile.json: reference values from scikit-learn, SciPy and NumPy. Run: python3 profile.py > profile.json"""

import json

import numpy as np
from scipy.stats import entropy
from sklearn.cluster import KMeans
from sklearn.covariance import ledoit_wolf
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import silhouette_score
from sklearn.metrics.pairwise import cosine_similarity

rng = np.random.default_rng(11)


def counts(groups, users, types, noise):
    """Users whose type mixes come from a few kinds of work."""
    mixes = rng.gamma(0.4, 1, (groups, types))
    group = np.arange(users) % groups
    means = 12 * mixes[group] / mixes[group].sum(1, keepdims=True) * types / 4 + noise
    return rng.poisson(means), group


def spherical_objective(x, labels):
    return float(sum(len(x[labels == g]) - np.linalg.norm(x[labels == g].sum(0)) for g in np.unique(labels)))


def clusterings():
    cases = []
    for groups, users, types, noise in [(2, 24, 8, 0.02), (3, 45, 20, 0.1), (4, 60, 12, 0.3)]:
        n, truth = counts(groups, users, types, noise)
        x = TfidfTransformer(sublinear_tf=True).fit_transform(n).toarray()
        labels = KMeans(groups, n_init=20, random_state=1).fit_predict(x)
        cases.append(
            {
                "counts": n.tolist(),
                "tfIdf": x.round(12).tolist(),
                "truth": truth.tolist(),
                "k": groups,
                "labels": labels.tolist(),
                "objective": spherical_objective(x, labels),
                "silhouette": float(silhouette_score(x, labels, metric="cosine")),
                "silhouetteOfTruth": float(silhouette_score(x, truth, metric="cosine")),
            }
        )
    return cases


def shrunk():
    cases = []
    for n, p in [(5, 3), (21, 8), (21, 16), (9, 30), (40, 2)]:
        x = (rng.normal(size=(n, p)) @ rng.normal(size=(p, p))).round(6)
        x -= np.median(x, axis=0)
        covariance, shrinkage = ledoit_wolf(x, assume_centered=True)
        cases.append({"n": n, "p": p, "x": x.tolist(), "covariance": covariance.tolist(), "shrinkage": float(shrinkage)})
    return cases


def minor():
    """The minor-component statistic read literally."""
    cases = []
    for n, p in [(12, 3), (21, 6), (21, 16), (10, 14)]:
        history = rng.poisson(rng.gamma(2, 2, p), (n, p))
        history[:, 1] = history[:, 0]
        today = history[0].copy()
        today[1] = today[0] + 9
        x = np.log1p(history)
        centre = np.median(x, axis=0)
        mad = np.median(np.abs(x - centre), axis=0)
        mean_ad = np.mean(np.abs(x - centre), axis=0)
        scale = np.maximum(0.25, np.where(mad > 0, 1.4826 * mad, 1.2533 * mean_ad))
        z = (x - centre) / scale
        y = (np.log1p(today) - centre) / scale
        covariance, _ = ledoit_wolf(z, assume_centered=True)
        values, vectors = np.linalg.eigh(covariance)
        limit = 0.2 * values.sum()
        held, parts = 0.0, []
        for j, value in enumerate(values):
            held += value
            tied = j > 0 and value <= values[j - 1] * (1 + 1e-6) + 1e-12
            if j > 0 and held > limit and not tied:
                break
            parts.append(float((vectors[:, j] @ y) ** 2 / max(0.05, value)))
        cases.append({"history": history.tolist(), "today": today.tolist(), "value": float(np.mean(parts))})
    return cases


def maps():
    """Second and third eigenvectors of the normalised cosines, over the root of the degrees."""
    n, truth = counts(3, 30, 10, 0.2)
    x = TfidfTransformer(sublinear_tf=True).fit_transform(n).toarray()
    similarity = cosine_similarity(x)
    degree = np.sqrt(similarity.sum(1))
    _, vectors = np.linalg.eigh(similarity / np.outer(degree, degree))
    return {"counts": n.tolist(), "x": (vectors[:, -2] / degree).tolist(), "y": (vectors[:, -3] / degree).tolist()}


def constancies():
    """1 − H(v|u)/log K, as METHODS 2 has it."""
    cases = []
    for own, kinds in [([9, 0, 0], 3), ([5, 5, 0, 0], 4), ([7, 2, 1, 0, 0], 5), ([3, 3, 3], 3)]:
        cases.append({"own": own, "constancy": float(1 - entropy(own) / np.log(kinds))})
    return cases


print(
    json.dumps(
        {
            "clusterings": clusterings(),
            "ledoitWolf": shrunk(),
            "minor": minor(),
            "map": maps(),
            "constancy": constancies(),
        }
    )
)
