"""Golden values of GATv2 attention: PyTorch Geometric's GATv2Conv, forward and backward, in float64.

pip install torch torch_geometric; python -P gatv2.py > gatv2.json  (-P: statistics.py beside it would hide the standard one)
"""

import json

import torch
from torch_geometric.nn import GATv2Conv

CASES = [
    # name, sources, targets, in (sources), in (targets), heads, channels, edge features, edges
    ("one head", 5, 4, 3, 3, 1, 4, 0, 9),
    ("four heads with edge features", 6, 5, 3, 3, 4, 2, 3, 14),
    ("bipartite, other widths on either side", 7, 3, 5, 2, 2, 3, 2, 12),
    ("targets that nothing points at", 4, 8, 3, 3, 2, 2, 2, 6),
    ("parallel edges", 2, 2, 2, 2, 2, 2, 2, 10),
    ("scores far apart", 5, 3, 3, 3, 2, 3, 1, 11),
]


def flat(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().reshape(-1).tolist()]


def golden(seed, name, sources, targets, source_dim, target_dim, heads, channels, edge_dim, edges):
    torch.manual_seed(seed)
    conv = GATv2Conv(
        (source_dim, target_dim), channels, heads=heads, edge_dim=edge_dim or None, add_self_loops=False
    ).double()
    scale = 20 if name == "scores far apart" else 1
    with torch.no_grad():
        for parameter in conv.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.7)
        conv.att.mul_(scale)
    x_source = torch.randn(sources, source_dim, dtype=torch.float64, requires_grad=True)
    x_target = torch.randn(targets, target_dim, dtype=torch.float64, requires_grad=True)
    index = torch.stack([torch.randint(0, sources, (edges,)), torch.randint(0, targets, (edges,))])
    features = torch.randn(edges, edge_dim, dtype=torch.float64, requires_grad=True) if edge_dim else None
    out = conv((x_source, x_target), index, features)
    upstream = torch.randn_like(out)
    out.backward(upstream)
    tensors = {
        "source": x_source,
        "target": x_target,
        "left": conv.lin_l.weight,
        "leftBias": conv.lin_l.bias,
        "right": conv.lin_r.weight,
        "rightBias": conv.lin_r.bias,
        "attention": conv.att,
        "bias": conv.bias,
    }
    if edge_dim:
        tensors |= {"edge": features, "edgeWeight": conv.lin_edge.weight}
    return {
        "name": name,
        "heads": heads,
        "channels": channels,
        "sourceDim": source_dim,
        "targetDim": target_dim,
        "edgeDim": edge_dim,
        "edgeSource": index[0].tolist(),
        "edgeTarget": index[1].tolist(),
        "out": flat(out),
        "upstream": flat(upstream),
        "values": {key: flat(value) for key, value in tensors.items()},
        "gradients": {key: flat(value.grad) for key, value in tensors.items()},
    }


print(json.dumps([golden(seed, *case) for seed, case in enumerate(CASES, 1)], separators=(",", ":")))
