"""Where a face's points lie in the crop that the emotion network sees, and how other points are brought there."""

import numpy as np

# x and y in crop pixels (a pixel's centre is at +0.5): the eyes, the nose, the mouth corners, each pair left to right in the
# picture. The medians, made symmetric, of what the points network finds in the training pictures (`alignment.py find`).
TEMPLATE = np.array([[15.1, 18.8], [32.9, 18.8], [24, 28.7], [16.6, 37.2], [31.4, 37.2]], np.float32)
ALIGNED_ON = [0, 1, 3, 4]  # not the nose: it wanders when a head turns


def similarity(points, template=TEMPLATE):
    """Least-squares scale, rotation and shift from crop to frame over eyes and mouth corners, as a 2×3 matrix."""
    p, t = np.asarray(points)[ALIGNED_ON], template[ALIGNED_ON]
    centre, origin = p.mean(0), t.mean(0)
    dp, dt = p - centre, t - origin
    norm = (dt ** 2).sum()
    a = (dt * dp).sum() / norm
    b = (dt[:, 0] * dp[:, 1] - dt[:, 1] * dp[:, 0]).sum() / norm
    turn = np.array([[a, -b], [b, a]])
    return np.concatenate([turn, (centre - turn @ origin)[:, None]], 1)
