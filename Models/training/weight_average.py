"""Exponential moving average of a network's weights: a little better than the last step's, and steadier."""

import copy

import torch


class WeightAverage:
    """Keeps in `network` the average of the parameters and statistics of the network that it is updated with."""

    def __init__(self, network, decay=0.999):
        self.network = copy.deepcopy(network).eval()
        self.decay = decay
        self.steps = 0

    @torch.no_grad()
    def update(self, network):
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for mine, theirs in zip(self.network.state_dict().values(), network.state_dict().values()):
            if mine.dtype.is_floating_point:
                mine.lerp_(theirs, 1 - decay)
            else:
                mine.copy_(theirs)
