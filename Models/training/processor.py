"""What the machine that trains does well."""

from pathlib import Path


def computes_bfloat16(device):
    """Whether bfloat16 is faster on a device ("cpu", "cuda") than float32: a processor without instructions for it takes ten
    times as long."""
    return device != "cpu" or "bf16" in Path("/proc/cpuinfo").read_text()
