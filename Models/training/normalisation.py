"""Makes folded batch normalisations whole again, so that a network that was frozen or released can go on learning."""

import torch
import torch.nn as nn


@torch.no_grad()
def renormalise(network, run):
    """Gives every batch normalisation of `network` the mean and variance of what passes it while `run()` runs.

    The normalisations must hold the factor and offset of a folded one: mean 0 and variance 1, as they are made. What
    the network computes stays the same, but it learns as well as one that was never folded."""
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    seen = {norm: [] for norm in norms}
    hooks = [norm.register_forward_pre_hook(
        lambda norm, given: seen[norm].append(torch.stack(torch.var_mean(given[0].float(), (0, 2, 3), correction=0))))
        for norm in norms]
    network.eval()
    run()
    for hook in hooks:
        hook.remove()
    for norm, batches in seen.items():
        variances, means = torch.stack(batches).unbind(1)
        mean, variance = means.mean(0), variances.mean(0) + means.var(0, correction=0)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.bias += norm.weight * mean
        norm.weight *= (variance + norm.eps).sqrt()
