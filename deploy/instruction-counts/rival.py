"""Runs a network N times in LiteRT with XNNPACK on one thread, and reads the clock around each: rival.py FILE N."""

import sys
import time

sys.path.insert(0, "/litert")
from ai_edge_litert.interpreter import Interpreter  # noqa: E402

interpreter = Interpreter(model_path=sys.argv[1], num_threads=1)
interpreter.allocate_tensors()
for _ in range(int(sys.argv[2])):
    time.perf_counter_ns()
    interpreter.invoke()
    time.perf_counter_ns()
